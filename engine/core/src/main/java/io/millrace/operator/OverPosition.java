package io.millrace.operator;

import io.millrace.columnar.Column;
import io.millrace.columnar.Columns;
import io.millrace.plan.OverCall;
import io.millrace.state.OrderedPart;
import io.millrace.state.OrderedRows;
import java.util.Arrays;
import java.util.List;

/** LAG, FIRST_VALUE and LAST_VALUE: the value of another row. */
final class OverPosition extends OverFunction {
    private static final int NONE = -1;

    private final OverCall call;
    private final OrderedRows rows;
    private final FrameBounds bounds;
    private int[] sources = new int[64];
    private int[] own = new int[64];

    OverPosition(OverCall call, OrderedRows rows) {
        this.call = call;
        this.rows = rows;
        this.bounds = new FrameBounds(call.frame(), rows);
    }

    @Override
    void begin() {}

    @Override
    void evaluate(OrderedPart part, int from, int to, int out) {
        int needed = out + to - from;
        if (needed > sources.length) {
            sources = Arrays.copyOf(sources, Math.max(needed, 2 * sources.length));
            own = Arrays.copyOf(own, sources.length);
        }
        if (from < to) {
            bounds.open(part, from);
        }
        for (int place = from; place < to; place++) {
            int source = source(part, place);
            sources[out + place - from] = source < part.from() ? NONE : part.slot(source);
            own[out + place - from] = part.slot(place);
        }
    }

    private int source(OrderedPart part, int place) {
        if (call.function().equals("LAG")) {
            return (int) Math.max(part.from() - 1L, place - call.frame().rows());
        }
        int start = bounds.start(place);
        int end = bounds.end(place);
        return call.function().equals("FIRST_VALUE") ? start : end - 1;
    }

    @Override
    Column results(int count) {
        Column values = rows.store().take(call.arguments().get(0), sources, count);
        if (call.arguments().size() < 2) {
            return values;
        }
        Column defaults = rows.store().take(call.arguments().get(1), own, count);
        int[] chosen = new int[count];
        Arrays.setAll(chosen, i -> sources[i] == NONE ? count + i : i);
        return Columns.concat(List.of(values, defaults)).take(chosen, count);
    }

    @Override
    long rowsKept() {
        return call.function().equals("LAST_VALUE") ? 0 : call.frame().rows();
    }

    @Override
    long rangeKept() {
        return call.frame().rangeMicros();
    }

    @Override
    long heapBytes() {
        return 8L * sources.length;
    }
}

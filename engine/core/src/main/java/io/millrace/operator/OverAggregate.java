package io.millrace.operator;

import io.millrace.aggregate.Accumulator;
import io.millrace.aggregate.AggregateCall;
import io.millrace.aggregate.AggregateFunction;
import io.millrace.aggregate.AggregateFunction.Property;
import io.millrace.columnar.Column;
import io.millrace.columnar.DataType;
import io.millrace.columnar.LongColumn;
import io.millrace.error.MillraceException;
import io.millrace.plan.OverCall;
import io.millrace.state.OrderedPart;
import io.millrace.state.OrderedRows;
import java.util.Arrays;
import java.util.List;

/**
 * An aggregate over frames. Each result is a slot of one accumulator, into which the running value is merged: so results of
 * any aggregate are given as a column, and nothing but {@code add} and {@code merge} is asked of it. The ways to run:
 *
 * <ul>
 *   <li>all rows so far: they are added one after the other; rows that go are added to the value that stands before all
 *       others, so that a sum of doubles is always added up from the first row on, however the rows came in batches;
 *   <li>a frame whose rows can be taken back: what enters is added, what leaves is subtracted;
 *   <li>any other: two stacks. The older rows of the frame are merged from the newest of them backwards, one value for each
 *       possible start; the newer ones are one running value. When the older ones are used up, the newer ones are turned
 *       into them. Begun anew in each micro-batch, so that a restart rounds as an undisturbed run does.
 * </ul>
 *
 * Where a partition's new rows come behind all others the first two ways go on from where they ended: {@link #tail}.
 */
final class OverAggregate extends OverFunction {
    private static final int BLOCK = 1024;
    private static final long NO_TAIL = -1;

    private final OverCall call;
    private final OrderedRows rows;
    private final FrameBounds bounds;
    private final boolean unbounded;
    private final boolean invertible;
    /** Whether the aggregate looks at the order of rows, and has their places for a last input. */
    private final boolean ordered;
    /** Slot 0 is the running value, slot 1 + i the one of result i. */
    private final Accumulator results;
    /** Of the two stacks: what the older rows come to, by distance of the start from {@code stackBase}. */
    private final Accumulator stack;
    /** By partition: rows that are gone. */
    private final Accumulator base;
    /** By partition: the running value behind its last result, over the rows numbered {@code [tailFrom, tailTo)}. */
    private final Accumulator tail;

    private long[] tailFrom = new long[0];
    private long[] tailTo = new long[0];
    private int resultCount;

    /** Which of the arguments make a row count for nothing when they are NULL. */
    private final boolean[] skipsNulls;

    private boolean skipsAny;

    private Column[] inputs;
    /** The place that row 0 of the inputs stands in; -1 where rows of the inputs are slots. */
    private int inputFrom;

    private final int[] groups = new int[BLOCK];
    private final int[] added = new int[BLOCK];
    private final int[] one = new int[1];
    private final int[] other = new int[1];
    private long[] minusOnes = new long[0];
    /** By row of the inputs: how many rows of the partition stand before it, gone ones included. */
    private long[] places = new long[0];

    OverAggregate(OverCall call, OrderedRows rows, List<DataType> arguments) {
        this.call = call;
        this.rows = rows;
        this.bounds = new FrameBounds(call.frame(), rows);
        this.unbounded = call.frame().isUnbounded();
        AggregateFunction function = call.aggregate();
        AggregateCall plain = call.asAggregate();
        this.results = function.accumulator(plain, arguments);
        this.stack = function.accumulator(plain, arguments);
        this.base = function.accumulator(plain, arguments);
        this.tail = function.accumulator(plain, arguments);
        boolean copied = arguments.stream().anyMatch(type -> type.storage() == DataType.Storage.BYTES);
        this.ordered = !function.properties(arguments).contains(Property.ORDER_FREE);
        this.invertible = function.properties(arguments).contains(Property.INVERTIBLE)
                && (!copied || call.function().equals("COUNT"));
        this.skipsNulls = new boolean[arguments.size()];
        for (int i = 0; i < skipsNulls.length; i++) {
            skipsNulls[i] = call.countsNothing(i);
            skipsAny |= skipsNulls[i];
        }
        results.reserve(1);
    }

    @Override
    void begin() {
        inputs = views();
        inputFrom = inputs == null ? 0 : -1;
        int limit = rows.parts().limit();
        base.reserve(limit);
        tail.reserve(limit);
        if (limit > tailTo.length) {
            int from = tailTo.length;
            tailFrom = Arrays.copyOf(tailFrom, Math.max(limit, 2 * from));
            tailTo = Arrays.copyOf(tailTo, tailFrom.length);
            Arrays.fill(tailTo, from, tailTo.length, NO_TAIL);
        }
    }

    /** The arguments by slot; null where one of them has to be copied. */
    private Column[] views() {
        Column[] views = new Column[call.arguments().size() + (ordered ? 1 : 0)];
        for (int i = 0; i < call.arguments().size(); i++) {
            int column = call.arguments().get(i);
            views[i] = call.function().equals("COUNT")
                    ? rows.store().nulls(column)
                    : rows.store().view(column);
            if (views[i] == null) {
                return null;
            }
        }
        addPlaces(views, rows.store().slotLimit());
        return views;
    }

    private void addPlaces(Column[] all, int rowCount) {
        if (ordered) {
            places = places.length < rowCount ? new long[Math.max(rowCount, 2 * places.length)] : places;
            all[all.length - 1] = new LongColumn(places, null, rowCount);
        }
    }

    /** Copies the arguments of the rows in some places, where they cannot be read by slot. */
    private void read(OrderedPart part, int from, int to) {
        if (inputFrom >= 0) {
            int[] slots = new int[to - from];
            Arrays.setAll(slots, i -> part.slot(from + i));
            inputs = new Column[call.arguments().size() + (ordered ? 1 : 0)];
            for (int i = 0; i < call.arguments().size(); i++) {
                inputs[i] = rows.store().take(call.arguments().get(i), slots, slots.length);
            }
            addPlaces(inputs, slots.length);
            inputFrom = from;
        }
    }

    // ---- results

    @Override
    void evaluate(OrderedPart part, int from, int to, int out) {
        if (from >= to) {
            return;
        }
        resultCount = Math.max(resultCount, out + to - from);
        results.reserve(1 + resultCount);
        int end = call.frame().peers() ? rows.endOfPeers(part, to - 1) : to;
        bounds.open(part, from);
        if (unbounded) {
            unbounded(part, from, to, end, out);
        } else if (invertible) {
            sliding(part, from, to, out);
        } else {
            read(part, bounds.start(from), end);
            stacked(part, from, to, out);
        }
    }

    private void unbounded(OrderedPart part, int from, int to, int lastEnd, int out) {
        int id = part.id();
        long offset = part.gone() - part.from();
        results.clear(0);
        int covered = part.from();
        if (tailTo[id] >= part.gone() && tailTo[id] <= from + offset) {
            merge(tail, id, results, 0);
            covered = (int) (tailTo[id] - offset);
        } else {
            merge(base, id, results, 0);
        }
        read(part, covered, lastEnd);
        for (int place = from; place < to; place++) {
            int end = bounds.end(place);
            if (end > covered) {
                add(results, 0, part, covered, end, false);
                covered = end;
            }
            merge(results, 0, results, 1 + out + place - from);
        }
        keepTail(id, 0, covered + offset);
    }

    private void sliding(OrderedPart part, int from, int to, int out) {
        int id = part.id();
        long offset = part.gone() - part.from();
        results.clear(0);
        int low = bounds.start(from);
        int high = low;
        boolean goesOn = tailTo[id] != NO_TAIL
                && tailFrom[id] >= part.gone()
                && tailFrom[id] <= low + offset
                && tailTo[id] >= low + offset
                && tailTo[id] <= from + offset;
        if (goesOn) {
            merge(tail, id, results, 0);
            low = (int) (tailFrom[id] - offset);
            high = (int) (tailTo[id] - offset);
        }
        for (int place = from; place < to; place++) {
            int start = bounds.start(place);
            int end = bounds.end(place);
            if (start >= high) {
                results.clear(0);
                low = start;
                high = start;
            }
            add(results, 0, part, high, end, false);
            add(results, 0, part, low, start, true);
            low = start;
            high = Math.max(high, end);
            merge(results, 0, results, 1 + out + place - from);
        }
        keepTail(id, low + offset, high + offset);
    }

    private void keepTail(int id, long from, long to) {
        tail.clear(id);
        merge(results, 0, tail, id);
        tailFrom[id] = from;
        tailTo[id] = to;
    }

    private void stacked(OrderedPart part, int from, int to, int out) {
        results.clear(0);
        int stackFrom = bounds.start(from);
        int stackTo = stackFrom;
        int high = stackFrom;
        for (int place = from; place < to; place++) {
            int start = bounds.start(place);
            int end = bounds.end(place);
            if (end > high) {
                add(results, 0, part, high, end, false);
                high = end;
            }
            if (start > stackFrom && start >= stackTo) {
                turn(part, start, high);
                stackFrom = start;
                stackTo = high;
                results.clear(0);
            }
            int result = 1 + out + place - from;
            if (start < stackTo) {
                merge(stack, start - stackFrom, results, result);
            }
            merge(results, 0, results, result);
        }
    }

    /** Makes all rows of the frame the older ones. */
    private void turn(OrderedPart part, int from, int to) {
        int count = to - from;
        stack.reserve(count);
        for (int i = count - 1; i >= 0; i--) {
            stack.clear(i);
            add(stack, i, part, from + i, from + i + 1, false);
            if (i < count - 1) {
                merge(stack, i + 1, stack, i);
            }
        }
    }

    private void merge(Accumulator from, int fromSlot, Accumulator to, int toSlot) {
        one[0] = fromSlot;
        other[0] = toSlot;
        to.merge(from, one, other, 1);
    }

    private void add(Accumulator to, int slot, OrderedPart part, int from, int end, boolean takenBack) {
        int at = from;
        while (at < end) {
            int count = 0;
            for (; at < end && count < BLOCK; at++) {
                int row = inputFrom < 0 ? part.slot(at) : at - inputFrom;
                if (counts(row)) {
                    groups[count] = slot;
                    added[count++] = row;
                    if (ordered) {
                        places[row] = part.gone() + at - part.from();
                    }
                }
            }
            to.add(groups, added, count, inputs, takenBack ? minusOnes() : null);
        }
    }

    private boolean counts(int row) {
        if (!skipsAny) {
            return true;
        }
        for (int i = 0; i < skipsNulls.length; i++) {
            if (skipsNulls[i] && inputs[i].isNull(row)) {
                return false;
            }
        }
        return true;
    }

    private long[] minusOnes() {
        int needed = inputFrom < 0 ? rows.store().slotLimit() : inputs[0].rowCount();
        if (needed > minusOnes.length) {
            minusOnes = new long[Math.max(needed, 2 * minusOnes.length)];
            Arrays.fill(minusOnes, -1);
        }
        return minusOnes;
    }

    @Override
    Column results(int count) {
        int[] slots = new int[count];
        Arrays.setAll(slots, i -> 1 + i);
        Column column = results.result(slots, count);
        results.clearAll(1 + resultCount);
        resultCount = 0;
        return column;
    }

    @Override
    int firstFailure(int count) {
        for (int i = 0; i < count; i++) {
            try {
                results.result(new int[] {1 + i}, 1);
            } catch (MillraceException e) {
                return i;
            }
        }
        return -1;
    }

    // ---- rows that go

    @Override
    long rowsKept() {
        return unbounded ? 0 : call.frame().rows();
    }

    @Override
    long rangeKept() {
        return call.frame().rangeMicros();
    }

    @Override
    void evict(OrderedPart part, int to) {
        int id = part.id();
        if (unbounded) {
            read(part, part.from(), to);
            add(base, id, part, part.from(), to, false);
            return;
        }
        if (!invertible || tailTo[id] == NO_TAIL) {
            return;
        }
        long offset = part.gone() - part.from();
        if (tailTo[id] < to + offset) {
            tailTo[id] = NO_TAIL;
        } else if (tailFrom[id] < to + offset) {
            add(tail, id, part, (int) Math.max(part.from(), tailFrom[id] - offset), to, true);
            tailFrom[id] = to + offset;
        }
    }

    @Override
    void close(int part) {
        base.reserve(part + 1);
        base.clear(part);
        if (part < tailTo.length) {
            tailTo[part] = NO_TAIL;
        }
    }

    // ---- state

    @Override
    List<DataType> stateTypes() {
        return unbounded ? base.stateTypes() : List.of();
    }

    @Override
    Column[] save(int[] parts, int count) {
        return unbounded ? base.save(parts, count) : new Column[0];
    }

    @Override
    void load(int[] parts, int count, Column[] state) {
        if (unbounded) {
            base.reserve(rows.parts().limit());
            base.load(parts, count, state);
        }
    }

    @Override
    long heapBytes() {
        return results.heapBytes()
                + stack.heapBytes()
                + base.heapBytes()
                + tail.heapBytes()
                + 16L * tailTo.length
                + 8L * (minusOnes.length + places.length);
    }
}

package io.millrace.operator;

import io.millrace.columnar.Column;
import io.millrace.columnar.ColumnBatch;
import io.millrace.columnar.Columns;
import io.millrace.columnar.DataType;
import io.millrace.columnar.Schema;
import io.millrace.columnar.ValueText;
import io.millrace.error.MillraceException;
import io.millrace.plan.Aggregate;
import io.millrace.plan.Over;
import io.millrace.plan.OverCall;
import io.millrace.state.OrderedPart;
import io.millrace.state.OrderedRows;
import io.millrace.time.Watermarks;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The results of one micro-batch of an {@link Over}, collected over partitions and given many rows at a time. */
final class OverResults {
    private static final int ROWS_AT_ONCE = 8192;
    /** Where rows that were removed stand in the output: before all others. */
    private static final long REMOVED = 0;

    private static final long GIVEN = 1;

    private final Over plan;
    private final OrderedRows rows;
    private final List<OverFunction> functions = new ArrayList<>();
    private final int width;
    private final int[] slots = new int[ROWS_AT_ONCE];
    private int count;
    private boolean updating;
    private int[] removed = new int[0];
    private int removedCount;

    OverResults(Over plan, OrderedRows rows) {
        this.plan = plan;
        this.rows = rows;
        this.width = plan.input().schema().size();
        for (OverCall call : plan.calls()) {
            functions.add(function(call));
        }
    }

    private OverFunction function(OverCall call) {
        Schema input = plan.input().schema();
        List<DataType> arguments = call.arguments().stream().map(input::type).toList();
        return switch (call.function()) {
            case "ROW_NUMBER", "RANK" -> new OverNumber(call, rows);
            case "LAG", "LAST_VALUE" -> new OverPosition(call, rows);
            case "FIRST_VALUE" ->
                call.frame().isUnbounded() ? new OverAggregate(call, rows, arguments) : new OverPosition(call, rows);
            default -> new OverAggregate(call, rows, arguments);
        };
    }

    List<OverFunction> functions() {
        return functions;
    }

    void begin() {
        functions.forEach(OverFunction::begin);
        count = 0;
        removedCount = 0;
    }

    /** Gives the rows in these places. */
    void give(OrderedPart part, int from, int to, Operator.Output out) {
        updating = false;
        evaluate(part, from, to, out);
    }

    /** Lets go of rows that are not among the first of their partition, where only those are given. */
    void trim(OrderedPart part) {
        if (plan.first() == null) {
            return;
        }
        int end = (int) Math.min(part.to(), part.from() + plan.first().rows());
        if (plan.first().peers() && end < part.to() && rows.firstPeer(part, end) < end) {
            end = rows.endOfPeers(part, end);
        }
        for (int place = end; place < part.to(); place++) {
            if (plan.emit() == Aggregate.Emit.CHANGES && !rows.isNew(part.slot(place))) {
                takeBack(part.slot(place));
            }
        }
        rows.dropFrom(part, end);
    }

    private void takeBack(int slot) {
        removed = removedCount == removed.length ? Arrays.copyOf(removed, 2 * removedCount + 16) : removed;
        removed[removedCount++] = slot;
    }

    /** Gives the rows of a partition that are new or have other results than before. */
    void update(OrderedPart part, Operator.Output out) {
        updating = true;
        for (int slot : part.removed()) {
            takeBack(slot);
        }
        if (part.lastChanged() < 0 || part.firstChanged() >= part.to()) {
            return;
        }
        evaluate(part, firstAffected(part), endOfAffected(part), out);
    }

    private int firstAffected(OrderedPart part) {
        boolean peers = plan.calls().stream().anyMatch(call -> call.frame().peers());
        return peers ? rows.firstPeer(part, part.firstChanged()) : part.firstChanged();
    }

    private int endOfAffected(OrderedPart part) {
        int last = Math.min(part.lastChanged(), part.to() - 1);
        int end = last + 1;
        for (OverCall call : plan.calls()) {
            OverCall.Frame frame = call.frame();
            long reach = Long.MAX_VALUE;
            if (frame.rows() >= 0) {
                reach = last + 1 + frame.rows();
            }
            if (frame.rangeMicros() > 0) {
                long latest = later(part.lastChangedTime(), frame.rangeMicros());
                reach = Math.min(reach, rows.firstAfter(part, latest));
            }
            if (frame.rangeMicros() == 0 || frame.peers()) {
                int ofPeers = rows.endOfPeers(part, last);
                reach = frame.rangeMicros() == 0 ? Math.min(reach, ofPeers) : Math.max(reach, ofPeers);
            }
            end = (int) Math.max(end, Math.min(reach, part.to()));
        }
        return end;
    }

    private static long later(long time, long micros) {
        return time > Long.MAX_VALUE - micros ? Long.MAX_VALUE : time + micros;
    }

    private void evaluate(OrderedPart part, int from, int to, Operator.Output out) {
        int place = from;
        while (place < to) {
            int end = Math.min(to, place + ROWS_AT_ONCE - count);
            for (OverFunction function : functions) {
                function.evaluate(part, place, end, count);
            }
            for (; place < end; place++) {
                slots[count++] = part.slot(place);
            }
            if (count == ROWS_AT_ONCE) {
                flush(out);
            }
        }
    }

    /** Gives what is collected. */
    void flush(Operator.Output out) {
        if (removedCount > 0) {
            long[] weights = new long[removedCount];
            Arrays.fill(weights, -1);
            out.emit(
                    REMOVED,
                    batch(removed, removedCount, stored(removed, removedCount)).withWeights(weights));
            removedCount = 0;
        }
        if (count == 0) {
            return;
        }
        Column[] fresh = new Column[functions.size()];
        Arrays.setAll(fresh, this::results);
        if (updating) {
            flushUpdates(fresh, out);
        } else {
            out.emit(GIVEN, batch(slots, count, fresh));
        }
        count = 0;
    }

    private Column results(int call) {
        try {
            return functions.get(call).results(count);
        } catch (MillraceException e) {
            int failed = functions.get(call).firstFailure(count);
            throw failed < 0 ? e : named(e, call, slots[failed]);
        }
    }

    private MillraceException named(MillraceException failure, int call, int slot) {
        Schema input = plan.input().schema();
        StringBuilder row = new StringBuilder();
        List<Integer> shown = new ArrayList<>(plan.partitionBy());
        plan.orderBy().forEach(key -> shown.add(key.column()));
        for (int column : shown.stream().distinct().toList()) {
            Object value = rows.store().take(column, new int[] {slot}, 1).value(0, input.type(column));
            row.append(row.length() == 0 ? "" : ", ")
                    .append(input.field(column).name())
                    .append(" = ");
            row.append(value == null ? "NULL" : ValueText.format(value, input.type(column), ZoneOffset.UTC));
        }
        return new MillraceException(
                failure.code(),
                failure.getMessage() + " (column \"" + plan.calls().get(call).name() + "\""
                        + (row.length() == 0 ? "" : " of the row with " + row) + ")",
                failure);
    }

    private void flushUpdates(Column[] fresh, Operator.Output out) {
        Column[] given = stored(slots, count);
        int[] places = new int[2 * count];
        int[] sources = new int[2 * count];
        long[] weights = new long[2 * count];
        int changed = 0;
        for (int i = 0; i < count; i++) {
            boolean isNew = rows.isNew(slots[i]);
            if (!isNew && isSame(given, fresh, i)) {
                continue;
            }
            if (!isNew) {
                places[changed] = slots[i];
                sources[changed] = i;
                weights[changed++] = -1;
            }
            places[changed] = slots[i];
            sources[changed] = count + i;
            weights[changed++] = 1;
            rows.changed(slots[i]);
        }
        Column[] chosen = new Column[fresh.length];
        int total = changed;
        Arrays.setAll(chosen, i -> Columns.concat(List.of(given[i], fresh[i])).take(sources, total));
        for (int i = 0; i < fresh.length; i++) {
            rows.store().set(width + i, slots, count, fresh[i]);
        }
        if (changed > 0) {
            out.emit(GIVEN, batch(places, changed, chosen).withWeights(Arrays.copyOf(weights, changed)));
        }
    }

    private static boolean isSame(Column[] given, Column[] fresh, int row) {
        for (int i = 0; i < given.length; i++) {
            if (!Columns.same(given[i], row, fresh[i], row)) {
                return false;
            }
        }
        return true;
    }

    /** What rows were given with. */
    private Column[] stored(int[] of, int rowCount) {
        Column[] columns = new Column[functions.size()];
        Arrays.setAll(columns, i -> rows.store().take(width + i, of, rowCount));
        return columns;
    }

    private ColumnBatch batch(int[] of, int rowCount, Column[] computed) {
        Column[] columns = new Column[plan.schema().size()];
        for (int i = 0; i < width; i++) {
            columns[i] = rows.store().take(i, of, rowCount);
        }
        System.arraycopy(computed, 0, columns, width, computed.length);
        return ColumnBatch.of(plan.schema(), rowCount, columns);
    }

    // ---- what is kept

    /**
     * The first place whose row a later row may need.
     *
     * @param next the first place that the watermark has not passed
     * @param passed the last time that it has
     */
    int firstKept(OrderedPart part, int next, long passed) {
        if (plan.close() == null || passed == Long.MIN_VALUE) {
            return part.from();
        }
        int first = next;
        for (OverFunction function : functions) {
            int needed = part.from();
            if (function.rowsKept() >= 0) {
                needed = (int) Math.max(needed, next - function.rowsKept());
            }
            if (function.rangeKept() >= 0) {
                needed = Math.max(needed, rows.firstAfter(part, Watermarks.minus(passed, function.rangeKept())));
            }
            first = Math.min(first, needed);
        }
        return first;
    }

    /** The time that the watermark must pass for the first row to go; Long.MAX_VALUE when it does not. */
    long firstLeaves(OrderedPart part) {
        long own = rows.order().time(part.slot(part.from()));
        long latest = own;
        for (OverFunction function : functions) {
            long time = Long.MAX_VALUE;
            if (function.rowsKept() >= 0 && function.rowsKept() < part.to() - part.from()) {
                time = rows.order().time(part.slot((int) (part.from() + function.rowsKept())));
            }
            if (function.rangeKept() >= 0) {
                time = Math.min(time, later(own, function.rangeKept()));
            }
            latest = Math.max(latest, time);
        }
        return latest;
    }
}

package io.millrace.state;

import io.millrace.aggregate.Accumulator;
import io.millrace.aggregate.AggregateCall;
import io.millrace.aggregate.Fold;
import io.millrace.aggregate.NumberFold;
import io.millrace.columnar.Column;
import io.millrace.columnar.ColumnBatch;
import io.millrace.columnar.LongColumn;
import io.millrace.columnar.Selection;
import java.util.Arrays;

/** One call's share of the groups of a {@link GroupStore}: its accumulator, its bag of values or numbers, or the first two. */
final class CallGroups {
    final CallLayout layout;
    /** Null where results come from a bag alone. */
    final Accumulator accumulator;
    /** Null but in the ways DISTINCT and BAG. */
    final ValueBag bag;
    /** Null but in the way NUMBERS. */
    final NumberBag numbers;

    private final Arrivals arrivals;
    private final int[] required;
    private int[] keptRows = new int[0];
    private int[] keptGroups = new int[0];

    CallGroups(CallLayout layout, GroupLayout groups, Accumulator accumulator) {
        this.layout = layout;
        this.accumulator = accumulator;
        this.arrivals = groups.arrivals();
        this.required = layout.required().stream().mapToInt(i -> i).toArray();
        boolean counts = layout.way == CallLayout.Way.DISTINCT || layout.way == CallLayout.Way.BAG;
        this.bag = counts ? ValueBag.of(layout, groups) : null;
        this.numbers = layout.way == CallLayout.Way.NUMBERS ? new NumberBag(layout, groups) : null;
    }

    void reserve(int slotLimit) {
        if (accumulator != null) {
            accumulator.reserve(slotLimit);
        }
        if (numbers != null) {
            numbers.reserve(slotLimit);
        }
    }

    /** See {@link NumberBag#settle}. */
    void settle() {
        if (numbers != null) {
            numbers.settle();
        }
    }

    /** Adds the selected rows of a batch to their groups. */
    void add(ColumnBatch batch, Selection rows, int[] groups, GroupIndex index) {
        AggregateCall call = layout.call;
        Column[] inputs = inputs(batch);
        int[] positions = rows.rows();
        int[] owners = groups;
        int count = rows.count();
        boolean[][] absent = absent(inputs);
        if (call.filter() >= 0 || absent != null) {
            count = keep(call.filter() < 0 ? null : batch.longs(call.filter()), absent, rows, groups);
            positions = keptRows;
            owners = keptGroups;
        }
        if (numbers != null) {
            numbers.add(owners, positions, count, inputs[0], batch.weights());
        } else if (bag == null) {
            accumulator.add(owners, positions, count, inputs, batch.weights());
        } else {
            addToBag(owners, positions, count, inputs, batch.weights(), index);
        }
    }

    /** The columns that the call is about; with the arrival of rows where their order plays a part. */
    private Column[] inputs(ColumnBatch batch) {
        int width = layout.columns().size();
        Column[] inputs = new Column[layout.orderFree() ? width : width + 1];
        for (int i = 0; i < width; i++) {
            inputs[i] = batch.column(layout.columns().get(i));
        }
        if (!layout.orderFree()) {
            inputs[width] = arrivals.of(batch);
        }
        return inputs;
    }

    /** NULL flags that take rows out; null when there are none. */
    private boolean[][] absent(Column[] inputs) {
        boolean[][] flags = null;
        int found = 0;
        for (int i : required) {
            if (inputs[i].nulls() != null) {
                flags = flags == null ? new boolean[required.length][] : flags;
                flags[found++] = inputs[i].nulls();
            }
        }
        return flags == null ? null : Arrays.copyOf(flags, found);
    }

    /** Puts the rows that pass into {@code keptRows} and {@code keptGroups}. Returns how many. */
    private int keep(LongColumn filter, boolean[][] absent, Selection rows, int[] groups) {
        int count = rows.count();
        if (keptRows.length < count) {
            keptRows = new int[count];
            keptGroups = new int[count];
        }
        int kept = 0;
        for (int i = 0; i < count; i++) {
            int row = rows.row(i);
            boolean passes = filter == null || (!filter.isNull(row) && filter.values()[row] != 0);
            for (int j = 0; passes && absent != null && j < absent.length; j++) {
                passes = !absent[j][row];
            }
            if (passes) {
                keptRows[kept] = row;
                keptGroups[kept++] = groups[i];
            }
        }
        return kept;
    }

    private void addToBag(int[] groups, int[] rows, int count, Column[] inputs, long[] weights, GroupIndex index) {
        ValueBag.Transitions changes = bag.add(groups, rows, count, inputs, weights, index);
        if (accumulator != null) {
            accumulator.add(changes.groups(), changes.rows(), changes.count(), inputs, changes.weights());
        }
    }

    /** Adds the groups {@code from[i]} to the groups {@code to[i]} of the same store; what the bag holds of them moves. */
    void join(int[] from, int[] to, GroupIndex index) {
        addGroups(this, from, to, index);
        removeValues(from, index);
    }

    /** Adds some groups of another share of the same call: {@code from[i]} to {@code to[i]}. */
    void addGroups(CallGroups other, int[] from, int[] to, GroupIndex index) {
        if (numbers != null) {
            numbers.addGroups(other.numbers, from, to);
            return;
        }
        if (bag == null) {
            accumulator.merge(other.accumulator, from, to, from.length);
            return;
        }
        // an accumulator that rounds must see the values in an order that depends on them alone
        ValueBag.Values values =
                accumulator == null ? other.bag.unordered(from, from.length) : other.bag.content(from, from.length);
        int[] groups = values.groups();
        Arrays.setAll(groups, i -> to[values.groups()[i]]);
        addToBag(groups, null, groups.length, values.columns(), values.counts(), index);
    }

    /** Removes what the bag holds of these groups. */
    void removeValues(int[] slots, GroupIndex index) {
        if (bag != null) {
            bag.removeGroups(slots, index);
        }
    }

    /** The call's results of these groups. */
    Column result(int[] slots, int count) {
        return accumulator != null ? accumulator.result(slots, count) : resultOfBag(slots, count);
    }

    private Column resultOfBag(int[] slots, int count) {
        Fold fold = layout.fold();
        if (numbers != null && !layout.countsOnce() && fold instanceof NumberFold picking) {
            Column picked = numbers.pick(picking, slots, count);
            if (picked != null) {
                return picked;
            }
        }
        ValueBag.Values values = numbers != null ? numbers.content(slots, count) : bag.content(slots, count);
        int size = values.groups().length;
        long[] weights = values.counts();
        if (layout.countsOnce()) {
            Arrays.setAll(weights, i -> Long.signum(values.counts()[i]));
        }
        Column[] inputs = Arrays.copyOf(values.columns(), layout.argumentCount() + (layout.orderFree() ? 0 : 1));
        if (!layout.orderFree()) {
            // in the order of the call, which is that of arrival where it has none
            long[] ranks = new long[size];
            Arrays.setAll(ranks, i -> i);
            inputs[layout.argumentCount()] = new LongColumn(ranks, null, size);
        }
        fold.reserve(count);
        fold.add(values.groups(), null, size, inputs, weights);
        int[] all = new int[count];
        Arrays.setAll(all, i -> i);
        return fold.result(all, count);
    }

    void clear(int slot, GroupIndex index) {
        if (accumulator != null) {
            accumulator.clear(slot);
        }
        if (numbers != null) {
            numbers.clear(slot, index);
        }
    }

    /** Makes groups empty. */
    void clearValues(int[] slots, GroupIndex index) {
        removeValues(slots, index);
        for (int slot : slots) {
            clear(slot, index);
        }
    }

    void clearAll(int slotLimit) {
        if (accumulator != null) {
            accumulator.clearAll(slotLimit);
        }
        if (bag != null) {
            bag.clear();
        }
        if (numbers != null) {
            numbers.clear();
        }
    }

    /** Takes the accumulator's state of these groups back. */
    void load(int[] groups, Column[] state) {
        accumulator.load(groups, groups.length, state);
        if (!layout.orderFree()) {
            arrivals.passed((LongColumn) state[state.length - 1]);
        }
    }

    long heapBytes() {
        return (accumulator == null ? 0 : accumulator.heapBytes())
                + (bag == null ? 0 : bag.heapBytes())
                + (numbers == null ? 0 : numbers.heapBytes())
                + 4L * (keptRows.length + keptGroups.length);
    }
}

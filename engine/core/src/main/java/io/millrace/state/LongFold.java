package io.millrace.state;

import io.millrace.aggregate.Accumulator;
import io.millrace.aggregate.AggregateCall;
import io.millrace.aggregate.LongParts;
import io.millrace.aggregate.LongSummary;
import io.millrace.aggregate.SharedAccumulator;
import io.millrace.aggregate.SumReach;
import io.millrace.columnar.ColumnBatch;
import io.millrace.columnar.LongView;

/**
 * Adds rows to their groups in one loop, where the key is one column of longs and one {@link LongSummary} serves all calls.
 *
 * <p>Looking for the group of one row, fetching the next rows from memory and adding to the group before go on at the same
 * time. Loops one after the other, each over a column of the whole batch, do the same work in one and a half times as long:
 * each waits for memory or for what it has just written, and none of them has enough to do meanwhile.
 */
final class LongFold {
    private final LongGroupIndex index;
    private final LongSummary summary;
    private final SlotSet dirty;
    private final int keyColumn;
    private final int valueColumn;
    /** Whether groups of the run in hand have to be marked as changed one by one. */
    private boolean mark;
    /** All bits that its values have. */
    private long bits;

    private LongFold(LongGroupIndex index, LongSummary summary, SlotSet dirty, int keyColumn, int valueColumn) {
        this.index = index;
        this.summary = summary;
        this.dirty = dirty;
        this.keyColumn = keyColumn;
        this.valueColumn = valueColumn;
    }

    /** For the groups of a store; null where they are of another kind. */
    static LongFold of(GroupLayout layout, GroupIndex index, CallGroups[] calls, SlotSet dirty) {
        LongSummary summary = null;
        int valueColumn = -1;
        for (CallGroups group : calls) {
            Accumulator accumulator = group.accumulator;
            boolean alone = group.bag == null && group.numbers == null;
            if (alone && accumulator instanceof LongSummary found && summary == null) {
                AggregateCall call = group.layout.call;
                summary = call.filter() < 0 ? found : null;
                valueColumn = call.arguments().get(0);
            } else if (!alone || !(accumulator instanceof SharedAccumulator)) {
                return null;
            }
        }
        return index instanceof LongGroupIndex longs && summary != null && !layout.weighted()
                ? new LongFold(longs, summary, dirty, layout.keyColumns().get(0), valueColumn)
                : null;
    }

    /** Adds rows from {@code from} on; returns the first one that is not of the run, or has to be added another way. */
    int add(ColumnBatch batch, int from, TimeRange run) {
        int to = batch.rowCount();
        if (batch.weights() != null || !summary.canAddNear(to - from)) {
            return from;
        }
        LongView keys = batch.longView(keyColumn);
        LongView values = batch.longView(valueColumn);
        if (keys == null || values == null) {
            return from;
        }
        int newFrom = index.slotLimit();
        mark = !dirty.hasAll(newFrom);
        bits = 0;
        int row = from;
        while (row < to) {
            row = addKnown(batch, keys, values, row, run);
            if (row == to || !run.contains(row) || !SumReach.isNear(values.at(row))) {
                break;
            }
            summary.reserve(index.slotOf(keys.at(row)) + 1);
        }
        dirty.addNew(newFrom, index.slotLimit());
        summary.addedNear(bits, row - from);
        return row;
    }

    /** Adds rows up to the first for whose group there is no room. */
    private int addKnown(ColumnBatch batch, LongView keys, LongView values, int from, TimeRange run) {
        LongView times = run.times();
        if (keys.isInVector() && values.isInVector() && times.isInVector()) {
            return addVectors(keys.address(), values.address(), times.address(), from, batch.rowCount(), run);
        }
        return addArrays(
                array(batch, keyColumn),
                array(batch, valueColumn),
                array(batch, run.column()),
                from,
                batch.rowCount(),
                run);
    }

    private static long[] array(ColumnBatch batch, int column) {
        return batch.longs(column).values();
    }

    private int addArrays(long[] keys, long[] values, long[] times, int from, int to, TimeRange run) {
        long timeFrom = run.from();
        long timeTo = run.to();
        boolean marks = mark;
        boolean min = summary.hasMin();
        boolean max = summary.hasMax();
        long[] parts = summary.parts();
        LongPlaces places = index.places();
        int[] known = places.direct();
        int last = known == null ? -1 : known.length - 1;
        long first = places.base();
        long seen = 0;
        int row = from;
        for (; row < to; row++) {
            long time = times[row];
            long value = values[row];
            if (time < timeFrom || time >= timeTo || !SumReach.isNear(value)) {
                break;
            }
            long key = keys[row];
            long at = key - first;
            int slot;
            if (known == null) {
                slot = places.find(key);
            } else {
                slot = (at & last) == at ? known[(int) at & last] - 1 : GroupIndex.ABSENT;
            }
            if (slot < 0) {
                slot = open(key);
                if (slot < 0) {
                    break;
                }
            }
            if (marks) {
                dirty.add(slot);
            }
            LongParts.addNear(parts, slot, value, min, max);
            seen |= SumReach.spread(value);
        }
        bits |= seen;
        return row;
    }

    /** As {@link #addArrays}, but for where the values come from. */
    private int addVectors(long keys, long values, long times, int from, int to, TimeRange run) {
        long timeFrom = run.from();
        long timeTo = run.to();
        boolean marks = mark;
        boolean min = summary.hasMin();
        boolean max = summary.hasMax();
        long[] parts = summary.parts();
        LongPlaces places = index.places();
        int[] known = places.direct();
        int last = known == null ? -1 : known.length - 1;
        long first = places.base();
        long seen = 0;
        int row = from;
        for (; row < to; row++) {
            long time = LongView.at(times, row);
            long value = LongView.at(values, row);
            if (time < timeFrom || time >= timeTo || !SumReach.isNear(value)) {
                break;
            }
            long key = LongView.at(keys, row);
            long at = key - first;
            int slot;
            if (known == null) {
                slot = places.find(key);
            } else {
                slot = (at & last) == at ? known[(int) at & last] - 1 : GroupIndex.ABSENT;
            }
            if (slot < 0) {
                slot = open(key);
                if (slot < 0) {
                    break;
                }
            }
            if (marks) {
                dirty.add(slot);
            }
            LongParts.addNear(parts, slot, value, min, max);
            seen |= SumReach.spread(value);
        }
        bits |= seen;
        return row;
    }

    /** A slot for a key that has none, if there is room for it as things are. */
    private int open(long key) {
        return index.slotLimit() < summary.capacity() ? index.add(key) : GroupIndex.ABSENT;
    }
}

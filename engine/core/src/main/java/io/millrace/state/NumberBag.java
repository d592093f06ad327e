package io.millrace.state;

import io.millrace.aggregate.NumberFold;
import io.millrace.aggregate.Numbers;
import io.millrace.columnar.BytesColumn;
import io.millrace.columnar.Column;
import io.millrace.columnar.ColumnBatch;
import io.millrace.columnar.DataType;
import io.millrace.columnar.DoubleColumn;
import io.millrace.columnar.LongColumn;
import io.millrace.columnar.Schema;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The values of a call by group where they are numbers and their order plays no part: plain arrays, which rows are appended
 * to. MEDIAN, PERCENTILE_CONT and PERCENTILE_DISC are worked out from them, and what cannot take a row back.
 *
 * <p>Rows go to a log, which is parted by group when something is asked of the groups. So a row costs an append, a move to
 * its group and its share of picking the result, whatever the number of groups. A row that is taken back is one with a
 * negative count: the sum is what counts.
 *
 * <p>A checkpoint holds what was <em>added</em> since the one before, so what it takes is in proportion to that.
 */
final class NumberBag {
    /** Fewer numbers are written down as they are, equal ones among them. */
    private static final int COMBINED_MIN = 64;

    private final DataType type;
    private final NumberLog log = new NumberLog();
    private final NumberSlabs slabs = new NumberSlabs();
    private final Supplier<ValueBag> newCounted;
    /** Values in the form in which earlier versions kept them, while they are read back; else null. */
    private ValueBag counted;

    private int slotLimit;

    NumberBag(CallLayout layout, GroupLayout groups) {
        this.type = layout.columnTypes().get(0);
        this.newCounted = () -> ValueBag.of(layout, groups);
    }

    void reserve(int newSlotLimit) {
        slotLimit = Math.max(slotLimit, newSlotLimit);
    }

    /** Adds rows; see {@link NumberLog#add}. */
    void add(int[] groups, int[] rows, int count, Column column, long[] weights) {
        readCounted();
        log.add(groups, rows, count, column, weights);
    }

    /** Adds the groups {@code from[i]} of another bag, or of this one, to the groups {@code to[i]}. */
    void addGroups(NumberBag other, int[] from, int[] to) {
        settle();
        other.settle();
        slabs.reserve(slotLimit);
        for (int i = 0; i < from.length; i++) {
            int start = other.slabs.start(from[i]);
            int count = other.slabs.end(from[i]) - start;
            slabs.add(to[i], other.slabs.numbers(), other.slabs.counts(), start, count);
        }
    }

    /** Parts what has come by group. Until something is added, the bag may be read by any number of threads then. */
    void settle() {
        readCounted();
        if (log.size() > 0) {
            slabs.reserve(slotLimit);
            slabs.add(log);
            log.clear();
        }
    }

    /** The results of a fold that picks them, or null where numbers do not all count once. */
    Column pick(NumberFold fold, int[] slots, int count) {
        settle();
        if (slabs.counts() != null) {
            return null;
        }
        int[] from = new int[count];
        int[] to = new int[count];
        boolean inPlace = true;
        for (int i = 0; i < count; i++) {
            from[i] = slabs.start(slots[i]);
            to[i] = slabs.end(slots[i]);
            int unsaved = slabs.unsavedStart(slots[i]);
            inPlace &= unsaved == from[i] || unsaved == to[i];
        }
        return fold.pick(inPlace ? slabs.numbers() : copied(from, to), from, to, count);
    }

    /** What a checkpoint holds must stay in front of what it does not: so others may order a copy. Moves the ranges there. */
    private long[] copied(int[] from, int[] to) {
        int size = 0;
        for (int i = 0; i < from.length; i++) {
            size = Math.addExact(size, to[i] - from[i]);
        }
        long[] copy = new long[size];
        int at = 0;
        for (int i = 0; i < from.length; i++) {
            int length = to[i] - from[i];
            System.arraycopy(slabs.numbers(), from[i], copy, at, length);
            from[i] = at;
            at += length;
            to[i] = at;
        }
        return copy;
    }

    /** The different values of these groups in ascending order, group by group; see {@link ValueBag#content}. */
    ValueBag.Values content(int[] slots, int count) {
        settle();
        int size = 0;
        for (int i = 0; i < count; i++) {
            size = Math.addExact(size, slabs.end(slots[i]) - slabs.start(slots[i]));
        }
        int[] groups = new int[size];
        long[] values = new long[size];
        long[] counts = new long[size];
        int kept = 0;
        for (int i = 0; i < count; i++) {
            int end = take(slabs.start(slots[i]), slabs.end(slots[i]), values, counts, kept);
            Arrays.fill(groups, kept, end, i);
            kept = end;
        }
        Column column = type.storage() == DataType.Storage.DOUBLE
                ? new DoubleColumn(Numbers.fromOrdered(values, kept), null, kept)
                : new LongColumn(values, null, kept);
        return new ValueBag.Values(Arrays.copyOf(groups, kept), new Column[] {column}, Arrays.copyOf(counts, kept));
    }

    /** Copies numbers of the slabs in ascending order, equal ones put together. Returns where they end. */
    private int take(int from, int to, long[] values, long[] counts, int at) {
        int end = at + to - from;
        System.arraycopy(slabs.numbers(), from, values, at, to - from);
        if (slabs.counts() == null) {
            Arrays.fill(counts, at, end, 1);
            Arrays.sort(values, at, end);
        } else {
            System.arraycopy(slabs.counts(), from, counts, at, to - from);
        }
        return NumberPairs.combine(values, counts, at, end, at);
    }

    /** The group's values go. */
    void clear(int slot, GroupIndex groupIndex) {
        if (counted != null) {
            counted.removeGroups(new int[] {slot}, groupIndex);
            return;
        }
        settle();
        slabs.clear(slot);
    }

    void clear() {
        log.clear();
        slabs.clear();
        counted = null;
        slotLimit = 0;
    }

    // ---- state

    /** Gives what was added since the last call. */
    void takeAdded(Schema schema, GroupIndex groupIndex, Consumer<ColumnBatch> out) {
        settle();
        NumberPacking packing = new NumberPacking(schema, groupIndex, out);
        for (int slot : slabs.unsavedSlots()) {
            pack(slot, slabs.unsavedStart(slot), packing);
        }
        packing.finish();
        slabs.save();
    }

    /** Gives all. */
    void all(Schema schema, GroupIndex groupIndex, Consumer<ColumnBatch> out) {
        settle();
        NumberPacking packing = new NumberPacking(schema, groupIndex, out);
        for (int slot : groupIndex.liveSlots()) {
            pack(slot, slabs.start(slot), packing);
        }
        packing.finish();
    }

    private void pack(int slot, int from, NumberPacking packing) {
        int to = slabs.end(slot);
        boolean combines = to - from >= COMBINED_MIN && NumberPairs.manyEqual(slabs.numbers(), from, to);
        if (!combines) {
            packing.add(slot, slabs.numbers(), slabs.counts(), from, to);
            return;
        }
        long[] values = new long[to - from];
        long[] counts = new long[to - from];
        packing.add(slot, values, counts, 0, take(from, to, values, counts, 0));
    }

    /** Takes rows back that {@link #takeAdded} or {@link #all} gave. */
    void load(int[] groups, Column packed) {
        settle();
        slabs.reserve(slotLimit);
        NumberPacking.unpack((BytesColumn) packed, groups, slabs);
        slabs.save();
    }

    /** As {@link ValueBag#load}: takes back what earlier versions kept, of each value how often it is there in all. */
    void loadCounted(int[] groups, int count, Column values, long[] counts, GroupIndex groupIndex) {
        counted = counted == null ? newCounted.get() : counted;
        counted.load(groups, count, new Column[] {values}, counts, groupIndex);
    }

    /** Nothing has been added yet: values are still being read back, or were just now. */
    private void readCounted() {
        if (counted == null) {
            return;
        }
        int[] slots = new int[slotLimit];
        Arrays.setAll(slots, i -> i);
        ValueBag.Values values = counted.unordered(slots, slotLimit);
        counted = null;
        int count = values.groups().length;
        log.add(values.groups(), null, count, values.columns()[0], allOnes(values.counts()) ? null : values.counts());
        settle();
        slabs.save();
    }

    private static boolean allOnes(long[] counts) {
        long others = 0;
        for (long count : counts) {
            others |= count ^ 1;
        }
        return others == 0;
    }

    long heapBytes() {
        return log.heapBytes() + slabs.heapBytes() + (counted == null ? 0 : counted.heapBytes());
    }
}

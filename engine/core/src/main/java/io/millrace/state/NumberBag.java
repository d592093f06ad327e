package io.millrace.state;

import io.millrace.aggregate.NumberFold;
import io.millrace.aggregate.Numbers;
import io.millrace.columnar.Column;
import io.millrace.columnar.ColumnBatch;
import io.millrace.columnar.DataType;
import io.millrace.columnar.DoubleColumn;
import io.millrace.columnar.LongColumn;
import io.millrace.columnar.Schema;
import java.util.Arrays;
import java.util.function.Supplier;

/**
 * The values of a call by group where they are numbers and their order plays no part: plain arrays, which rows are appended
 * to. MEDIAN, PERCENTILE_CONT and PERCENTILE_DISC are worked out from them, and what cannot take a row back.
 *
 * <p>Rows go to a log; that is parted by group when something is asked of the groups, and written down at the next
 * checkpoint. A row costs an append, a move to its group and its share of picking the result, whatever the number of groups.
 * A row that is taken back is one with a negative count: the sum is what counts.
 *
 * <p>A checkpoint holds what was <em>added</em> since the one before, so what it takes is in proportion to that.
 */
final class NumberBag {
    private final DataType type;
    private final NumberLog log = new NumberLog();
    private final NumberSlabs slabs = new NumberSlabs();
    /** Holds the log by group while it is written down. */
    private final NumberSlabs written = new NumberSlabs();

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
        readCounted();
        other.settle();
        for (int i = 0; i < from.length; i++) {
            int start = other.slabs.start(from[i]);
            log.addRun(to[i], other.slabs.numbers(), other.slabs.counts(), start, other.slabs.end(from[i]) - start);
        }
    }

    /** Parts what has come by group. Until something is added, the bag may be read by any number of threads then. */
    void settle() {
        readCounted();
        log.compact();
        if (log.settled() < log.size()) {
            slabs.reserve(slotLimit);
            slabs.add(log, log.settled());
            log.settle();
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
        for (int i = 0; i < count; i++) {
            from[i] = slabs.start(slots[i]);
            to[i] = slabs.end(slots[i]);
        }
        return fold.pick(slabs.numbers(), from, to, count);
    }

    /** The different values of these groups in ascending order, group by group; see {@link ValueBag#content}. */
    ValueBag.Values content(int[] slots, int count) {
        settle();
        return content(slabs, slots, count);
    }

    private ValueBag.Values content(NumberSlabs from, int[] slots, int count) {
        int size = 0;
        for (int i = 0; i < count; i++) {
            from.sort(slots[i]);
            size = Math.addExact(size, from.end(slots[i]) - from.start(slots[i]));
        }
        int[] groups = new int[size];
        long[] values = new long[size];
        long[] counts = new long[size];
        int kept = 0;
        for (int i = 0; i < count; i++) {
            int end = from.end(slots[i]);
            for (int at = from.start(slots[i]); at < end; ) {
                long number = from.numbers()[at];
                long sum = 0;
                for (; at < end && from.numbers()[at] == number; at++) {
                    sum += from.counts() == null ? 1 : from.counts()[at];
                }
                if (sum != 0) {
                    groups[kept] = i;
                    values[kept] = number;
                    counts[kept++] = sum;
                }
            }
        }
        return new ValueBag.Values(
                Arrays.copyOf(groups, kept), new Column[] {column(values, kept)}, Arrays.copyOf(counts, kept));
    }

    private Column column(long[] numbers, int count) {
        return type.storage() == DataType.Storage.DOUBLE
                ? new DoubleColumn(Numbers.fromOrdered(numbers, count), null, count)
                : new LongColumn(numbers, null, count);
    }

    /** The group's values go. */
    void clear(int slot, GroupIndex groupIndex) {
        if (counted != null) {
            counted.removeGroups(new int[] {slot}, groupIndex);
        }
        log.drop(slot);
        slabs.clear(slot);
    }

    void clear() {
        log.clear();
        slabs.clear();
        counted = null;
        slotLimit = 0;
    }

    // ---- state

    /** Rows (group keys, value, count) that were added since the last call. */
    ColumnBatch takeAdded(Schema schema, GroupIndex groupIndex) {
        settle();
        written.reserve(slotLimit);
        int count = written.add(log, 0);
        ColumnBatch rows = rows(schema, written, written.touched(), count, groupIndex);
        written.clear();
        log.clear();
        return rows;
    }

    /** Rows (group keys, value, count) of all groups. */
    ColumnBatch all(Schema schema, GroupIndex groupIndex) {
        settle();
        int[] slots = groupIndex.liveSlots();
        return rows(schema, slabs, slots, slots.length, groupIndex);
    }

    private ColumnBatch rows(Schema schema, NumberSlabs from, int[] slots, int count, GroupIndex groupIndex) {
        ValueBag.Values values = content(from, slots, count);
        int size = values.groups().length;
        int[] owners = new int[size];
        Arrays.setAll(owners, i -> slots[values.groups()[i]]);
        Column[] keys = groupIndex.keys(owners, size);
        Column[] columns = Arrays.copyOf(keys, keys.length + 2);
        columns[keys.length] = values.columns()[0];
        columns[keys.length + 1] = new LongColumn(values.counts(), null, size);
        return ColumnBatch.of(schema, size, columns);
    }

    /** Takes rows back that {@link #takeAdded} or {@link #all} gave. */
    void load(int[] groups, int count, Column values, long[] counts) {
        settle();
        log.add(groups, null, count, values, allOnes(counts, count) ? null : counts);
        settle();
        log.clear();
    }

    private static boolean allOnes(long[] counts, int count) {
        long others = 0;
        for (int i = 0; i < count; i++) {
            others |= counts[i] ^ 1;
        }
        return others == 0;
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
        load(values.groups(), values.groups().length, values.columns()[0], values.counts());
    }

    long heapBytes() {
        return log.heapBytes() + slabs.heapBytes() + written.heapBytes() + (counted == null ? 0 : counted.heapBytes());
    }
}

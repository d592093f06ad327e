package io.millrace.state;

import io.millrace.columnar.Column;
import io.millrace.columnar.ColumnBatch;
import io.millrace.columnar.ColumnBuilder;
import io.millrace.columnar.DataType;
import io.millrace.columnar.LongColumn;
import io.millrace.columnar.Schema;
import io.millrace.columnar.Selection;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The values of one call's arguments by group, each with how often it is there: what DISTINCT, aggregates that cannot take
 * a row back, and those that need all values at once are worked out from.
 *
 * <p>Pairs (group slot, values) are interned; the pairs of a group form a doubly linked list. Where the order of rows plays
 * a part a pair has an arrival, that of its first row; where rows must not fall together it is part of what is interned.
 */
final class ValueBag {
    private static final int NONE = -1;

    private final List<DataType> valueTypes;
    private final boolean ordered;
    private final boolean byRow;
    private final GroupIndex pairs;
    private final ValueBagOrder order;
    private long[] counts = new long[0];
    private long[] arrivals = new long[0];
    private int[] next = new int[0];
    private int[] previous = new int[0];
    private int[] owner = new int[0];
    private int[] head = new int[0];
    private final SlotSet dirty = new SlotSet();
    private final List<ColumnBuilder> deleted;

    private ValueBag(CallLayout layout, List<DataType> keyTypes, boolean byRow) {
        this.valueTypes = layout.columnTypes();
        this.ordered = !layout.orderFree();
        this.byRow = byRow;
        this.order = new ValueBagOrder(layout);
        List<DataType> pairTypes = new ArrayList<>(List.of(DataType.BIGINT));
        pairTypes.addAll(valueTypes);
        if (byRow) {
            pairTypes.add(DataType.BIGINT);
        }
        this.pairs = GroupIndex.of(pairTypes);
        List<DataType> deletedTypes = new ArrayList<>(keyTypes);
        layout.bagFields().forEach(field -> deletedTypes.add(field.type()));
        this.deleted =
                deletedTypes.stream().map(type -> ColumnBuilder.of(type, 0)).toList();
    }

    static ValueBag of(CallLayout layout, GroupLayout groups) {
        return new ValueBag(layout, groups.keyTypes(), layout.bagsRows(groups.weighted()));
    }

    /** Rows whose values came to a group for the first time, or left it for good. */
    record Transitions(int[] groups, int[] rows, int count, long[] weights) {}

    /**
     * Values with their groups, and how often they are there.
     *
     * @param columns those of the call, then the arrival where order plays a part
     */
    record Values(int[] groups, Column[] columns, long[] counts) {}

    /**
     * Counts the values of some rows.
     *
     * @param groups {@code groups[i]} is the group of row {@code rows[i]} (of row i where rows is null)
     * @param inputs the columns of the call, then the arrival where order plays a part
     * @param weights by row position, or null
     * @param groupIndex where the keys of groups are found, to note what is deleted
     */
    Transitions add(int[] groups, int[] rows, int count, Column[] inputs, long[] weights, GroupIndex groupIndex) {
        int rowCount = inputs[0].rowCount();
        long[] owners = new long[rowCount];
        for (int i = 0; i < count; i++) {
            owners[rows == null ? i : rows[i]] = groups[i];
        }
        int[] slots = new int[count];
        Selection selection = rows == null ? Selection.all(count) : new Selection(rows, count);
        pairs.assign(pairColumns(owners, inputs), selection, slots);
        reserve();
        if (ordered) {
            noteArrivals(selection, slots, ((LongColumn) inputs[valueTypes.size()]).values());
        }
        return count(selection, owners, slots, weights, groupIndex);
    }

    private Column[] pairColumns(long[] owners, Column[] inputs) {
        Column[] columns = new Column[1 + valueTypes.size() + (byRow ? 1 : 0)];
        columns[0] = new LongColumn(owners, null, owners.length);
        System.arraycopy(inputs, 0, columns, 1, columns.length - 1);
        return columns;
    }

    /** Backwards, since the first row of a new pair is the one that counts. */
    private void noteArrivals(Selection rows, int[] slots, long[] numbers) {
        for (int i = slots.length - 1; i >= 0; i--) {
            long number = numbers[rows.row(i)];
            arrivals[slots[i]] = linked(slots[i]) ? Math.min(arrivals[slots[i]], number) : number;
        }
    }

    private Transitions count(Selection rows, long[] owners, int[] slots, long[] weights, GroupIndex groupIndex) {
        int[] groups = new int[slots.length];
        int[] changed = new int[slots.length];
        long[] changes = weights == null ? null : new long[weights.length];
        int count = 0;
        SlotSet emptied = new SlotSet();
        for (int i = 0; i < slots.length; i++) {
            int row = rows.row(i);
            int slot = slots[i];
            long before = counts[slot];
            long after = before + (weights == null ? 1 : weights[row]);
            if (before == 0 && !linked(slot)) {
                link(slot, (int) owners[row]);
            }
            counts[slot] = after;
            dirty.add(slot);
            if ((before > 0) != (after > 0)) {
                groups[count] = (int) owners[row];
                changed[count++] = row;
                if (changes != null) {
                    changes[row] = after > 0 ? 1 : -1;
                }
            }
            if (after == 0) {
                emptied.add(slot);
            }
        }
        for (int slot : emptied.toArray()) {
            if (counts[slot] == 0) {
                remove(slot, groupIndex);
            }
        }
        return new Transitions(groups, changed, count, changes);
    }

    private boolean linked(int slot) {
        return owner[slot] != NONE;
    }

    private void link(int slot, int group) {
        if (group >= head.length) {
            int from = head.length;
            head = Arrays.copyOf(head, Math.max(group + 1, 2 * from));
            Arrays.fill(head, from, head.length, NONE);
        }
        owner[slot] = group;
        next[slot] = head[group];
        previous[slot] = NONE;
        if (head[group] != NONE) {
            previous[head[group]] = slot;
        }
        head[group] = slot;
    }

    private void remove(int slot, GroupIndex groupIndex) {
        noteDeleted(slot, groupIndex);
        int group = owner[slot];
        if (previous[slot] == NONE) {
            head[group] = next[slot];
        } else {
            next[previous[slot]] = next[slot];
        }
        if (next[slot] != NONE) {
            previous[next[slot]] = previous[slot];
        }
        owner[slot] = NONE;
        dirty.remove(slot);
        pairs.remove(slot);
    }

    /** Removes all values of some groups. */
    void removeGroups(int[] groups, GroupIndex groupIndex) {
        for (int group : groups) {
            while (group < head.length && head[group] != NONE) {
                int slot = head[group];
                counts[slot] = 0;
                remove(slot, groupIndex);
            }
        }
    }

    private void noteDeleted(int slot, GroupIndex groupIndex) {
        Column[] keys = groupIndex.keys(new int[] {owner[slot]}, 1);
        for (int i = 0; i < keys.length; i++) {
            deleted.get(i).appendFrom(keys[i], 0);
        }
        Column[] values = columns(new int[] {slot}, 1);
        for (int i = 0; i < values.length; i++) {
            deleted.get(keys.length + i).appendFrom(values[i], 0);
        }
    }

    private void reserve() {
        int limit = pairs.slotLimit();
        if (limit > counts.length) {
            int from = counts.length;
            int capacity = Math.max(limit, Math.max(32, from + (from >> 1)));
            counts = Arrays.copyOf(counts, capacity);
            arrivals = ordered ? Arrays.copyOf(arrivals, capacity) : arrivals;
            next = Arrays.copyOf(next, capacity);
            previous = Arrays.copyOf(previous, capacity);
            owner = Arrays.copyOf(owner, capacity);
            Arrays.fill(owner, from, capacity, NONE);
        }
    }

    /** The values of pairs, then their arrivals where order plays a part. */
    private Column[] columns(int[] slots, int count) {
        Column[] keys = pairs.keys(slots, count);
        int width = valueTypes.size();
        Column[] columns = new Column[ordered ? width + 1 : width];
        System.arraycopy(keys, 1, columns, 0, width);
        if (ordered) {
            long[] numbers = new long[count];
            for (int i = 0; i < count; i++) {
                numbers[i] = arrivals[slots[i]];
            }
            columns[width] = new LongColumn(numbers, null, count);
        }
        return columns;
    }

    private long[] countsOf(int[] slots, int count) {
        long[] taken = new long[count];
        for (int i = 0; i < count; i++) {
            taken[i] = counts[slots[i]];
        }
        return taken;
    }

    /**
     * The values of these groups, group by group, in the order of the call; where that says nothing in one that depends on
     * the values alone. {@code groups[i]} is the position in {@code slots} that value i belongs to.
     */
    Values content(int[] slots, int count) {
        return content(slots, count, true);
    }

    /** As {@link #content}, but the values of a group in no particular order. */
    Values unordered(int[] slots, int count) {
        return content(slots, count, false);
    }

    private Values content(int[] slots, int count, boolean inOrder) {
        int[] found = new int[16];
        int[] ends = new int[count];
        int size = 0;
        for (int i = 0; i < count; i++) {
            for (int pair = slots[i] < head.length ? head[slots[i]] : NONE; pair != NONE; pair = next[pair]) {
                if (size == found.length) {
                    found = Arrays.copyOf(found, 2 * size);
                }
                found[size++] = pair;
            }
            ends[i] = size;
        }
        int[] groups = new int[size];
        for (int i = 0; i < count; i++) {
            Arrays.fill(groups, i == 0 ? 0 : ends[i - 1], ends[i], i);
        }
        if (!inOrder) {
            return new Values(groups, columns(found, size), countsOf(found, size));
        }
        int[] sorted = order.sorted(columns(found, size), size, ends);
        int[] pairsInOrder = new int[size];
        for (int i = 0; i < size; i++) {
            pairsInOrder[i] = found[sorted[i]];
        }
        return new Values(groups, columns(pairsInOrder, size), countsOf(pairsInOrder, size));
    }

    // ---- state

    /** Rows (group keys, value) that are gone since the last call, or null when none is. */
    ColumnBatch takeDeleted(Schema schema) {
        int rows = deleted.get(0).size();
        if (rows == 0) {
            return null;
        }
        return ColumnBatch.of(
                schema, rows, deleted.stream().map(ColumnBuilder::build).toArray(Column[]::new));
    }

    /** Rows (group keys, value, count) that changed since the last call. */
    ColumnBatch takeDirty(Schema schema, GroupIndex groupIndex) {
        int[] slots = dirty.toArray();
        dirty.clear();
        return rows(schema, slots, groupIndex);
    }

    ColumnBatch all(Schema schema, GroupIndex groupIndex) {
        return rows(schema, pairs.liveSlots(), groupIndex);
    }

    void forgetChanges() {
        dirty.clear();
        deleted.forEach(ColumnBuilder::build);
    }

    private ColumnBatch rows(Schema schema, int[] slots, GroupIndex groupIndex) {
        int count = slots.length;
        int[] owners = new int[count];
        for (int i = 0; i < count; i++) {
            owners[i] = owner[slots[i]];
        }
        Column[] keys = groupIndex.keys(owners, count);
        Column[] values = columns(slots, count);
        Column[] columns = Arrays.copyOf(keys, keys.length + values.length + 1);
        System.arraycopy(values, 0, columns, keys.length, values.length);
        columns[columns.length - 1] = new LongColumn(countsOf(slots, count), null, count);
        return ColumnBatch.of(schema, count, columns);
    }

    /** Sets the counts of values; 0 removes one. A value that is there twice, as one deleted twice is, counts once. */
    void load(int[] groups, int count, Column[] inputs, long[] newCounts, GroupIndex groupIndex) {
        long[] owners = new long[inputs[0].rowCount()];
        for (int i = 0; i < count; i++) {
            owners[i] = groups[i];
        }
        int[] slots = new int[count];
        pairs.find(pairColumns(owners, inputs), Selection.all(count), slots);
        long[] weights = new long[owners.length];
        SlotSet seen = new SlotSet();
        for (int i = 0; i < count; i++) {
            boolean absent = slots[i] == GroupIndex.ABSENT;
            if (absent || seen.add(slots[i])) {
                weights[i] = newCounts[i] - (absent ? 0 : counts[slots[i]]);
            }
        }
        add(groups, null, count, inputs, weights, groupIndex);
    }

    /** How many columns {@link #add} takes. */
    int width() {
        return ordered ? valueTypes.size() + 1 : valueTypes.size();
    }

    void clear() {
        pairs.clear();
        Arrays.fill(owner, NONE);
        Arrays.fill(counts, 0);
        Arrays.fill(head, NONE);
        forgetChanges();
    }

    int size() {
        return pairs.size();
    }

    long heapBytes() {
        return pairs.heapBytes() + 20L * counts.length + 8L * arrivals.length + 4L * head.length;
    }
}

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
 * The values of one argument by group, each with how often it is there: what DISTINCT and aggregates that cannot take a
 * row back need. NULL values are not kept.
 *
 * <p>Pairs (group slot, value) are interned; the pairs of a group form a doubly linked list.
 */
final class ValueBag {
    private static final int NONE = -1;

    private final GroupIndex pairs;
    private final DataType valueType;
    private long[] counts = new long[0];
    private int[] next = new int[0];
    private int[] previous = new int[0];
    private int[] owner = new int[0];
    private int[] head = new int[0];
    private final SlotSet dirty = new SlotSet();
    private final List<ColumnBuilder> deleted;
    private final List<DataType> deletedTypes;

    ValueBag(List<DataType> keyTypes, DataType valueType) {
        this.valueType = valueType;
        this.pairs = GroupIndex.of(List.of(DataType.BIGINT, valueType));
        this.deletedTypes = new ArrayList<>(keyTypes);
        this.deletedTypes.add(valueType);
        this.deleted =
                deletedTypes.stream().map(type -> ColumnBuilder.of(type, 16)).toList();
    }

    /** Rows whose value came to a group for the first time, or left it for good. */
    record Transitions(int[] groups, int[] rows, int count, long[] weights) {}

    /**
     * Counts the values of some rows.
     *
     * @param groups {@code groups[i]} is the group of row {@code rows[i]} (of row i where rows is null)
     * @param weights by row position, or null
     * @param groupIndex where the keys of groups are found, to note what is deleted
     */
    Transitions add(int[] groups, int[] rows, int count, Column values, long[] weights, GroupIndex groupIndex) {
        int[] kept = new int[count];
        long[] owners = new long[values.rowCount()];
        int keptCount = 0;
        for (int i = 0; i < count; i++) {
            int row = rows == null ? i : rows[i];
            if (!values.isNull(row)) {
                kept[keptCount++] = row;
                owners[row] = groups[i];
            }
        }
        int[] slots = new int[keptCount];
        Column[] key = {new LongColumn(owners, null, owners.length), values};
        pairs.assign(key, new Selection(kept, keptCount), slots);
        reserve();
        return count(kept, keptCount, owners, slots, weights, groupIndex);
    }

    private Transitions count(
            int[] kept, int keptCount, long[] owners, int[] slots, long[] weights, GroupIndex groupIndex) {
        int[] groups = new int[keptCount];
        int[] rows = new int[keptCount];
        long[] changes = weights == null ? null : new long[weights.length];
        int count = 0;
        SlotSet emptied = new SlotSet();
        for (int i = 0; i < keptCount; i++) {
            int row = kept[i];
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
                rows[count++] = row;
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
        return new Transitions(groups, rows, count, changes);
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

    private void noteDeleted(int slot, GroupIndex groupIndex) {
        Column[] keys = groupIndex.keys(new int[] {owner[slot]}, 1);
        for (int i = 0; i < keys.length; i++) {
            deleted.get(i).appendFrom(keys[i], 0);
        }
        deleted.get(keys.length).appendFrom(pairs.keys(new int[] {slot}, 1)[1], 0);
    }

    private void reserve() {
        int limit = pairs.slotLimit();
        if (limit > counts.length) {
            int from = counts.length;
            int capacity = Math.max(limit, Math.max(32, from + (from >> 1)));
            counts = Arrays.copyOf(counts, capacity);
            next = Arrays.copyOf(next, capacity);
            previous = Arrays.copyOf(previous, capacity);
            owner = Arrays.copyOf(owner, capacity);
            Arrays.fill(owner, from, capacity, NONE);
        }
    }

    /** The values of some groups: {@code groups[i]} is the position in {@code slots} that value i belongs to. */
    record Content(int[] groups, Column values, long[] counts) {}

    /** The values of these groups, group by group, in an order that depends on the values alone. */
    Content content(int[] slots, int count) {
        int[] found = new int[16];
        int[] groups = new int[16];
        int size = 0;
        for (int i = 0; i < count; i++) {
            int from = size;
            for (int pair = slots[i] < head.length ? head[slots[i]] : NONE; pair != NONE; pair = next[pair]) {
                if (size == found.length) {
                    found = Arrays.copyOf(found, 2 * size);
                    groups = Arrays.copyOf(groups, 2 * size);
                }
                found[size] = pair;
                groups[size++] = i;
            }
            int[] ofGroup = Arrays.copyOfRange(found, from, size);
            sortByValue(ofGroup);
            System.arraycopy(ofGroup, 0, found, from, ofGroup.length);
        }
        long[] weights = new long[size];
        for (int i = 0; i < size; i++) {
            weights[i] = counts[found[i]];
        }
        return new Content(groups, pairs.keys(found, size)[1], weights);
    }

    /** By value: the hash of a pair holds its group's slot, which differs after a restart. */
    private void sortByValue(int[] ofGroup) {
        if (ofGroup.length < 2) {
            return;
        }
        Column values = pairs.keys(ofGroup, ofGroup.length)[1];
        var order = io.millrace.aggregate.ValueOrder.of(valueType);
        Integer[] positions = new Integer[ofGroup.length];
        Arrays.setAll(positions, i -> i);
        Object[] comparables = new Object[ofGroup.length];
        Arrays.setAll(comparables, i -> io.millrace.aggregate.ValueOrder.comparable(values, i, valueType));
        Arrays.sort(positions, (a, b) -> order.compare(comparables[a], comparables[b]));
        int[] unsorted = ofGroup.clone();
        for (int i = 0; i < ofGroup.length; i++) {
            ofGroup[i] = unsorted[positions[i]];
        }
    }

    /** Adds all values of another bag; {@code groupOf[slot]} is the group here of a group there. */
    Transitions merge(ValueBag other, int[] groupOf, GroupIndex groupIndex, Column[] valuesOut) {
        int[] live = other.pairs.liveSlots();
        HashOrder.sort(other.pairs, live, live.length);
        Column values = other.pairs.keys(live, live.length)[1];
        int[] groups = new int[live.length];
        long[] weights = new long[live.length];
        for (int i = 0; i < live.length; i++) {
            groups[i] = groupOf[other.owner[live[i]]];
            weights[i] = other.counts[live[i]];
        }
        valuesOut[0] = values;
        return add(groups, null, live.length, values, weights, groupIndex);
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
        long[] weights = new long[count];
        for (int i = 0; i < count; i++) {
            owners[i] = owner[slots[i]];
            weights[i] = counts[slots[i]];
        }
        Column[] keys = groupIndex.keys(owners, count);
        Column[] columns = Arrays.copyOf(keys, keys.length + 2);
        columns[keys.length] = pairs.keys(slots, count)[1];
        columns[keys.length + 1] = new LongColumn(weights, null, count);
        return ColumnBatch.of(schema, count, columns);
    }

    /** Sets the counts of values; 0 removes one. A value that is there twice, as one deleted twice is, counts once. */
    void load(int[] groups, int count, Column values, long[] newCounts, GroupIndex groupIndex) {
        long[] owners = new long[values.rowCount()];
        for (int i = 0; i < count; i++) {
            owners[i] = groups[i];
        }
        int[] slots = new int[count];
        Column[] key = {new LongColumn(owners, null, owners.length), values};
        pairs.find(key, Selection.all(count), slots);
        long[] weights = new long[values.rowCount()];
        SlotSet seen = new SlotSet();
        for (int i = 0; i < count; i++) {
            boolean absent = slots[i] == GroupIndex.ABSENT;
            if (absent || seen.add(slots[i])) {
                weights[i] = newCounts[i] - (absent ? 0 : counts[slots[i]]);
            }
        }
        add(groups, null, count, values, weights, groupIndex);
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
        return pairs.heapBytes() + 20L * counts.length + 4L * head.length;
    }
}

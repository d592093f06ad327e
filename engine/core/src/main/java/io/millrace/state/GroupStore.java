package io.millrace.state;

import io.millrace.aggregate.AggregateCall;
import io.millrace.columnar.Column;
import io.millrace.columnar.ColumnBatch;
import io.millrace.columnar.DataType;
import io.millrace.columnar.Selection;
import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * Groups and their running aggregates: one segment of a keyed state table. The state <em>is</em> the arrays of the
 * accumulators; what changed since the last checkpoint is known by slot, and written down by {@link GroupChunks}.
 *
 * <p>Slots are valid until the end of the micro-batch. Threads: one at a time.
 */
public final class GroupStore {
    private final GroupLayout layout;
    private final GroupIndex index;
    private final CallGroups[] calls;
    private long[] rowCounts = new long[0];
    private long cleared;
    private final SlotSet dirty = new SlotSet();

    private final GroupChunks chunks;
    /** Null where groups are found and added to one after the other. */
    private final LongFold longFold;

    GroupStore(GroupLayout layout) {
        this.layout = layout;
        this.index = GroupIndex.of(layout.keyTypes());
        this.calls = layout.newGroups();
        this.chunks = new GroupChunks(this, layout, calls, dirty);
        this.longFold = LongFold.of(layout, index, calls, dirty);
    }

    /** Makes room, empty as this is, for as many groups as another store has. */
    void expect(GroupStore like) {
        index.expect(like.index);
        for (CallGroups call : calls) {
            call.reserve(like.index.slotLimit());
        }
    }

    public GroupIndex index() {
        return index;
    }

    public int size() {
        return index.size();
    }

    /** Makes groups that no more rows come to ready for {@link #add(GroupStore, int[], int[])} by several threads. */
    public void settle() {
        for (CallGroups call : calls) {
            call.settle();
        }
    }

    // ---- adding

    /** Gives the selected rows their groups; {@code groups[i]} for row {@code rows.row(i)}. */
    public void assign(ColumnBatch batch, Selection rows, int[] groups) {
        index.assign(keys(batch), rows, groups);
        reserve();
    }

    /** Makes the one group of an aggregate without keys. */
    public void openGlobalGroup() {
        index.assign(new Column[0], Selection.all(1), new int[1]);
        reserve();
    }

    private Column[] keys(ColumnBatch batch) {
        Column[] keys = new Column[layout.keyColumns().size()];
        for (int i = 0; i < keys.length; i++) {
            keys[i] = batch.column(layout.keyColumns().get(i));
        }
        return keys;
    }

    private void reserve() {
        int limit = index.slotLimit();
        for (CallGroups call : calls) {
            call.reserve(limit);
        }
        if (layout.weighted() && limit > rowCounts.length) {
            rowCounts = Arrays.copyOf(rowCounts, Math.max(limit, rowCounts.length + (rowCounts.length >> 1) + 32));
        }
    }

    /** Gives the selected rows their groups and adds them. */
    public void fold(ColumnBatch batch, Selection rows, int[] groups) {
        int newFrom = index.slotLimit();
        assign(batch, rows, groups);
        add(batch, rows, groups, newFrom);
    }

    /**
     * Adds rows of one time range from {@code from} on, without giving away their groups. Returns the first row that it did
     * not add: the first one after the range, or one for {@link #fold(ColumnBatch, Selection, int[])}.
     */
    public int foldRun(ColumnBatch batch, int from, TimeRange run) {
        return longFold == null ? from : longFold.add(batch, from, run);
    }

    /** Adds the selected rows to the groups that {@link #assign} gave. */
    public void add(ColumnBatch batch, Selection rows, int[] groups) {
        add(batch, rows, groups, index.slotLimit());
    }

    private void add(ColumnBatch batch, Selection rows, int[] groups, int newFrom) {
        int count = rows.count();
        dirty.addAll(groups, count, newFrom, index.slotLimit());
        long[] weights = batch.weights();
        if (layout.weighted()) {
            for (int i = 0; i < count; i++) {
                rowCounts[groups[i]] += weights == null ? 1 : weights[rows.row(i)];
            }
        }
        for (CallGroups call : calls) {
            call.add(batch, rows, groups, index);
        }
    }

    /** Adds all groups of another store of the same calls, without taking note of what changes. */
    public void merge(GroupStore other) {
        int[] from = other.index.liveSlots();
        add(other, from, assign(other, from));
    }

    /** Adds some groups of another store of the same calls; gives their groups here. */
    public int[] fold(GroupStore other, int[] from) {
        int newFrom = index.slotLimit();
        int[] to = assign(other, from);
        dirty.addAll(to, to.length, newFrom, index.slotLimit());
        add(other, from, to);
        return to;
    }

    /** Gives the groups of another store their groups here. */
    public int[] assign(GroupStore other, int[] from) {
        int[] to = new int[from.length];
        index.assign(other.index, from, from.length, to);
        reserve();
        return to;
    }

    /** Adds groups of another store to the ones that {@link #assign(GroupStore, int[])} gave. */
    public void add(GroupStore other, int[] from, int[] to) {
        if (layout.weighted()) {
            for (int i = 0; i < from.length; i++) {
                rowCounts[to[i]] += other.rowCounts[from[i]];
            }
        }
        for (int i = 0; i < calls.length; i++) {
            calls[i].addGroups(other.calls[i], from, to, index);
        }
    }

    /**
     * Adds groups of this store to others of it and removes them.
     *
     * @param from groups that are none of {@code to}
     */
    void join(int[] from, int[] to) {
        for (int i = 0; i < from.length; i++) {
            dirty.add(to[i]);
            if (layout.weighted()) {
                rowCounts[to[i]] += rowCounts[from[i]];
            }
        }
        for (CallGroups call : calls) {
            call.join(from, to, index);
        }
        removeAll(from);
    }

    /** Adds groups of another store of the same layout to groups here: {@code from[i]} to {@code to[i]}. */
    void addGroups(GroupStore other, int[] from, int[] to) {
        for (int i = 0; i < calls.length; i++) {
            calls[i].addGroups(other.calls[i], from, to, index);
        }
    }

    /** Removes groups with all that they hold. */
    void removeAll(int[] slots) {
        for (CallGroups call : calls) {
            call.removeValues(slots, index);
        }
        chunks.noteDeleted(slots);
        for (int slot : slots) {
            forget(slot);
        }
    }

    /** The groups whose keys a shard owns. */
    public int[] slotsOf(int shard, int shards) {
        int[] slots = index.liveSlots();
        if (shards == 1) {
            return slots;
        }
        int count = 0;
        for (int slot : slots) {
            if (KeyHash.shard(index.hash(slot), shards) == shard) {
                slots[count++] = slot;
            }
        }
        return Arrays.copyOf(slots, count);
    }

    /** Hash of the group's key. */
    public long hash(int slot) {
        return index.hash(slot);
    }

    // ---- results

    /** The calls, in order. */
    List<AggregateCall> calls() {
        return layout.calls().stream().map(call -> call.call).toList();
    }

    /** How many rows the group holds; 1 where rows are never taken back. */
    public long rowCount(int slot) {
        return layout.weighted() ? rowCounts[slot] : 1;
    }

    /** Marks the group as changed. Returns whether it had not changed since the last checkpoint before. */
    public boolean touch(int slot) {
        return dirty.add(slot);
    }

    /** Groups that changed since the last checkpoint, in canonical order; the array is the caller's. */
    public int[] dirtySlots() {
        int[] slots = dirty.toArray();
        HashOrder.sort(index, slots, slots.length);
        return slots;
    }

    /** Groups that hold rows, in canonical order; the array is the caller's. */
    public int[] liveSlots() {
        HashOrder order = new HashOrder();
        liveSlots(order);
        return Arrays.copyOf(order.slots(), order.count());
    }

    /** Puts the groups that hold rows into an order. */
    public void liveSlots(HashOrder order) {
        int[] slots = layout.slots(index.size());
        index.liveSlots(slots);
        int count = index.size();
        if (canBeEmpty()) {
            count = 0;
            for (int i = 0; i < index.size(); i++) {
                if (rowCounts[slots[i]] > 0) {
                    slots[count++] = slots[i];
                }
            }
        }
        order.take(index, slots, count);
    }

    /** Whether there may be groups that hold no rows, by their {@link #rowCount}, and are not there for a result. */
    public boolean canBeEmpty() {
        return layout.weighted() && !layout.keyColumns().isEmpty();
    }

    /** Another number whenever the store has been emptied to be used again. */
    public long generation() {
        return cleared;
    }

    /** Key columns, then the result of each call. Errors name the group. */
    public Column[] results(int[] slots, int count) {
        Column[] keys = index.keys(slots, count);
        Column[] columns = Arrays.copyOf(keys, keys.length + calls.length);
        for (int i = 0; i < calls.length; i++) {
            try {
                columns[keys.length + i] = calls[i].result(slots, count);
            } catch (MillraceException e) {
                throw count == 1 ? named(e, i, keys) : firstFailure(e, i, slots, count);
            }
        }
        return columns;
    }

    private MillraceException firstFailure(MillraceException failure, int position, int[] slots, int count) {
        for (int i = 0; i < count; i++) {
            int[] one = {slots[i]};
            try {
                calls[position].result(one, 1);
            } catch (MillraceException e) {
                return named(e, position, index.keys(one, 1));
            }
        }
        return failure;
    }

    private MillraceException named(MillraceException failure, int position, Column[] keys) {
        if (failure.code() != ErrorCode.NUMERIC_OVERFLOW || keys.length == 0) {
            return failure;
        }
        StringBuilder group = new StringBuilder();
        List<DataType> types = layout.keyTypes();
        for (int i = 0; i < keys.length; i++) {
            group.append(i == 0 ? "" : ", ")
                    .append(layout.input().field(layout.keyColumns().get(i)).name());
            group.append(" = ").append(keys[i].value(0, types.get(i)));
        }
        return new MillraceException(
                failure.code(),
                failure.getMessage() + " (column \""
                        + layout.calls().get(position).call.name() + "\" of the group " + group + ")",
                failure);
    }

    /** Removes a group that holds no rows any more. */
    public void remove(int slot) {
        chunks.noteDeleted(slot);
        forget(slot);
    }

    private void forget(int slot) {
        dirty.remove(slot);
        for (CallGroups call : calls) {
            call.clear(slot, index);
        }
        if (layout.weighted()) {
            rowCounts[slot] = 0;
        }
        index.remove(slot);
    }

    /** Makes all groups empty, but keeps them. Without a trace in the state's changes. */
    public void clearValues() {
        int limit = index.slotLimit();
        for (CallGroups call : calls) {
            call.clearAll(limit);
        }
        Arrays.fill(rowCounts, 0);
    }

    /** Makes some groups empty, but keeps them. Without a trace in the state's changes. */
    public void clearValues(int[] slots) {
        for (CallGroups call : calls) {
            call.clearValues(slots, index);
        }
        for (int slot : slots) {
            if (layout.weighted()) {
                rowCounts[slot] = 0;
            }
        }
    }

    /** Makes the store as new, keeping its arrays. */
    void clear() {
        cleared++;
        int limit = index.slotLimit();
        for (CallGroups call : calls) {
            call.clearAll(limit);
        }
        Arrays.fill(rowCounts, 0);
        dirty.clear();
        chunks.clear();
        index.clear();
    }

    /** Gives what changed since the last call. */
    void changes(String operator, long segment, Consumer<StateChunk> out) {
        chunks.changes(operator, segment, out);
    }

    /** Gives all groups. */
    void snapshot(String operator, long segment, Consumer<StateChunk> out) {
        chunks.snapshot(operator, segment, out);
    }

    /** Takes a chunk back; its rows are all this store's own. What is restored does not count as changed. */
    void restore(StateChunk chunk) {
        chunks.restore(chunk);
    }

    /** Gives keys their groups, as {@link #assign} does for the keys of a batch. */
    void assign(Column[] keys, int count, int[] groups) {
        index.assign(keys, Selection.all(count), groups);
        reserve();
    }

    /** Numbers of rows of these slots; of use where rows are taken back. */
    long[] rowCounts(int[] slots) {
        long[] counts = new long[slots.length];
        for (int i = 0; i < slots.length; i++) {
            counts[i] = rowCounts[slots[i]];
        }
        return counts;
    }

    void loadRowCounts(int[] slots, long[] counts) {
        for (int i = 0; i < slots.length; i++) {
            rowCounts[slots[i]] = counts[i];
        }
    }

    public long heapBytes() {
        long bytes = index.heapBytes() + 8L * rowCounts.length;
        for (CallGroups call : calls) {
            bytes += call.heapBytes();
        }
        return bytes;
    }
}

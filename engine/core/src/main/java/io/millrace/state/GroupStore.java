package io.millrace.state;

import io.millrace.aggregate.Accumulator;
import io.millrace.aggregate.AggregateCall;
import io.millrace.columnar.Column;
import io.millrace.columnar.ColumnBatch;
import io.millrace.columnar.ColumnBuilder;
import io.millrace.columnar.DataType;
import io.millrace.columnar.LongColumn;
import io.millrace.columnar.Selection;
import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * Groups and their running aggregates: one segment of a keyed state table. The state <em>is</em> the arrays of the
 * accumulators; what changed since the last checkpoint is known by slot.
 *
 * <p>Slots are valid until the end of the micro-batch. Threads: one at a time.
 */
public final class GroupStore {
    private final GroupLayout layout;
    private final GroupIndex index;
    private final Accumulator[] accumulators;
    private final ValueBag[] bags;
    private long[] rowCounts = new long[0];
    private final SlotSet dirty = new SlotSet();
    private ColumnBuilder[] deletedKeys;

    GroupStore(GroupLayout layout) {
        this.layout = layout;
        this.index = GroupIndex.of(layout.keyTypes());
        int calls = layout.calls().size();
        accumulators = layout.accumulators();
        bags = new ValueBag[calls];
        for (int i = 0; i < calls; i++) {
            AggregateCall call = layout.calls().get(i);
            if (layout.way(call) != GroupLayout.Way.PLAIN) {
                bags[i] = new ValueBag(layout.keyTypes(), layout.argumentType(call));
            }
        }
        startDeletedKeys();
    }

    public GroupIndex index() {
        return index;
    }

    public int size() {
        return index.size();
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
        for (Accumulator accumulator : accumulators) {
            if (accumulator != null) {
                accumulator.reserve(limit);
            }
        }
        if (layout.weighted() && limit > rowCounts.length) {
            rowCounts = Arrays.copyOf(rowCounts, Math.max(limit, rowCounts.length + (rowCounts.length >> 1) + 32));
        }
    }

    /** Adds the selected rows to the groups that {@link #assign} gave. */
    public void add(ColumnBatch batch, Selection rows, int[] groups) {
        int count = rows.count();
        dirty.addAll(groups, count, index.slotLimit());
        long[] weights = batch.weights();
        if (layout.weighted()) {
            for (int i = 0; i < count; i++) {
                rowCounts[groups[i]] += weights == null ? 1 : weights[rows.row(i)];
            }
        }
        for (int i = 0; i < accumulators.length; i++) {
            add(i, batch, rows, groups, weights);
        }
    }

    private void add(int position, ColumnBatch batch, Selection rows, int[] groups, long[] weights) {
        AggregateCall call = layout.calls().get(position);
        Column input = call.arguments().isEmpty()
                ? null
                : batch.column(call.arguments().get(0));
        int[] positions = rows.rows();
        int[] owners = groups;
        int count = rows.count();
        if (call.filter() >= 0) {
            LongColumn filter = batch.longs(call.filter());
            positions = new int[count];
            owners = new int[count];
            int kept = 0;
            for (int i = 0; i < count; i++) {
                int row = rows.row(i);
                if (!filter.isNull(row) && filter.values()[row] != 0) {
                    positions[kept] = row;
                    owners[kept++] = groups[i];
                }
            }
            count = kept;
        }
        addCall(position, owners, positions, count, input, weights);
    }

    private void addCall(int position, int[] groups, int[] rows, int count, Column input, long[] weights) {
        if (bags[position] == null) {
            accumulators[position].add(groups, rows, count, input, weights);
            return;
        }
        ValueBag.Transitions changes = bags[position].add(groups, rows, count, input, weights, index);
        if (accumulators[position] != null) {
            accumulators[position].add(changes.groups(), changes.rows(), changes.count(), input, changes.weights());
        }
    }

    /** Adds all groups of another store of the same layout. */
    public void merge(GroupStore other) {
        int[] from = other.index.liveSlots();
        int count = from.length;
        int[] to = new int[count];
        index.assign(other.index, from, count, to);
        reserve();
        if (layout.weighted()) {
            for (int i = 0; i < count; i++) {
                rowCounts[to[i]] += other.rowCounts[from[i]];
            }
        }
        for (int i = 0; i < accumulators.length; i++) {
            if (bags[i] == null) {
                accumulators[i].merge(other.accumulators[i], from, to, count);
            } else {
                mergeBag(i, other, from, to);
            }
        }
    }

    private void mergeBag(int position, GroupStore other, int[] from, int[] to) {
        int[] groupOf = new int[other.index.slotLimit()];
        for (int i = 0; i < from.length; i++) {
            groupOf[from[i]] = to[i];
        }
        Column[] values = new Column[1];
        ValueBag.Transitions changes = bags[position].merge(other.bags[position], groupOf, index, values);
        if (accumulators[position] != null) {
            accumulators[position].add(changes.groups(), changes.rows(), changes.count(), values[0], changes.weights());
        }
    }

    // ---- results

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
        int[] slots = index.liveSlots();
        int count = 0;
        for (int slot : slots) {
            if (rowCount(slot) > 0 || layout.keyColumns().isEmpty()) {
                slots[count++] = slot;
            }
        }
        HashOrder.sort(index, slots, count);
        return Arrays.copyOf(slots, count);
    }

    /** Key columns, then the result of each call. Errors name the group. */
    public Column[] results(int[] slots, int count) {
        Column[] keys = index.keys(slots, count);
        Column[] columns = Arrays.copyOf(keys, keys.length + accumulators.length);
        for (int i = 0; i < accumulators.length; i++) {
            try {
                columns[keys.length + i] = result(i, slots, count);
            } catch (MillraceException e) {
                throw count == 1 ? named(e, i, keys) : firstFailure(e, i, slots, count);
            }
        }
        return columns;
    }

    private Column result(int position, int[] slots, int count) {
        if (accumulators[position] != null) {
            return accumulators[position].result(slots, count);
        }
        AggregateCall call = layout.calls().get(position);
        Accumulator accumulator = layout.accumulator(call);
        accumulator.reserve(count);
        ValueBag.Content content = bags[position].content(slots, count);
        long[] weights = content.counts();
        if (layout.distinctInBag(call)) {
            Arrays.setAll(weights, i -> Long.signum(content.counts()[i]));
        }
        accumulator.add(content.groups(), null, weights.length, content.values(), weights);
        int[] all = new int[count];
        Arrays.setAll(all, i -> i);
        return accumulator.result(all, count);
    }

    private MillraceException firstFailure(MillraceException failure, int position, int[] slots, int count) {
        for (int i = 0; i < count; i++) {
            int[] one = {slots[i]};
            try {
                result(position, one, 1);
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
                        + layout.calls().get(position).name() + "\" of the group " + group + ")",
                failure);
    }

    /** Removes a group that holds no rows any more. */
    public void remove(int slot) {
        Column[] keys = index.keys(new int[] {slot}, 1);
        for (int i = 0; i < keys.length; i++) {
            deletedKeys[i].appendFrom(keys[i], 0);
        }
        dirty.remove(slot);
        for (Accumulator accumulator : accumulators) {
            if (accumulator != null) {
                accumulator.clear(slot);
            }
        }
        if (layout.weighted()) {
            rowCounts[slot] = 0;
        }
        index.remove(slot);
    }

    /** Makes the store as new, keeping its arrays. */
    void clear() {
        int limit = index.slotLimit();
        for (int i = 0; i < accumulators.length; i++) {
            if (accumulators[i] != null) {
                accumulators[i].clearAll(limit);
            }
            if (bags[i] != null) {
                bags[i].clear();
            }
        }
        Arrays.fill(rowCounts, 0);
        dirty.clear();
        startDeletedKeys();
        index.clear();
    }

    private void startDeletedKeys() {
        deletedKeys = layout.keyTypes().stream()
                .map(type -> ColumnBuilder.of(type, 0))
                .toArray(ColumnBuilder[]::new);
    }

    public long heapBytes() {
        long bytes = index.heapBytes() + 8L * rowCounts.length;
        for (int i = 0; i < accumulators.length; i++) {
            bytes += accumulators[i] == null ? 0 : accumulators[i].heapBytes();
            bytes += bags[i] == null ? 0 : bags[i].heapBytes();
        }
        return bytes;
    }

    // ---- state

    /** Gives what changed since the last call. */
    void changes(String operator, long segment, Consumer<StateChunk> out) {
        for (int i = 0; i < bags.length; i++) {
            if (bags[i] != null) {
                ColumnBatch deleted =
                        bags[i].takeDeleted(layout.bagSchema(layout.calls().get(i), false));
                chunk(operator, "values" + i, StateChunk.Kind.DELETE, segment, deleted, out);
            }
        }
        if (deletedKeys.length > 0 && deletedKeys[0].size() > 0) {
            int rows = deletedKeys[0].size();
            Column[] keys = Arrays.stream(deletedKeys).map(ColumnBuilder::build).toArray(Column[]::new);
            ColumnBatch deleted = ColumnBatch.of(layout.keySchema(), rows, keys);
            chunk(operator, "groups", StateChunk.Kind.DELETE, segment, deleted, out);
        }
        int[] slots = dirty.toArray();
        dirty.clear();
        chunk(operator, "groups", StateChunk.Kind.UPSERT, segment, groupRows(slots), out);
        for (int i = 0; i < bags.length; i++) {
            if (bags[i] != null) {
                ColumnBatch rows =
                        bags[i].takeDirty(layout.bagSchema(layout.calls().get(i), true), index);
                chunk(operator, "values" + i, StateChunk.Kind.UPSERT, segment, rows, out);
            }
        }
    }

    /** Gives all groups. */
    void snapshot(String operator, long segment, Consumer<StateChunk> out) {
        chunk(operator, "groups", StateChunk.Kind.UPSERT, segment, groupRows(index.liveSlots()), out);
        for (int i = 0; i < bags.length; i++) {
            if (bags[i] != null) {
                ColumnBatch rows = bags[i].all(layout.bagSchema(layout.calls().get(i), true), index);
                chunk(operator, "values" + i, StateChunk.Kind.UPSERT, segment, rows, out);
            }
        }
    }

    private static void chunk(
            String operator,
            String table,
            StateChunk.Kind kind,
            long segment,
            ColumnBatch rows,
            Consumer<StateChunk> out) {
        if (rows != null && rows.rowCount() > 0) {
            out.accept(new StateChunk(operator, table, kind, segment, rows));
        }
    }

    private ColumnBatch groupRows(int[] slots) {
        int count = slots.length;
        var schema = layout.groupSchema();
        Column[] columns = Arrays.copyOf(index.keys(slots, count), schema.size());
        int at = layout.keyColumns().size();
        if (layout.weighted()) {
            long[] counts = new long[count];
            for (int i = 0; i < count; i++) {
                counts[i] = rowCounts[slots[i]];
            }
            columns[at++] = new LongColumn(counts, null, count);
        }
        for (Accumulator accumulator : accumulators) {
            if (accumulator != null) {
                for (Column column : accumulator.save(slots, count)) {
                    columns[at++] = column;
                }
            }
        }
        return ColumnBatch.of(schema, count, columns);
    }

    /** Takes a chunk back; its rows are all this store's own. What is restored does not count as changed. */
    void restore(StateChunk chunk) {
        ColumnBatch rows = chunk.rows();
        int count = rows.rowCount();
        int keyCount = layout.keyColumns().size();
        Column[] keys = new Column[keyCount];
        Arrays.setAll(keys, rows::column);
        int[] groups = new int[count];
        boolean delete = chunk.kind() == StateChunk.Kind.DELETE;
        if (delete && chunk.table().equals("groups")) {
            index.find(keys, Selection.all(count), groups);
            removeAll(groups);
        } else {
            index.assign(keys, Selection.all(count), groups);
            reserve();
            if (chunk.table().equals("groups")) {
                loadGroups(rows, groups);
            } else {
                ValueBag bag = bags[Integer.parseInt(chunk.table().substring("values".length()))];
                long[] counts =
                        delete ? new long[count] : rows.longs(keyCount + 1).values();
                bag.load(groups, count, rows.column(keyCount), counts, index);
                bag.forgetChanges();
            }
        }
        dirty.clear();
        startDeletedKeys();
    }

    /** A group may be there twice: it went, came again and went again in one micro-batch. */
    private void removeAll(int[] groups) {
        SlotSet seen = new SlotSet();
        for (int group : groups) {
            if (group != GroupIndex.ABSENT && seen.add(group)) {
                remove(group);
            }
        }
    }

    private void loadGroups(ColumnBatch rows, int[] groups) {
        int at = layout.keyColumns().size();
        if (layout.weighted()) {
            long[] counts = rows.longs(at++).values();
            for (int i = 0; i < groups.length; i++) {
                rowCounts[groups[i]] = counts[i];
            }
        }
        for (Accumulator accumulator : accumulators) {
            if (accumulator != null) {
                Column[] state = new Column[accumulator.stateTypes().size()];
                for (int i = 0; i < state.length; i++) {
                    state[i] = rows.column(at++);
                }
                accumulator.load(groups, groups.length, state);
            }
        }
    }
}

package io.millrace.state;

import io.millrace.columnar.Column;
import io.millrace.columnar.ColumnBatch;
import io.millrace.columnar.ColumnBuilder;
import io.millrace.columnar.DataType;
import io.millrace.columnar.Field;
import io.millrace.columnar.LongColumn;
import io.millrace.columnar.Schema;
import io.millrace.columnar.Selection;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Consumer;

/**
 * Rows by key, each with a weight: what joins and materialised results keep. Equal rows are one row with their number as
 * weight; the rows of a key come in the order in which they first arrived, after a restart too.
 *
 * <p>Threads: one at a time.
 */
public final class Arrangement {
    private static final int NONE = -1;

    private final String operator;
    private final String table;
    private final List<Integer> keyColumns;
    private final int shard;
    private final int shards;
    private final Schema rowSchema;
    private final Schema stateSchema;
    private final GroupIndex keys;
    private final GroupIndex rows;
    private long[] weights = new long[32];
    private int[] keyOf = new int[32];
    private int[] next = new int[32];
    private int[] previous = new int[32];
    private long[] arrival = new long[32];
    private int[] head = new int[32];
    private int[] tail = new int[32];
    private int[] rowsOfKey = new int[32];
    private long arrivals;
    private final SlotSet dirty = new SlotSet();
    private final List<ColumnBuilder> deleted;
    /** NONE where rows are not evicted by time. */
    private final int timeColumn;
    /** Slots by their time. */
    private final DueQueue due = new DueQueue();

    /** Whose rows stay until they are taken back. */
    public Arrangement(
            String operator, String table, Schema rowSchema, List<Integer> keyColumns, int shard, int shards) {
        this(operator, table, rowSchema, keyColumns, OptionalInt.empty(), shard, shards);
    }

    /** @param timeColumn by which {@link #evict} goes; empty when it is not called */
    public Arrangement(
            String operator,
            String table,
            Schema rowSchema,
            List<Integer> keyColumns,
            OptionalInt timeColumn,
            int shard,
            int shards) {
        this.timeColumn = timeColumn.orElse(NONE);
        this.operator = operator;
        this.table = table;
        this.rowSchema = rowSchema;
        this.keyColumns = List.copyOf(keyColumns);
        this.shard = shard;
        this.shards = shards;
        List<DataType> types = rowSchema.fields().stream().map(Field::type).toList();
        this.keys = GroupIndex.of(keyColumns.stream().map(types::get).toList());
        this.rows = new RowGroupIndex(types);
        List<Field> fields = new ArrayList<>(rowSchema.fields().stream()
                .map(field -> Field.of(field.name(), field.type()))
                .toList());
        fields.add(new Field("$weight", DataType.BIGINT, false));
        this.stateSchema = new Schema(fields);
        this.deleted = types.stream().map(type -> ColumnBuilder.of(type, 0)).toList();
    }

    /** Pairs of a probing row and a row here with the same key. */
    public record Matches(int[] probeRows, int[] slots, int count) {}

    /** For each selected row the rows with its key, in order of arrival. */
    public Matches probe(Column[] probeKeys, Selection selection) {
        int[] groups = new int[selection.count()];
        keys.find(probeKeys, selection, groups);
        int[] probeRows = new int[Math.max(16, selection.count())];
        int[] slots = new int[probeRows.length];
        int count = 0;
        for (int i = 0; i < groups.length; i++) {
            if (groups[i] == GroupIndex.ABSENT) {
                continue;
            }
            for (int slot = head[groups[i]]; slot != NONE; slot = next[slot]) {
                if (count == slots.length) {
                    probeRows = Arrays.copyOf(probeRows, 2 * count);
                    slots = Arrays.copyOf(slots, 2 * count);
                }
                probeRows[count] = selection.row(i);
                slots[count++] = slot;
            }
        }
        return new Matches(probeRows, slots, count);
    }

    /** The columns of rows here. */
    public Column[] columns(int[] slots, int count) {
        return rows.keys(slots, count);
    }

    public long weight(int slot) {
        return weights[slot];
    }

    /** Adds the selected rows with the batch's weights. */
    public void add(ColumnBatch batch, Selection selection) {
        int count = selection.count();
        Column[] all = new Column[rowSchema.size()];
        Arrays.setAll(all, batch::column);
        Column[] key = new Column[keyColumns.size()];
        Arrays.setAll(key, i -> batch.column(keyColumns.get(i)));
        int[] groups = new int[count];
        int[] slots = new int[count];
        keys.assign(key, selection, groups);
        int known = rows.slotLimit();
        rows.assign(all, selection, slots);
        reserve(known);
        LongColumn times = timeColumn == NONE ? null : batch.longs(timeColumn);
        for (int i = 0; i < count; i++) {
            int slot = slots[i];
            if (keyOf[slot] == NONE) {
                link(slot, groups[i]);
                if (times != null && !times.isNull(selection.row(i))) {
                    due.schedule(slot, times.values()[selection.row(i)]);
                }
            }
            weights[slot] += batch.weights() == null ? 1 : batch.weights()[selection.row(i)];
            dirty.add(slot);
        }
        for (int slot : slots) {
            if (keyOf[slot] != NONE && weights[slot] == 0) {
                remove(slot);
            }
        }
    }

    private void reserve(int known) {
        int limit = rows.slotLimit();
        if (limit > weights.length) {
            int from = weights.length;
            int capacity = Math.max(limit, from + (from >> 1));
            weights = Arrays.copyOf(weights, capacity);
            next = Arrays.copyOf(next, capacity);
            previous = Arrays.copyOf(previous, capacity);
            keyOf = Arrays.copyOf(keyOf, capacity);
            arrival = Arrays.copyOf(arrival, capacity);
        }
        Arrays.fill(keyOf, known, Math.max(known, limit), NONE);
        int keyLimit = keys.slotLimit();
        if (keyLimit > head.length) {
            int capacity = Math.max(keyLimit, head.length + (head.length >> 1));
            head = Arrays.copyOf(head, capacity);
            tail = Arrays.copyOf(tail, capacity);
            rowsOfKey = Arrays.copyOf(rowsOfKey, capacity);
        }
    }

    private void link(int slot, int key) {
        keyOf[slot] = key;
        weights[slot] = 0;
        arrival[slot] = arrivals++;
        next[slot] = NONE;
        if (rowsOfKey[key]++ == 0) {
            head[key] = slot;
            previous[slot] = NONE;
        } else {
            previous[slot] = tail[key];
            next[tail[key]] = slot;
        }
        tail[key] = slot;
    }

    private void remove(int slot) {
        Column[] row = rows.keys(new int[] {slot}, 1);
        for (int i = 0; i < row.length; i++) {
            deleted.get(i).appendFrom(row[i], 0);
        }
        unlink(slot);
    }

    private void unlink(int slot) {
        int key = keyOf[slot];
        if (previous[slot] == NONE) {
            head[key] = next[slot];
        } else {
            next[previous[slot]] = next[slot];
        }
        if (next[slot] == NONE) {
            tail[key] = previous[slot];
        } else {
            previous[next[slot]] = previous[slot];
        }
        if (--rowsOfKey[key] == 0) {
            keys.remove(key);
        }
        keyOf[slot] = NONE;
        weights[slot] = 0;
        dirty.remove(slot);
        due.remove(slot);
        rows.remove(slot);
    }

    /** Removes the rows whose time is {@code limit} or before, at the cost of these alone; those without one stay. */
    public void evict(long limit) {
        IntList gone = new IntList();
        for (int slot = due.poll(limit); slot >= 0; slot = due.poll(limit)) {
            gone.add(slot);
        }
        for (int slot : byArrival(gone.toArray())) {
            remove(slot);
        }
    }

    /** Removes all rows. */
    public void clear() {
        for (int slot : rows.liveSlots()) {
            remove(slot);
        }
    }

    /** Slots of all rows in canonical order: by hash of the row. */
    public int[] inHashOrder() {
        int[] live = rows.liveSlots();
        HashOrder.sort(rows, live, live.length);
        return live;
    }

    /** Slots of all rows in order of arrival. */
    public int[] inArrivalOrder() {
        return byArrival(rows.liveSlots());
    }

    private int[] byArrival(int[] slots) {
        Integer[] sorted = new Integer[slots.length];
        Arrays.setAll(sorted, i -> slots[i]);
        Arrays.sort(sorted, (a, b) -> Long.compare(arrival[a], arrival[b]));
        Arrays.setAll(slots, i -> sorted[i]);
        return slots;
    }

    public int size() {
        return rows.size();
    }

    public long heapBytes() {
        return rows.heapBytes() + keys.heapBytes() + 32L * weights.length + 12L * head.length + due.heapBytes();
    }

    // ---- state

    public void changes(Consumer<StateChunk> out) {
        int gone = deleted.isEmpty() ? 0 : deleted.get(0).size();
        if (gone > 0) {
            Column[] columns = deleted.stream().map(ColumnBuilder::build).toArray(Column[]::new);
            ColumnBatch batch = ColumnBatch.of(rowSchema, gone, columns);
            out.accept(new StateChunk(operator, table, StateChunk.Kind.DELETE, 0, batch));
        }
        upsert(byArrival(dirty.toArray()), out);
        dirty.clear();
    }

    public void snapshot(Consumer<StateChunk> out) {
        upsert(inArrivalOrder(), out);
    }

    private void upsert(int[] slots, Consumer<StateChunk> out) {
        if (slots.length > 0) {
            Column[] columns = Arrays.copyOf(rows.keys(slots, slots.length), stateSchema.size());
            long[] counts = new long[slots.length];
            Arrays.setAll(counts, i -> weights[slots[i]]);
            columns[rowSchema.size()] = new LongColumn(counts, null, slots.length);
            ColumnBatch batch = ColumnBatch.of(stateSchema, slots.length, columns);
            out.accept(new StateChunk(operator, table, StateChunk.Kind.UPSERT, 0, batch));
        }
    }

    /** Takes a chunk of this table back, passing over rows of other shards. */
    public void restore(StateChunk chunk) {
        ColumnBatch batch = chunk.rows();
        Column[] key = new Column[keyColumns.size()];
        Arrays.setAll(key, i -> batch.column(keyColumns.get(i)));
        Selection own = SegmentedGroups.Shards.own(key, batch.rowCount(), shard, shards);
        Column[] all = new Column[rowSchema.size()];
        Arrays.setAll(all, batch::column);
        int[] slots = new int[own.count()];
        rows.find(all, own, slots);
        long[] change = new long[batch.rowCount()];
        SlotSet seen = new SlotSet();
        for (int i = 0; i < own.count(); i++) {
            if (slots[i] != GroupIndex.ABSENT && !seen.add(slots[i])) {
                // a row that was deleted twice in one micro-batch
                continue;
            }
            long before = slots[i] == GroupIndex.ABSENT ? 0 : weights[slots[i]];
            long after = chunk.kind() == StateChunk.Kind.DELETE
                    ? 0
                    : batch.longs(rowSchema.size()).values()[own.row(i)];
            change[own.row(i)] = after - before;
        }
        add(batch.withWeights(change), own);
        dirty.clear();
        deleted.forEach(ColumnBuilder::build);
    }
}

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
import java.util.function.Consumer;

/**
 * Rows by partition, in order: what OVER keeps. A row has the columns of the input and those of its results, which the
 * operator writes into the {@link #store}.
 *
 * <p>Slots are valid until the end of the micro-batch. Threads: one at a time.
 */
public final class OrderedRows {
    /** The rows, those deleted with their partition first. */
    public static final String TABLE = "rows";

    private final String operator;
    private final int inputWidth;
    private final boolean timed;
    private final int peerKeys;
    private final List<Integer> partitionBy;
    private final List<Integer> identity;
    private final Schema stateSchema;
    private final Schema identitySchema;
    private final RowStore store;
    private final RowOrder order;
    private final OrderedParts parts;
    private final List<OrderedPart> touched = new ArrayList<>();
    private final SlotSet added = new SlotSet();
    private final SlotSet dirty = new SlotSet();
    private boolean[] saved = new boolean[0];
    private final List<ColumnBuilder> deleted;
    private int[] removed = new int[0];
    private int removedCount;
    private long arrivals;

    /**
     * @param results columns behind those of the input
     * @param peerKeys how many keys of the order rows agree on that are peers
     * @param timed whether the first key of the order is a {@link RowOrder#time}
     */
    public OrderedRows(
            String operator,
            Schema input,
            List<Field> results,
            List<Integer> partitionBy,
            List<RowOrder.Key> orderBy,
            int peerKeys,
            boolean timed,
            int shard,
            int shards) {
        this.operator = operator;
        this.inputWidth = input.size();
        this.peerKeys = peerKeys;
        this.timed = timed;
        this.partitionBy = List.copyOf(partitionBy);
        List<Field> fields = new ArrayList<>();
        input.fields().forEach(field -> fields.add(Field.of(field.name(), field.type())));
        results.forEach(field -> fields.add(Field.of(field.name(), field.type())));
        this.store = new RowStore(fields);
        this.order = new RowOrder(store, orderBy);
        this.parts = new OrderedParts(partitionBy.stream().map(input::type).toList(), shard, shards);
        fields.add(new Field("$arrival", DataType.BIGINT, false));
        this.stateSchema = new Schema(fields);
        this.identity = new ArrayList<>(partitionBy);
        orderBy.forEach(key -> identity.add(key.column()));
        identity.add(fields.size() - 1);
        this.identitySchema = stateSchema.select(identity);
        this.deleted = identitySchema.fields().stream()
                .map(field -> ColumnBuilder.of(field.type(), 0))
                .toList();
    }

    public RowStore store() {
        return store;
    }

    public RowOrder order() {
        return order;
    }

    public OrderedParts parts() {
        return parts;
    }

    // ---- changing

    /** Adds rows; they have their places after {@link #settle}. */
    public void add(ColumnBatch batch, Selection rows) {
        int count = rows.count();
        OrderedPart[] of = parts.assign(keys(batch), rows);
        for (int i = 0; i < count; i++) {
            OrderedPart part = of[i];
            int slot = store.add(batch, rows.row(i), inputWidth, arrivals++);
            part.append(slot);
            touch(part);
            added.add(slot);
            dirty.add(slot);
            if (timed) {
                part.changedTime(order.time(slot));
            }
        }
        reserveSaved();
    }

    /** Whether the row was added in this micro-batch. */
    public boolean isNew(int slot) {
        return added.contains(slot);
    }

    /** Removes the last of the rows that are the batch's row. Returns whether there was one. */
    public boolean remove(ColumnBatch batch, int row) {
        OrderedPart part = parts.find(keys(batch), row);
        if (part == null) {
            return false;
        }
        part.settle(order);
        // a row with the same values that came after all others: its place is right behind the one wanted
        int probe = store.add(batch, row, inputWidth, Long.MAX_VALUE);
        int at = search(part, probe);
        int found = -1;
        for (int i = at - 1; i >= part.from() && found < 0; i--) {
            if (store.isSame(part.slot(i), batch, row, inputWidth)) {
                found = i;
            } else if (order.compare(part.slot(i), probe, orderWidth()) != 0) {
                break;
            }
        }
        store.remove(probe);
        if (found < 0) {
            return false;
        }
        int slot = part.slot(found);
        if (timed) {
            part.changedTime(order.time(slot));
        }
        part.remove(found, firstPeer(part, found));
        touch(part);
        forget(slot);
        return true;
    }

    /** The first place of the peers that the row in a place has. */
    public int firstPeer(OrderedPart part, int place) {
        int first = place;
        while (first > part.from() && order.compare(part.slot(first - 1), part.slot(place), peerKeys) == 0) {
            first--;
        }
        return first;
    }

    /** The place behind the last of the peers that the row in a place has. */
    public int endOfPeers(OrderedPart part, int place) {
        int end = place + 1;
        while (end < part.to() && order.compare(part.slot(end), part.slot(place), peerKeys) == 0) {
            end++;
        }
        return end;
    }

    private int orderWidth() {
        return identity.size() - partitionBy.size() - 1;
    }

    /** The first place whose row comes behind a row. */
    private int search(OrderedPart part, int slot) {
        int low = part.from();
        int high = part.to();
        if (low < high && order.compare(part.slot(high - 1), slot) < 0) {
            return high;
        }
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (order.compare(part.slot(middle), slot) < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** Notes that something is to be done about a partition in this micro-batch. */
    public void touch(OrderedPart part) {
        if (!part.touched) {
            part.touched = true;
            touched.add(part);
        }
    }

    private Column[] keys(ColumnBatch batch) {
        Column[] keys = new Column[partitionBy.size()];
        Arrays.setAll(keys, i -> batch.column(partitionBy.get(i)));
        return keys;
    }

    private void reserveSaved() {
        if (store.slotLimit() > saved.length) {
            saved = Arrays.copyOf(saved, Math.max(store.slotLimit(), saved.length + (saved.length >> 1)));
        }
    }

    /** Partitions with something to do in this micro-batch, such as those with rows added or removed. */
    public List<OrderedPart> touched() {
        return touched;
    }

    /** Gives the rows that were added to a partition their places. */
    public void settle(OrderedPart part) {
        part.settle(order);
    }

    /** The first place whose row's time is after this. */
    public int firstAfter(OrderedPart part, long time) {
        int low = part.from();
        int high = part.to();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (order.time(part.slot(middle)) > time) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    /** Notes that results of a row were written. */
    public void changed(int slot) {
        dirty.add(slot);
    }

    /** Lets go of the rows before a place. What they held can be read until {@link #endBatch}. */
    public void dropBefore(OrderedPart part, int place) {
        for (int i = part.from(); i < place; i++) {
            forget(part.slot(i));
        }
        part.dropBefore(place);
    }

    /** Lets go of the rows from a place on, as {@link #dropBefore} does. */
    public void dropFrom(OrderedPart part, int place) {
        for (int i = place; i < part.to(); i++) {
            forget(part.slot(i));
        }
        part.dropFrom(place);
    }

    private void forget(int slot) {
        dirty.remove(slot);
        if (removedCount == removed.length) {
            removed = Arrays.copyOf(removed, Math.max(64, 2 * removedCount));
        }
        removed[removedCount++] = slot;
    }

    /** Ends a micro-batch: slots of removed rows may be given to others. */
    public void endBatch() {
        noteDeleted();
        for (int i = 0; i < removedCount; i++) {
            store.remove(removed[i]);
        }
        removedCount = 0;
        added.clear();
        touched.forEach(OrderedPart::forgetChanges);
        touched.clear();
    }

    private void noteDeleted() {
        int[] slots = new int[removedCount];
        int count = 0;
        for (int i = 0; i < removedCount; i++) {
            if (saved[removed[i]]) {
                saved[removed[i]] = false;
                slots[count++] = removed[i];
            }
        }
        int last = deleted.size() - 1;
        for (int i = 0; i < last; i++) {
            Column column = store.take(identity.get(i), slots, count);
            for (int row = 0; row < count; row++) {
                deleted.get(i).appendFrom(column, row);
            }
        }
        for (int i = 0; i < count; i++) {
            deleted.get(last).append(store.arrival(slots[i]));
        }
    }

    // ---- state

    public void changes(Consumer<StateChunk> out) {
        int gone = deleted.get(deleted.size() - 1).size();
        if (gone > 0) {
            Column[] columns = deleted.stream().map(ColumnBuilder::build).toArray(Column[]::new);
            ColumnBatch batch = ColumnBatch.of(identitySchema, gone, columns);
            out.accept(new StateChunk(operator, TABLE, StateChunk.Kind.DELETE, 0, batch));
        }
        int[] slots = dirty.toArray();
        dirty.clear();
        upsert(slots, out);
    }

    public void snapshot(Consumer<StateChunk> out) {
        int[] slots = new int[store.size()];
        int count = 0;
        for (OrderedPart part : parts.all()) {
            for (int i = part.from(); i < part.to(); i++) {
                slots[count++] = part.slot(i);
            }
        }
        upsert(slots, out);
    }

    private void upsert(int[] slots, Consumer<StateChunk> out) {
        if (slots.length == 0) {
            return;
        }
        Column[] columns = new Column[stateSchema.size()];
        for (int i = 0; i < columns.length - 1; i++) {
            columns[i] = store.take(i, slots, slots.length);
        }
        long[] numbers = new long[slots.length];
        for (int i = 0; i < slots.length; i++) {
            numbers[i] = store.arrival(slots[i]);
            saved[slots[i]] = true;
        }
        columns[columns.length - 1] = new LongColumn(numbers, null, slots.length);
        ColumnBatch batch = ColumnBatch.of(stateSchema, slots.length, columns);
        out.accept(new StateChunk(operator, TABLE, StateChunk.Kind.UPSERT, 0, batch));
    }

    public boolean isOwn(StateChunk chunk) {
        return chunk.table().equals(TABLE);
    }

    /** Takes a chunk of this table back, passing over rows of other shards. */
    public void restore(StateChunk chunk) {
        boolean delete = chunk.kind() == StateChunk.Kind.DELETE;
        ColumnBatch rows = delete ? widened(chunk.rows()) : chunk.rows();
        Selection own = parts.own(keys(rows), rows.rowCount());
        OrderedPart[] of = parts.assign(keys(rows), own);
        long[] numbers = rows.longs(stateSchema.size() - 1).values();
        for (int i = 0; i < own.count(); i++) {
            OrderedPart part = of[i];
            long number = numbers[own.row(i)];
            int slot = store.add(rows, own.row(i), stateSchema.size() - 1, number);
            reserveSaved();
            int at = search(part, slot);
            boolean there = at < part.to() && order.compare(part.slot(at), slot) == 0;
            if (there) {
                saved[part.slot(at)] = false;
                store.remove(part.slot(at));
            }
            if (delete) {
                store.remove(slot);
                if (there) {
                    part.remove(at, at);
                }
            } else {
                arrivals = Math.max(arrivals, number + 1);
                saved[slot] = true;
                if (there) {
                    part.replace(at, slot);
                } else {
                    part.append(slot);
                    part.settle(order);
                }
            }
            part.forgetChanges();
        }
        for (OrderedPart part : of) {
            if (part.from() == part.to() && part.gone() == 0) {
                parts.close(part);
            }
        }
    }

    /** Rows of the identity alone as rows of the whole schema, all else NULL. */
    private ColumnBatch widened(ColumnBatch rows) {
        Column[] columns = new Column[stateSchema.size()];
        int[] none = new int[rows.rowCount()];
        Arrays.fill(none, -1);
        for (int i = 0; i < columns.length; i++) {
            int at = identity.indexOf(i);
            columns[i] = at >= 0
                    ? rows.column(at)
                    : ColumnBuilder.of(stateSchema.type(i), 0).build().take(none, none.length);
        }
        return ColumnBatch.of(stateSchema, rows.rowCount(), columns);
    }

    public int size() {
        return store.size();
    }

    public long heapBytes() {
        return store.heapBytes() + parts.heapBytes();
    }
}

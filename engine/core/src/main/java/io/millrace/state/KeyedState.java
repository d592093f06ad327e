package io.millrace.state;

import io.millrace.columnar.Column;
import io.millrace.columnar.ColumnBatch;
import io.millrace.columnar.DataType;
import io.millrace.columnar.Field;
import io.millrace.columnar.Schema;
import io.millrace.columnar.Selection;
import io.millrace.process.StateVariable;
import io.millrace.process.TimeMode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.PriorityQueue;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * What a program's function keeps by key: its variables, and its timers. A key without any of these is not there.
 *
 * <p>Units: microseconds. Threads: one at a time. Keys go by slots, which are good until {@link #endBatch}.
 *
 * <p>Looks odd, is meant: entries are lists of boxed values. Each has to become an object of the program anyway when it is
 * read, and to become values again when it is written.
 */
public final class KeyedState {
    /** The table of the timers. */
    static final String TIMERS = "$timers";

    private static final Comparator<Expiry> BY_TIME = Comparator.comparingLong(Expiry::time);

    private record Expiry(long time, int table, int slot, List<Object> name) {}

    private final Schema keySchema;
    private final int shard;
    private final int shards;
    private final GroupIndex index;
    private final List<KeyedTable> tables = new ArrayList<>();
    private final KeyedTable timers;
    private final TreeMap<Long, TreeSet<Integer>> due = new TreeMap<>();
    private final PriorityQueue<Expiry> expiries = new PriorityQueue<>(BY_TIME);
    private final SlotSet touched = new SlotSet();

    public KeyedState(
            String operator, List<Field> keys, List<StateVariable> variables, TimeMode time, int shard, int shards) {
        this.keySchema = new Schema(keys);
        this.shard = shard;
        this.shards = shards;
        this.index = GroupIndex.of(keys.stream().map(Field::type).toList());
        variables.forEach(variable -> tables.add(new KeyedTable(operator, variable, keys, index)));
        DataType type = time == TimeMode.PROCESSING_TIME ? DataType.timestampLtz(6) : DataType.TIMESTAMP;
        StateVariable timer = new StateVariable(TIMERS, List.of(new Field("time", type, false)), List.of(), -1);
        this.timers = new KeyedTable(operator, timer, keys, index);
    }

    /** Slots of the rows' keys, new ones for keys that are not there. */
    public int[] assign(Column[] keys, int rows) {
        int[] slots = new int[rows];
        index.assign(keys, Selection.all(rows), slots);
        for (int slot : slots) {
            touched.add(slot);
        }
        return slots;
    }

    /** All slots are below this. */
    public int slotLimit() {
        return index.slotLimit();
    }

    /** Puts slots in canonical order. */
    public void sort(int[] slots, int count) {
        HashOrder.sort(index, slots, count);
    }

    /** A key's values. */
    public List<Object> key(int slot) {
        return ColumnBatch.of(keySchema, 1, index.keys(new int[] {slot}, 1)).row(0);
    }

    // ---- variables

    /** The values under a name; null when there are none. */
    public List<Object> get(int variable, int slot, List<Object> name) {
        KeyedTable.Entry entry = tables.get(variable).entries(slot).get(name);
        return entry == null ? null : entry.values();
    }

    /** All of a key, ordered by name: a copy. */
    public List<Map.Entry<List<Object>, List<Object>>> entries(int variable, int slot) {
        List<Map.Entry<List<Object>, List<Object>>> copy = new ArrayList<>();
        tables.get(variable).entries(slot).forEach((name, entry) -> copy.add(Map.entry(name, entry.values())));
        return copy;
    }

    /** The name of the last entry of a key; null when it has none. */
    public List<Object> lastName(int variable, int slot) {
        NavigableMap<List<Object>, KeyedTable.Entry> entries =
                tables.get(variable).entries(slot);
        return entries.isEmpty() ? null : entries.lastKey();
    }

    /** @param clockMicros from which it is kept for as long as the variable says */
    public void put(int variable, int slot, List<Object> name, List<Object> values, long clockMicros) {
        KeyedTable table = tables.get(variable);
        boolean ends = table.variable.expires();
        long expires = ends ? Math.addExact(clockMicros, table.variable.ttlMicros()) : Long.MAX_VALUE;
        table.put(slot, name, new KeyedTable.Entry(values, expires));
        if (ends) {
            expiries.add(new Expiry(expires, variable, slot, name));
        }
    }

    public void remove(int variable, int slot, List<Object> name) {
        tables.get(variable).remove(slot, name);
        touched.add(slot);
    }

    /** Lets go of what has expired. */
    public void expire(long clockMicros) {
        while (!expiries.isEmpty() && expiries.peek().time() <= clockMicros) {
            Expiry expiry = expiries.poll();
            KeyedTable.Entry entry =
                    tables.get(expiry.table()).entries(expiry.slot()).get(expiry.name());
            // what was written again since then has another time
            if (entry != null && entry.expires() == expiry.time()) {
                remove(expiry.table(), expiry.slot(), expiry.name());
            }
        }
    }

    // ---- timers

    public void setTimer(int slot, long time) {
        if (!timers.entries(slot).containsKey(List.<Object>of(time))) {
            timers.put(slot, List.of(time), new KeyedTable.Entry(List.of(), Long.MAX_VALUE));
            due.computeIfAbsent(time, t -> new TreeSet<>()).add(slot);
        }
    }

    public void deleteTimer(int slot, long time) {
        if (timers.remove(slot, List.of(time)) != null) {
            undue(slot, time);
            touched.add(slot);
        }
    }

    private void undue(int slot, long time) {
        TreeSet<Integer> slots = due.get(time);
        if (slots != null && slots.remove(slot) && slots.isEmpty()) {
            due.remove(time);
        }
    }

    /** The timers of a key: a copy. */
    public NavigableSet<Long> timers(int slot) {
        NavigableSet<Long> times = new TreeSet<>();
        timers.entries(slot).keySet().forEach(name -> times.add((Long) name.get(0)));
        return times;
    }

    /** The earliest timer; Long.MAX_VALUE when there is none. */
    public long nextTimer() {
        return due.isEmpty() ? Long.MAX_VALUE : due.firstKey();
    }

    /** The earliest timer behind a time; Long.MAX_VALUE when there is none. */
    public long nextTimerAfter(long time) {
        Long next = due.higherKey(time);
        return next == null ? Long.MAX_VALUE : next;
    }

    /** The keys that have a timer at this time, in canonical order. */
    public int[] timersAt(long time) {
        int[] slots = due.getOrDefault(time, new TreeSet<>()).stream()
                .mapToInt(Integer::intValue)
                .toArray();
        sort(slots, slots.length);
        return slots;
    }

    /** Ends a micro-batch: forgets keys that nothing is kept for. */
    public void endBatch() {
        for (int slot : touched.toArray()) {
            release(slot);
        }
        touched.clear();
    }

    private void release(int slot) {
        boolean empty = timers.entries(slot).isEmpty()
                && tables.stream().allMatch(table -> table.entries(slot).isEmpty());
        if (empty) {
            index.remove(slot);
        }
    }

    // ---- state

    public void changes(Consumer<StateChunk> out) {
        tables.forEach(table -> table.changes(out));
        timers.changes(out);
    }

    public void snapshot(Consumer<StateChunk> out) {
        tables.forEach(table -> table.snapshot(out));
        timers.snapshot(out);
    }

    /** Takes a chunk back, passing over keys of other shards. */
    public void restore(StateChunk chunk) {
        ColumnBatch rows = chunk.rows();
        Column[] keys = new Column[keySchema.size()];
        Arrays.setAll(keys, rows::column);
        Selection own = SegmentedGroups.Shards.own(keys, rows.rowCount(), shard, shards);
        int[] slots = new int[own.count()];
        index.assign(keys, own, slots);
        for (int i = 0; i < slots.length; i++) {
            restore(chunk, slots[i], rows.row(own.row(i)));
            touched.add(slots[i]);
        }
        endBatch();
    }

    private void restore(StateChunk chunk, int slot, List<Object> row) {
        if (chunk.table().equals(TIMERS)) {
            long time = (Long) row.get(keySchema.size());
            if (timers.restore(chunk.kind(), slot, row) == null) {
                undue(slot, time);
            } else {
                due.computeIfAbsent(time, t -> new TreeSet<>()).add(slot);
            }
            return;
        }
        int variable = 0;
        while (!tables.get(variable).variable.name().equals(chunk.table())) {
            variable++;
        }
        KeyedTable.Entry entry = tables.get(variable).restore(chunk.kind(), slot, row);
        if (entry != null && entry.expires() != Long.MAX_VALUE) {
            List<Object> name = tables.get(variable).nameIn(row);
            expiries.add(new Expiry(entry.expires(), variable, slot, name));
        }
    }

    public long rows() {
        return timers.size() + tables.stream().mapToLong(KeyedTable::size).sum();
    }

    public long heapBytes() {
        return index.heapBytes()
                + timers.heapBytes()
                + tables.stream().mapToLong(KeyedTable::heapBytes).sum();
    }
}

package io.millrace.state;

import io.millrace.columnar.Column;
import io.millrace.columnar.ColumnBatch;
import io.millrace.columnar.ColumnBuilder;
import io.millrace.columnar.DataType;
import io.millrace.columnar.Field;
import io.millrace.columnar.Schema;
import io.millrace.process.StateVariable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * What one variable keeps for the keys of a share: entries by slot of the key and by name, ordered by name.
 *
 * <p>Shape of its chunks: the key's columns, the name's, the values, and when it expires where it does.
 */
final class KeyedTable {
    private static final Field EXPIRES = Field.of("expires", DataType.timestampLtz(6));
    private static final long NEVER = Long.MAX_VALUE;
    private static final long ENTRY_BYTES = 96;
    private static final long VALUE_BYTES = 40;

    /** Value by value; values are of one type each and never NULL. */
    private static final Comparator<List<Object>> NAMES = KeyedTable::compareNames;

    private static final NavigableMap<List<Object>, Entry> NO_ENTRIES =
            Collections.unmodifiableNavigableMap(new TreeMap<>(NAMES));

    /** @param expires when, by the clock of micro-batches; Long.MAX_VALUE for never */
    record Entry(List<Object> values, long expires) {}

    final StateVariable variable;
    private final String operator;
    private final GroupIndex index;
    private final int keys;
    private final Schema stored;
    private final Schema identity;
    private final Map<Integer, NavigableMap<List<Object>, Entry>> bySlot = new HashMap<>();
    private final TreeMap<Integer, TreeSet<List<Object>>> dirty = new TreeMap<>();
    private final List<ColumnBuilder> deleted;
    private long size;

    KeyedTable(String operator, StateVariable variable, List<Field> keys, GroupIndex index) {
        this.operator = operator;
        this.variable = variable;
        this.index = index;
        this.keys = keys.size();
        List<Field> fields = new ArrayList<>(keys);
        fields.addAll(variable.names());
        int names = fields.size();
        fields.addAll(variable.values());
        if (variable.expires()) {
            fields.add(EXPIRES);
        }
        List<Field> distinct = distinctly(fields);
        this.stored = new Schema(distinct);
        this.identity = new Schema(distinct.subList(0, names));
        this.deleted = builders(identity);
    }

    /** A key and a value may have columns of one name. */
    private static List<Field> distinctly(List<Field> fields) {
        TreeSet<String> taken = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        List<Field> distinct = new ArrayList<>();
        for (Field field : fields) {
            String name = field.name();
            for (int i = 2; !taken.add(name); i++) {
                name = field.name() + "_" + i;
            }
            distinct.add(Field.of(name, field.type()));
        }
        return distinct;
    }

    private static List<ColumnBuilder> builders(Schema schema) {
        return schema.fields().stream()
                .map(field -> ColumnBuilder.of(field.type(), 0))
                .toList();
    }

    /** The entries of a key; empty when it has none. Not to be changed. */
    NavigableMap<List<Object>, Entry> entries(int slot) {
        return bySlot.getOrDefault(slot, NO_ENTRIES);
    }

    /** Gives the entry that was there, or null. */
    Entry put(int slot, List<Object> name, Entry entry) {
        Entry before = restored(slot, name, entry);
        dirty.computeIfAbsent(slot, s -> new TreeSet<>(NAMES)).add(name);
        return before;
    }

    private Entry restored(int slot, List<Object> name, Entry entry) {
        Entry before = bySlot.computeIfAbsent(slot, s -> new TreeMap<>(NAMES)).put(name, entry);
        size += before == null ? 1 : 0;
        return before;
    }

    /** Gives the entry that was there, or null. */
    Entry remove(int slot, List<Object> name) {
        Entry before = forget(slot, name);
        if (before != null) {
            TreeSet<List<Object>> changed = dirty.get(slot);
            if (changed != null && changed.remove(name) && changed.isEmpty()) {
                dirty.remove(slot);
            }
            Column[] key = index.keys(new int[] {slot}, 1);
            for (int i = 0; i < identity.size(); i++) {
                if (i < keys) {
                    deleted.get(i).appendFrom(key[i], 0);
                } else {
                    deleted.get(i).append(name.get(i - keys));
                }
            }
        }
        return before;
    }

    private Entry forget(int slot, List<Object> name) {
        NavigableMap<List<Object>, Entry> entries = bySlot.get(slot);
        Entry before = entries == null ? null : entries.remove(name);
        if (before != null) {
            size--;
            if (entries.isEmpty()) {
                bySlot.remove(slot);
            }
        }
        return before;
    }

    long size() {
        return size;
    }

    long heapBytes() {
        return size * (ENTRY_BYTES + VALUE_BYTES * (stored.size() - keys));
    }

    // ---- chunks

    void changes(Consumer<StateChunk> out) {
        int gone = deleted.get(0).size();
        if (gone > 0) {
            Column[] columns = deleted.stream().map(ColumnBuilder::build).toArray(Column[]::new);
            ColumnBatch batch = ColumnBatch.of(identity, gone, columns);
            out.accept(new StateChunk(operator, variable.name(), StateChunk.Kind.DELETE, 0, batch));
        }
        Upserts upserts = new Upserts();
        dirty.forEach((slot, names) -> names.forEach(name -> upserts.add(slot, name)));
        dirty.clear();
        upserts.give(out);
    }

    void snapshot(Consumer<StateChunk> out) {
        int[] slots = index.liveSlots();
        HashOrder.sort(index, slots, slots.length);
        Upserts upserts = new Upserts();
        for (int slot : slots) {
            entries(slot).keySet().forEach(name -> upserts.add(slot, name));
        }
        upserts.give(out);
    }

    /** Rows of the stored form being put together. */
    private final class Upserts {
        private int[] slots = new int[16];
        private int count;
        private final List<ColumnBuilder> builders = builders(stored).subList(keys, stored.size());

        void add(int slot, List<Object> name) {
            if (count == slots.length) {
                slots = Arrays.copyOf(slots, 2 * count);
            }
            slots[count++] = slot;
            Entry entry = entries(slot).get(name);
            Iterator<ColumnBuilder> next = builders.iterator();
            name.forEach(value -> next.next().append(value));
            entry.values().forEach(value -> next.next().append(value));
            if (next.hasNext()) {
                next.next().append((Object) (entry.expires() == NEVER ? null : entry.expires()));
            }
        }

        void give(Consumer<StateChunk> out) {
            if (count > 0) {
                Column[] columns = Arrays.copyOf(index.keys(slots, count), stored.size());
                for (int i = keys; i < columns.length; i++) {
                    columns[i] = builders.get(i - keys).build();
                }
                ColumnBatch batch = ColumnBatch.of(stored, count, columns);
                out.accept(new StateChunk(operator, variable.name(), StateChunk.Kind.UPSERT, 0, batch));
            }
        }
    }

    /** Takes a row of a chunk back. Gives the entry that is there now, or null. */
    Entry restore(StateChunk.Kind kind, int slot, List<Object> row) {
        int values = identity.size();
        List<Object> name = nameIn(row);
        if (kind == StateChunk.Kind.DELETE) {
            forget(slot, name);
            return null;
        }
        int last = values + variable.values().size();
        Object expires = variable.expires() ? row.get(last) : null;
        Entry entry = new Entry(new ArrayList<>(row.subList(values, last)), expires == null ? NEVER : (Long) expires);
        restored(slot, name, entry);
        return entry;
    }

    List<Object> nameIn(List<Object> row) {
        return List.copyOf(row.subList(keys, identity.size()));
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static int compareNames(List<Object> a, List<Object> b) {
        for (int i = 0; i < a.size(); i++) {
            int byValue = ((Comparable) a.get(i)).compareTo(b.get(i));
            if (byValue != 0) {
                return byValue;
            }
        }
        return 0;
    }
}

package io.millrace.state;

import io.millrace.columnar.Column;
import io.millrace.columnar.ColumnBatch;
import io.millrace.columnar.Selection;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The state of one operator in a {@link StateDatabase}: for each segment and key a log of what happened to its rows. So
 * the keys that a micro-batch touches can be loaded alone, and their changes are put behind what is there without
 * reading it.
 *
 * <pre>
 *   (segment, hash of the key)  ->  [0, length of the base, base]  255, changes  255, changes ...
 * </pre>
 *
 * The base is the state of the key as an operator gave it, the changes are those of one micro-batch; where they have
 * outgrown their base, a new base is to take their place. Both are rows of state chunks in their order, each behind the
 * number of its form: nothing here knows what a table means.
 *
 * <p>Keys belong to shares by their hash; of each share the log knows which segments it has rows in.
 *
 * <p>Threads: of each share one.
 */
public final class KeyedLog {
    private static final int BASE = 0;
    /** Stands before what is written to a key at one time; no form has this number. */
    static final int NEXT = 255;
    /** Changes to a key take so many bytes before a new base is worth it. */
    private static final int CHANGE_BYTES_MIN = 96;

    private static final long WRITE_BYTES = 4L << 20;

    private final StateDatabase database;
    private final String operator;
    private final Function<StateChunk, List<Integer>> keyColumns;
    private final LogKeys keys;
    private final LogForms forms;
    private final List<NavigableSet<Long>> segments = new ArrayList<>();

    /**
     * What was loaded.
     *
     * @param rows of the log, more than there are rows in state
     * @param outgrown hashes of keys whose log is to be replaced, ascending
     */
    public record Loaded(long rows, long[] outgrown) {}

    /** @param keyColumns gives the columns of a chunk's rows by which they find their share */
    public KeyedLog(
            StateDatabase database, String operator, int shares, Function<StateChunk, List<Integer>> keyColumns) {
        this.database = database;
        this.operator = operator;
        this.keyColumns = keyColumns;
        this.keys = new LogKeys(operator);
        this.forms = new LogForms(database, keys);
        for (int share = 0; share < shares; share++) {
            segments.add(new TreeSet<>());
        }
        findSegments();
    }

    private void findSegments() {
        byte[] end = keys.behind(Long.MAX_VALUE, -1);
        for (Long next = firstSegment(keys.row(Long.MIN_VALUE, 0), end); next != null; ) {
            long segment = next;
            for (int share = 0; share < segments.size(); share++) {
                byte[] from = keys.row(segment, firstHash(share));
                if (firstSegment(from, keys.behind(segment, lastHash(share))) != null) {
                    segments.get(share).add(segment);
                }
            }
            next = segment == Long.MAX_VALUE ? null : firstSegment(keys.row(segment + 1, 0), end);
        }
    }

    /** Segment of the first row there; null when there is none. */
    private Long firstSegment(byte[] from, byte[] to) {
        Long[] found = new Long[1];
        database.scan(from, to, (key, value) -> {
            found[0] = LogKeys.segment(key);
            return false;
        });
        return found[0];
    }

    private long firstHash(int share) {
        int groups = KeyHash.KEY_GROUPS;
        int first = (share * groups + segments.size() - 1) / segments.size();
        return (long) first << 56;
    }

    private long lastHash(int share) {
        return share + 1 == segments.size() ? -1 : firstHash(share + 1) - 1;
    }

    /** Whether no key of a share has anything. */
    public boolean isEmpty(int share) {
        return segments.get(share).isEmpty();
    }

    /** Keeps numbers about a share beside it. */
    public void note(int share, long... numbers) {
        ByteBuffer value = ByteBuffer.allocate(numbers.length * Long.BYTES);
        value.asLongBuffer().put(numbers);
        try (StateDatabase.Changes changes = database.changes()) {
            changes.put(keys.note(share, segments.size()), value.array());
            changes.write();
        }
    }

    /** The numbers that were noted last of a share of as many as there are now; null where none were. */
    public long[] noted(int share) {
        byte[] value = database.get(new byte[][] {keys.note(share, segments.size())})[0];
        if (value == null) {
            return null;
        }
        long[] numbers = new long[value.length / Long.BYTES];
        ByteBuffer.wrap(value).asLongBuffer().get(numbers);
        return numbers;
    }

    /** In how many places a key of the share is to be looked for. */
    public int segmentCount(int share) {
        return segments.get(share).size();
    }

    /** The hashes of keys, as they are in here. */
    public static long[] hashes(ColumnBatch batch, List<Integer> keyColumns) {
        Column[] columns = new Column[keyColumns.size()];
        Arrays.setAll(columns, i -> batch.column(keyColumns.get(i)));
        long[] hashes = new long[batch.rowCount()];
        KeyHash.hash(columns, Selection.all(hashes.length), hashes);
        return hashes;
    }

    // ---- reading

    /** Gives all that a share has. */
    public Loaded load(int share, Consumer<StateChunk> to) {
        LogRows rows = new LogRows(operator, forms, to);
        LongList outgrown = new LongList();
        for (long segment : segments.get(share)) {
            rows.segment(segment);
            database.scan(keys.row(segment, firstHash(share)), keys.behind(segment, lastHash(share)), (key, value) -> {
                take(LogKeys.hash(key), value, rows, outgrown);
                return true;
            });
        }
        rows.flush();
        return loaded(rows, outgrown);
    }

    /** Gives what some keys of a share have. */
    public Loaded load(int share, long[] hashes, Consumer<StateChunk> to) {
        LogRows rows = new LogRows(operator, forms, to);
        LongList outgrown = new LongList();
        for (long segment : segments.get(share)) {
            rows.segment(segment);
            byte[][] wanted = new byte[hashes.length][];
            Arrays.setAll(wanted, i -> keys.row(segment, hashes[i]));
            byte[][] found = database.get(wanted);
            for (int i = 0; i < found.length; i++) {
                if (found[i] != null) {
                    take(hashes[i], found[i], rows, outgrown);
                }
            }
        }
        rows.flush();
        return loaded(rows, outgrown);
    }

    private static Loaded loaded(LogRows rows, LongList outgrown) {
        return new Loaded(
                rows.rows(),
                Arrays.stream(outgrown.toArray()).sorted().distinct().toArray());
    }

    private static void take(long hash, byte[] log, LogRows rows, LongList outgrown) {
        int from = 0;
        int base = 0;
        if (log[0] == BASE) {
            StateRowCodec.Input in = new StateRowCodec.Input();
            in.over(log, 1);
            base = in.nextInt();
            from = in.at();
        }
        if (log.length - from - base > Math.max(base, CHANGE_BYTES_MIN)) {
            outgrown.add(hash);
        }
        rows.add(log, from);
    }

    // ---- writing

    /** Puts the changes to a share's keys behind what is there. */
    public void append(int share, List<StateChunk> changed) {
        List<StateChunk> rows = new ArrayList<>();
        try (StateDatabase.Changes changes = database.changes()) {
            for (StateChunk chunk : changed) {
                if (chunk.kind() != StateChunk.Kind.DROP) {
                    rows.add(chunk);
                } else if (segments.get(share).remove(chunk.segment())) {
                    deleteShare(share, chunk.segment(), changes);
                }
            }
            Map<Long, Map<Long, ByteSink>> byKey = byKey(rows, null);
            append(byKey, changes);
            segments.get(share).addAll(byKey.keySet());
            changes.write();
        }
    }

    private void append(Map<Long, Map<Long, ByteSink>> byKey, StateDatabase.Changes changes) {
        byKey.forEach((segment, ofSegment) -> ofSegment.forEach((hash, rows) -> {
            byte[] bytes = new byte[1 + rows.length()];
            bytes[0] = (byte) NEXT;
            System.arraycopy(rows.bytes(), 0, bytes, 1, rows.length());
            changes.append(keys.row(segment, hash), bytes);
            writeIfLarge(changes);
        }));
    }

    /**
     * Replaces the logs of some keys of a share.
     *
     * @param hashes of the keys, ascending
     * @param state of these keys, and maybe of others
     */
    public void replace(int share, long[] hashes, List<StateChunk> state) {
        Map<Long, Map<Long, ByteSink>> bases = byKey(state, hashes);
        try (StateDatabase.Changes changes = database.changes()) {
            for (long segment : segments.get(share)) {
                Map<Long, ByteSink> ofSegment = bases.getOrDefault(segment, Map.of());
                for (long hash : hashes) {
                    if (!ofSegment.containsKey(hash)) {
                        changes.delete(keys.row(segment, hash));
                    }
                }
            }
            put(bases, changes);
            segments.get(share).addAll(bases.keySet());
            changes.write();
        }
    }

    /** Replaces the logs of all keys of a share. */
    public void replaceAll(int share, List<StateChunk> state) {
        try (StateDatabase.Changes changes = database.changes()) {
            for (long segment : segments.get(share)) {
                deleteShare(share, segment, changes);
            }
            segments.get(share).clear();
            Map<Long, Map<Long, ByteSink>> bases = byKey(state, null);
            put(bases, changes);
            segments.get(share).addAll(bases.keySet());
            changes.write();
        }
    }

    private void deleteShare(int share, long segment, StateDatabase.Changes changes) {
        changes.deleteRange(keys.row(segment, firstHash(share)), keys.behind(segment, lastHash(share)));
    }

    /** The rows by segment and key; null {@code wanted}: those of all keys. */
    private Map<Long, Map<Long, ByteSink>> byKey(List<StateChunk> chunks, long[] wanted) {
        Map<Long, Map<Long, ByteSink>> byKey = new HashMap<>();
        for (StateChunk chunk : chunks) {
            int number = forms.number(chunk);
            Column[] columns = columns(chunk.rows());
            long[] hashes = hashes(chunk.rows(), keyColumns.apply(chunk));
            Map<Long, ByteSink> ofSegment = byKey.computeIfAbsent(chunk.segment(), segment -> new HashMap<>());
            for (int row = 0; row < hashes.length; row++) {
                if (wanted == null || Arrays.binarySearch(wanted, hashes[row]) >= 0) {
                    ByteSink rows = ofSegment.computeIfAbsent(hashes[row], hash -> new ByteSink(48));
                    rows.putByte(number + 1);
                    StateRowCodec.encode(columns, row, rows);
                }
            }
        }
        byKey.values().removeIf(Map::isEmpty);
        return byKey;
    }

    private void put(Map<Long, Map<Long, ByteSink>> bases, StateDatabase.Changes changes) {
        ByteSink head = new ByteSink(8);
        bases.forEach((segment, ofSegment) -> ofSegment.forEach((hash, base) -> {
            head.clear();
            head.putByte(BASE);
            StateRowCodec.putInt(base.length(), head);
            byte[] value = Arrays.copyOf(head.bytes(), head.length() + base.length());
            System.arraycopy(base.bytes(), 0, value, head.length(), base.length());
            changes.put(keys.row(segment, hash), value);
            writeIfLarge(changes);
        }));
    }

    private static void writeIfLarge(StateDatabase.Changes changes) {
        if (changes.bytes() > WRITE_BYTES) {
            changes.write();
        }
    }

    private static Column[] columns(ColumnBatch rows) {
        if (rows.weights() != null) {
            throw new IllegalStateException("rows of state with weights beside their columns");
        }
        Column[] columns = new Column[rows.schema().size()];
        Arrays.setAll(columns, rows::column);
        return columns;
    }
}

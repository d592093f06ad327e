package io.millrace.state;

import io.millrace.columnar.BytesColumn;
import io.millrace.columnar.Column;
import io.millrace.columnar.DoubleColumn;
import io.millrace.columnar.LongColumn;
import io.millrace.columnar.ObjectColumn;
import io.millrace.columnar.Selection;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The one hash of keys. It decides which worker owns a key and the order of results, so it must never change: the same
 * on every machine, in every version, for whatever number of threads. The top 8 bits are the key group.
 */
public final class KeyHash {
    /** Number of key groups. */
    public static final int KEY_GROUPS = 256;

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long NULL_HASH = 0x9E3779B97F4A7C15L;
    private static final long EMPTY_KEY = 0x2545F4914F6CDD1DL;

    private KeyHash() {}

    /** Hashes of the selected rows' keys: {@code hashes[i]} is of row {@code rows.row(i)}. */
    public static void hash(Column[] keys, Selection rows, long[] hashes) {
        int count = rows.count();
        if (keys.length == 0) {
            java.util.Arrays.fill(hashes, 0, count, EMPTY_KEY);
            return;
        }
        for (int k = 0; k < keys.length; k++) {
            boolean first = k == 0;
            Column key = keys[k];
            if (key instanceof LongColumn longs) {
                hashLongs(longs, rows, hashes, first);
            } else if (key instanceof DoubleColumn doubles) {
                hashDoubles(doubles, rows, hashes, first);
            } else if (key instanceof BytesColumn bytes) {
                hashBytes(bytes, rows, hashes, first);
            } else {
                hashObjects((ObjectColumn) key, rows, hashes, first);
            }
        }
    }

    /** The worker, of {@code shards}, that owns a key. */
    public static int shard(long hash, int shards) {
        return (int) ((hash >>> 56) * shards >>> 8);
    }

    static long ofLong(long value) {
        return mix(value);
    }

    static long ofNull() {
        return NULL_HASH;
    }

    private static void hashLongs(LongColumn key, Selection rows, long[] hashes, boolean first) {
        long[] values = key.values();
        boolean[] nulls = key.nulls();
        for (int i = 0; i < rows.count(); i++) {
            int row = rows.row(i);
            long hash = nulls != null && nulls[row] ? NULL_HASH : mix(values[row]);
            hashes[i] = first ? hash : combine(hashes[i], hash);
        }
    }

    private static void hashDoubles(DoubleColumn key, Selection rows, long[] hashes, boolean first) {
        for (int i = 0; i < rows.count(); i++) {
            int row = rows.row(i);
            long hash = key.isNull(row) ? NULL_HASH : mix(canonicalBits(key.values()[row]));
            hashes[i] = first ? hash : combine(hashes[i], hash);
        }
    }

    private static void hashBytes(BytesColumn key, Selection rows, long[] hashes, boolean first) {
        int[] codes = key.codes();
        BytesColumn values = codes == null ? key : key.dictionary();
        byte[] data = values.data();
        int[] offsets = values.offsets();
        for (int i = 0; i < rows.count(); i++) {
            int row = rows.row(i);
            int at = codes == null ? row : codes[row];
            long hash = key.isNull(row) ? NULL_HASH : ofBytes(data, offsets[at], offsets[at + 1]);
            hashes[i] = first ? hash : combine(hashes[i], hash);
        }
    }

    private static void hashObjects(ObjectColumn key, Selection rows, long[] hashes, boolean first) {
        for (int i = 0; i < rows.count(); i++) {
            int row = rows.row(i);
            long hash = NULL_HASH;
            if (!key.isNull(row)) {
                ByteSink sink = new ByteSink(64);
                RowCodec.encodeObject(key.values()[row], sink);
                hash = ofBytes(sink.bytes(), 0, sink.length());
            }
            hashes[i] = first ? hash : combine(hashes[i], hash);
        }
    }

    static long ofBytes(byte[] data, int from, int to) {
        long hash = NULL_HASH ^ (to - from);
        int at = from;
        for (; at + 8 <= to; at += 8) {
            hash = mix(hash ^ (long) LONG.get(data, at));
        }
        long tail = 0;
        for (int shift = 0; at < to; at++, shift += 8) {
            tail |= (data[at] & 0xFFL) << shift;
        }
        return mix(hash ^ tail);
    }

    /** One bit pattern for all NaNs and for both zeros. */
    static long canonicalBits(double value) {
        return Double.doubleToLongBits(value == 0 ? 0.0 : value);
    }

    private static long combine(long a, long b) {
        return mix(a * 31 + b);
    }

    /** The finaliser of MurmurHash3: every input bit reaches every output bit. */
    private static long mix(long value) {
        long h = value;
        h ^= h >>> 33;
        h *= 0xff51afd7ed558ccdL;
        h ^= h >>> 33;
        h *= 0xc4ceb9fe1a85ec53L;
        h ^= h >>> 33;
        return h;
    }
}

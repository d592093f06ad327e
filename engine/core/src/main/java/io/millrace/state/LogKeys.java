package io.millrace.state;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * The keys under which a {@link KeyedLog} lies in its database: a letter, the hash of the operator's id, then for rows
 * the segment and the hash of the key, for notes the share, all in the order of their numbers.
 */
final class LogKeys {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final int FORM_BYTES = 10;
    private static final int NOTE_BYTES = 17;
    private static final int ROW_BYTES = 25;

    private final long operator;

    LogKeys(String operator) {
        byte[] id = operator.getBytes(StandardCharsets.UTF_8);
        this.operator = KeyHash.ofBytes(id, 0, id.length);
    }

    byte[] form(int number) {
        byte[] key = new byte[FORM_BYTES];
        key[0] = 'F';
        LONG.set(key, 1, operator);
        key[9] = (byte) number;
        return key;
    }

    /** What is noted of a share, one of so many. */
    byte[] note(int share, int shares) {
        byte[] key = new byte[NOTE_BYTES];
        key[0] = 'N';
        LONG.set(key, 1, operator);
        LONG.set(key, 9, (long) shares << 32 | share);
        return key;
    }

    byte[] row(long segment, long hash) {
        byte[] key = new byte[ROW_BYTES];
        key[0] = 'R';
        LONG.set(key, 1, operator);
        LONG.set(key, 9, segment ^ Long.MIN_VALUE);
        LONG.set(key, 17, hash);
        return key;
    }

    /** Behind all rows of a segment with hashes up to this one. */
    byte[] behind(long segment, long lastHash) {
        byte[] last = row(segment, lastHash);
        return java.util.Arrays.copyOf(last, ROW_BYTES + 1);
    }

    static long segment(byte[] rowKey) {
        return (long) LONG.get(rowKey, 9) ^ Long.MIN_VALUE;
    }

    static long hash(byte[] rowKey) {
        return (long) LONG.get(rowKey, 17);
    }
}

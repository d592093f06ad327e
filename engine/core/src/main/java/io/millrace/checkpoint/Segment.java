package io.millrace.checkpoint;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One file of the log, taken apart.
 *
 * <p>What may stand behind the last whole entry: an append that a crash cut short. Its bytes end in the middle of the
 * entry, or sectors of it were never written and read as zeros. It was not acknowledged, so it is as if it had never
 * begun. Anything else is damage. The two are told apart like this:
 *
 * <ul>
 *   <li>an intact entry further on says how much of the segment was synced when it was written: if that goes beyond
 *       the bad bytes, they had been synced, so it is damage;
 *   <li>else bad bytes that run to the end of the file within an entry, or that have a sector all of zeros, were never
 *       written. No entry begins or ends with a zero, so a sector that an entry fills in part is never all zeros;
 *   <li>else it is damage.
 * </ul>
 */
record Segment(String file, byte[] bytes, List<Integer> offsets, int goodLength, String flaw) {
    private static final int SECTOR_BYTES = 512;

    static Segment of(String file, byte[] bytes) {
        List<Integer> offsets = new ArrayList<>();
        int at = 0;
        while (at < bytes.length) {
            String flaw = LogFrame.flaw(bytes, at);
            if (flaw != null) {
                return new Segment(file, bytes, offsets, at, flaw);
            }
            offsets.add(at);
            at += LogFrame.length(bytes, at);
        }
        return new Segment(file, bytes, offsets, at, null);
    }

    LogFrame frame(int index) {
        return LogFrame.read(bytes, offsets.get(index));
    }

    Hash hash(int index) {
        return LogFrame.hash(bytes, offsets.get(index));
    }

    /** Where the frame ends. */
    int end(int index) {
        int at = offsets.get(index);
        return at + LogFrame.length(bytes, at);
    }

    /** Whether what follows the good length is an append that was cut short, not damage. */
    boolean torn() {
        int next = nextIntact();
        if (next < 0) {
            return endsWithin(goodLength) || unwrittenSector(goodLength, bytes.length);
        }
        return ByteBuffer.wrap(bytes).getLong(next + 29) <= goodLength && unwrittenSector(goodLength, next);
    }

    private int nextIntact() {
        for (int at = goodLength + 1; at <= bytes.length - LogFrame.HEAD_BYTES; at++) {
            if (bytes[at] == LogFrame.MAGIC[0] && LogFrame.flaw(bytes, at) == null) {
                return at;
            }
        }
        return -1;
    }

    /** Whether the bytes are the beginning of one entry, as far as can be seen. */
    private boolean endsWithin(int at) {
        int left = bytes.length - at;
        if (left < LogFrame.HEAD_BYTES) {
            int known = Math.min(left, LogFrame.MAGIC.length);
            return Arrays.equals(bytes, at, at + known, LogFrame.MAGIC, 0, known);
        }
        return LogFrame.headIntact(bytes, at) && LogFrame.length(bytes, at) > left;
    }

    private boolean unwrittenSector(int from, int to) {
        int start = from;
        while (start < to) {
            int end = Math.min(to, (start / SECTOR_BYTES + 1) * SECTOR_BYTES);
            if (allZero(start, end)) {
                return true;
            }
            start = end;
        }
        return false;
    }

    private boolean allZero(int from, int to) {
        for (int i = from; i < to; i++) {
            if (bytes[i] != 0) {
                return false;
            }
        }
        return true;
    }
}

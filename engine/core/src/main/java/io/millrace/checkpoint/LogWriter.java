package io.millrace.checkpoint;

import io.millrace.error.MillraceException;
import io.millrace.storage.FileStore;
import java.util.Arrays;

/**
 * Appends to the log. What was appended is durable after {@link #force()}; an append that failed leaves the log as it
 * was: what it left in the file is cut off before the next one.
 */
final class LogWriter {
    private static final byte[] NO_STATE = {};

    private final GuardedStore store;
    private final long epoch;
    private String segment;
    private long length;
    private long durable;
    private Hash head;
    private FileStore.Output output;
    private LogWriter oldSegment;
    private long bytesWritten;

    /**
     * @param segment file to append to; null when there is no log yet
     * @param length of its good part
     * @param head hash of its last entry
     */
    LogWriter(GuardedStore store, long epoch, String segment, long length, Hash head) {
        this.store = store;
        this.epoch = epoch;
        this.segment = segment;
        this.length = length;
        this.head = head;
    }

    /** Appends an entry and returns its hash. */
    Hash append(LogFrame.Kind kind, long batch, String json, byte[] state) {
        byte[] bytes = new LogFrame(kind, epoch, batch, durable, head, json, state).encode();
        openOutput();
        try {
            store.write(output, segment, bytes);
        } catch (MillraceException e) {
            closeOutput();
            throw e;
        }
        length += bytes.length;
        bytesWritten += bytes.length;
        head = hashOf(bytes);
        return head;
    }

    Hash append(LogFrame.Kind kind, long batch, String json) {
        return append(kind, batch, json, NO_STATE);
    }

    /** Makes what was appended durable. */
    void force() {
        if (durable < length) {
            store.force(output, segment);
            durable = length;
        }
    }

    /**
     * Makes durable what another owner left, who may have died of a failed sync: the system then shows bytes that it has no
     * intention to write, so that syncing them is not enough.
     *
     * @param bytes of the segment
     * @param from how many of them are durable
     */
    void rewrite(byte[] bytes, int from) {
        if (from < length) {
            FileStore.Output again = store.rewrite(segment, from);
            try {
                store.write(again, segment, Arrays.copyOfRange(bytes, from, (int) length));
                store.force(again, segment);
            } finally {
                store.close(again);
            }
        }
        durable = length;
    }

    /**
     * Begins a new segment, in place whole and durable before anything refers to it; the entry before it must be
     * durable. {@link #endOldSegment} comes next.
     */
    void startSegment(SegmentStart start) {
        String name = Names.segment(start.firstBatch());
        byte[] first = new LogFrame(
                        LogFrame.Kind.SEGMENT, epoch, start.firstBatch(), 0, head, Json.write(start), NO_STATE)
                .encode();
        store.delete(name + Names.NEW);
        Outputs.writeWhole(store, name + Names.NEW, first);
        store.rename(name + Names.NEW, name);
        store.forceDirectory(Names.LOG);
        closeOutput();
        if (segment != null) {
            oldSegment = new LogWriter(store, epoch, segment, length, head);
        }
        segment = name;
        length = first.length;
        durable = first.length;
        head = hashOf(first);
        bytesWritten += first.length;
    }

    /** Says in the segment before that the log goes on, and where, so that a missing segment is noticed. */
    void endOldSegment() {
        if (oldSegment != null) {
            oldSegment.goOnIn(segment);
            oldSegment = null;
        }
    }

    /** Ends the segment with the name of the one that follows. */
    void goOnIn(String next) {
        try {
            append(LogFrame.Kind.NEXT, 0, Json.write(next));
            force();
        } finally {
            closeOutput();
        }
    }

    /** File that entries go to. */
    String segment() {
        return segment;
    }

    /** Where the next entry will begin. */
    long length() {
        return length;
    }

    /** Hash of the last entry. */
    Hash head() {
        return head;
    }

    long epoch() {
        return epoch;
    }

    long bytesWritten() {
        return bytesWritten;
    }

    void closeOutput() {
        if (output != null) {
            store.close(output);
            output = null;
        }
    }

    private void openOutput() {
        if (output == null) {
            boolean cut = store.size(segment) > length;
            output = store.append(segment, length);
            if (cut) {
                store.force(output, segment);
            }
        }
    }

    private static Hash hashOf(byte[] frame) {
        return Hash.of(frame, 0, frame.length - LogFrame.TAIL_BYTES);
    }
}

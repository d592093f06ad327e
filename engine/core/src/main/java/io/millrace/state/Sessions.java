package io.millrace.state;

import io.millrace.columnar.ColumnBatch;
import io.millrace.columnar.Selection;
import java.util.List;
import java.util.function.Consumer;

/** The open sessions of one operator, or of a share of it that owns some of the keys. Threads: one at a time. */
public interface Sessions {
    /**
     * Takes in rows, each covering {@code [time, time + gap)}.
     *
     * @param rows whose time is not NULL, and whose gap is positive
     * @param noteOld whether {@link #takeOld} is going to be asked
     */
    void add(ColumnBatch batch, Selection rows, boolean noteOld);

    /** The rows that sessions changed in this micro-batch gave before it; in parts, each row once. */
    List<SessionRows> takeOld();

    /** The rows of sessions that changed in this micro-batch, as they are now. */
    SessionRows changed();

    /** The rows of sessions that end before a watermark. */
    SessionRows closed(long watermark);

    /** Forgets the sessions that end before a watermark. */
    void drop(long watermark);

    /** No session ends before this; Long.MAX_VALUE when there is none. */
    long earliestEnd();

    /** Where the keys of sessions have their slots. */
    GroupIndex keys();

    /** Gives what changed since the last call, after which a new micro-batch begins. */
    void changes(Consumer<StateChunk> out);

    /** Gives the whole state. */
    void snapshot(Consumer<StateChunk> out);

    /** Takes a chunk back, passing over keys of other shards. */
    void restore(StateChunk chunk);

    /** Sessions or rows that are kept. */
    long rows();

    long bytes();
}

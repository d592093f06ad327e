package io.millrace.connector;

import java.util.List;

/**
 * The rows of a table, as ranges between offsets. One instance serves one query; the micro-batch loop calls all methods
 * but {@link #open} from one thread.
 *
 * <p>A range gives the same splits and rows whenever it is read ({@link ReadableTable#replayable()} tables). Errors: a
 * system that cannot be reached is SOURCE_UNAVAILABLE, a range that is no longer there DATA_LOST.
 */
public interface Source extends AutoCloseable {
    /** The position before the first row. */
    Offset initial();

    /** The query goes on from this position, which an earlier process had reached. Called before anything else. */
    default void resume(Offset position) {}

    /** The position behind the last row there is now. Bounded sources: the end. Must not wait for data. */
    Offset latest();

    /** Where the micro-batch that begins at {@code start} ends: {@code latest} or, where the limit says so, before. */
    Offset limit(Offset start, Offset latest, ReadLimit limit);

    /** The splits of a range, in canonical order; a function of the range alone. */
    List<Split> plan(Offset start, Offset end);

    SplitReader open(Split split);

    /**
     * Says which rows the query goes on with; called at most once, before anything is read. A source that knows that a
     * piece of a split holds none of them may leave it out, and says so by {@link SplitReader#leftOut()}. Splits stay what
     * they are.
     */
    default void wanted(RowsWanted rows) {}

    /**
     * Another scan of the same query reads the same ranges, with these columns (positions in the table's schema): where rows
     * are counted by bytes for {@link #limit}, they count too. Called before anything is read.
     */
    default void alsoRead(List<Integer> columns) {}

    /** Whether no row will ever follow this position. */
    boolean exhausted(Offset offset);

    /** Rows before this position are committed and will not be asked for again; later ranges may have been planned. */
    default void committed(Offset offset) {}

    /** Registers what to call, from any thread, when new rows may be there. */
    default void onData(Runnable wake) {}

    /**
     * How long the loop may sleep at most before it asks {@link #latest()} again, in milliseconds; 0 when {@link
     * #onData} tells reliably.
     */
    default long pollMillis() {
        return 100;
    }

    @Override
    void close();
}

package io.millrace.connector;

import java.util.List;

/** A table that can be read. */
public interface ReadableTable extends Table {
    /**
     * A new source for one query.
     *
     * @param columns positions in {@link #schema()} of the columns to give, in that order; may be empty (row counts only)
     */
    Source source(List<Integer> columns);

    /**
     * Positions in {@link #schema()} of the columns by which its sources leave whole parts out, without looking into them, as
     * {@link RowsWanted#ofParts} says: those that name folders.
     */
    default List<Integer> partColumns() {
        return List.of();
    }

    /** Whether rows end by themselves. */
    boolean bounded();

    /** Whether a range can be read again after a failure. */
    boolean replayable();

    /**
     * Whether a plain SELECT makes sense: what is there now has an end. False for generators without a limit and for
     * sources that cannot replay.
     */
    default boolean finiteNow() {
        return replayable();
    }

    /**
     * Whether the next row is always there, as of a generator that nothing limits: then no query ends that is to read what
     * is there now.
     */
    default boolean inexhaustible() {
        return false;
    }
}

package io.millrace.runtime;

/**
 * Is told what becomes of the continuous queries of a session. Calls come one after the other from one thread that is none of
 * the queries': they wait for nobody, and a listener that fails disturbs no query.
 */
public interface QueryListener {
    void started(StreamingQuery query);

    void progress(StreamingQuery query, QueryProgress progress);

    /** The query waits for rows or for its trigger. Told once, until it has run again. */
    void idle(StreamingQuery query);

    /** The query waits for room on a full disk, see {@link StreamingQuery#hold}. */
    default void paused(StreamingQuery query) {}

    /** The query has failed and is started again soon, see {@link StreamingQuery#hold}. */
    default void restarting(StreamingQuery query) {}

    /** The query has ended: its state says how. */
    void terminated(StreamingQuery query);
}

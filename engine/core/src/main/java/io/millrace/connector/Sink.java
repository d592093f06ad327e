package io.millrace.connector;

import java.util.List;
import java.util.Optional;

/**
 * Takes the results of one query, micro-batch by micro-batch. Calls come one at a time, {@code commit} maybe from another
 * thread than the rest, in this order:
 *
 * <pre>open ( write* prepare(N) commit(N) | write* abort(N) )* [ end ] close</pre>
 *
 * After {@code prepare(N)} returned, everything written for N is durable but has no effect yet; {@code commit(N)} makes
 * it take effect at once or not at all, also in a later process that never wrote it. Committing N a second time has no
 * effect. Errors: SINK_FAILED, DISK_FULL, IO_ERROR.
 */
public interface Sink extends AutoCloseable {
    /**
     * What a query is to its sink.
     *
     * @param queryId survives restarts
     * @param epoch grows with each start; a sink refuses what comes with a smaller one than it has seen
     * @param mode what the rows mean
     * @param uniqueKey positions of columns that identify a row, for update mode; null when none is known
     */
    record Session(String queryId, String queryName, long epoch, OutputMode mode, List<Integer> uniqueKey) {
        public Session(String queryId, String queryName, long epoch, OutputMode mode) {
            this(queryId, queryName, epoch, mode, null);
        }
    }

    /** Last batch that took effect, and the state id it was committed with. */
    record Committed(long batchId, String stateId) {}

    /**
     * Whether the sink knows after a restart what it committed. One that does not, such as a console, may be given a batch
     * a second time.
     */
    default boolean remembersCommits() {
        return true;
    }

    /** Begins; finishes or undoes what an earlier process left half done. Empty when nothing was ever committed. */
    Optional<Committed> open(Session session);

    void write(ChangeBatch batch);

    /** Makes the rows written for this batch durable. Returns what {@link #commit} needs to know, kept in the log. */
    String prepare(long batchId);

    /**
     * Makes the batch take effect.
     *
     * @param staged what {@link #prepare} returned, possibly in an earlier process
     * @return false when what was staged is no longer there: the engine then runs the batch again
     */
    boolean commit(long batchId, String stateId, String staged);

    /** Forgets what was written for this batch. */
    void abort(long batchId);

    /**
     * The query is over for good: its inputs have ended, or it kept no checkpoint that a later run could go on with. What
     * it committed stays; whoever may have only one query write to it now takes another. May come without {@link #open},
     * from a process that finds the query over; a second call has no effect, nor one of a query that is not known here.
     */
    default void end(Session session) {}

    @Override
    void close();
}

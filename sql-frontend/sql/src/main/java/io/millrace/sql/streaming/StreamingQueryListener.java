package io.millrace.sql.streaming;

import io.millrace.error.MillraceException;
import io.millrace.runtime.QueryProgress;
import java.util.Optional;

/**
 * Is told what becomes of the continuous queries of a session, by {@link StreamingQueryManager#addListener}. Calls come one
 * after the other, from a thread that is none of the queries'; what a method throws is logged and disturbs no query.
 */
public abstract class StreamingQueryListener {
    /**
     * @param id survives restarts
     * @param runId new with each start
     */
    public record QueryStartedEvent(String id, String runId, String name) {}

    /** A micro-batch is committed. */
    public record QueryProgressEvent(QueryProgress progress) {}

    /** The query waits for rows or for its trigger. */
    public record QueryIdleEvent(String id, String runId) {}

    /**
     * The query does not run at the moment, and goes on by itself.
     *
     * @param reason the full disk and its file, or the failure after which it starts again
     */
    public record QueryHeldEvent(String id, String runId, String reason) {}

    /** @param exception why it failed; empty where it was stopped or has finished */
    public record QueryTerminatedEvent(String id, String runId, Optional<MillraceException> exception) {}

    public abstract void onQueryStarted(QueryStartedEvent event);

    public abstract void onQueryProgress(QueryProgressEvent event);

    public void onQueryIdle(QueryIdleEvent event) {}

    /** The query waits for room on a full disk. */
    public void onQueryPaused(QueryHeldEvent event) {}

    /** The query has failed and starts again from its checkpoint soon. */
    public void onQueryRestarting(QueryHeldEvent event) {}

    public abstract void onQueryTerminated(QueryTerminatedEvent event);
}

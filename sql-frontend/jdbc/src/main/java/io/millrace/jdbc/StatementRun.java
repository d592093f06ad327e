package io.millrace.jdbc;

import io.millrace.error.MillraceException;
import io.millrace.sql.StatementResult;
import java.sql.SQLException;
import java.util.concurrent.ScheduledFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The execution of one statement after the other in the thread that calls, and its end from another: by cancel, close or the
 * query timeout. What waits in the engine is woken by an interrupt, which never outlives the execution.
 */
final class StatementRun {
    private Thread thread;
    private StopReason reason;
    private boolean closed;

    /**
     * @param timeoutSeconds 0 for no limit
     * @param publish takes the result, at the moment from which on it is the result that is to be stopped
     */
    void run(Supplier<StatementResult> work, int timeoutSeconds, Consumer<StatementResult> publish)
            throws SQLException {
        begin();
        ScheduledFuture<?> timeout =
                timeoutSeconds == 0 ? null : Timeouts.after(timeoutSeconds, () -> stop(StopReason.TIMEOUT));
        StatementResult result = null;
        MillraceException failure = null;
        StopReason stopped;
        try {
            result = work.get();
        } catch (MillraceException e) {
            failure = e;
        } finally {
            stopped = end(result, publish);
            if (timeout != null) {
                timeout.cancel(false);
            }
        }
        if (stopped != null && result instanceof StatementResult.Rows rows) {
            rows.cursor().close();
            throw stopped(stopped, timeoutSeconds, null);
        }
        if (failure != null) {
            throw failed(failure, stopped, timeoutSeconds);
        }
    }

    private synchronized void begin() throws SQLException {
        if (closed) {
            throw SqlErrors.closed("statement");
        }
        if (thread != null) {
            throw new SQLException(
                    "the statement is executing in thread \"" + thread.getName() + "\"; take another statement",
                    SqlErrors.SEQUENCE);
        }
        thread = Thread.currentThread();
        reason = null;
    }

    /** Rows that come too late for a stop are not published: nobody reads them. Anything else has been done. */
    private synchronized StopReason end(StatementResult result, Consumer<StatementResult> publish) {
        thread = null;
        if (reason != null) {
            // the interrupt was for this execution
            Thread.interrupted();
        }
        if (result != null && (reason == null || !(result instanceof StatementResult.Rows))) {
            publish.accept(result);
        }
        return reason;
    }

    private static SQLException failed(MillraceException failure, StopReason stopped, int timeoutSeconds) {
        if (stopped != null) {
            return stopped(stopped, timeoutSeconds, failure);
        }
        if (Thread.currentThread().isInterrupted()) {
            return stopped(StopReason.INTERRUPTED, timeoutSeconds, failure);
        }
        return SqlErrors.of(failure);
    }

    private static SQLException stopped(StopReason reason, int timeoutSeconds, MillraceException cause) {
        return reason == StopReason.TIMEOUT
                ? SqlErrors.timeout(timeoutSeconds)
                : SqlErrors.cancelled(reason.message(), cause);
    }

    /** Ends what is executing, if anything is; from any thread. */
    synchronized void stop(StopReason why) {
        if (why == StopReason.CLOSED) {
            closed = true;
        }
        if (thread != null && reason == null) {
            reason = why;
            thread.interrupt();
        }
    }
}

package io.millrace.runtime;

import io.millrace.checkpoint.BatchLog;
import io.millrace.connector.Sink;
import io.millrace.error.MillraceException;
import java.time.Duration;

/** The life of a query: its loop, and after a failure the next one, as the restart policy has it. Runs in its own thread. */
final class QueryRuns implements Runnable {
    private final QuerySpec spec;
    private final QueryHost host;
    private final long rowsBesideMin;
    private final Runnable atEnd;
    private final RunningQuery query;
    private final Restarts restarts;
    /** Null when the query is to be opened. */
    private OpenQuery open;

    QueryRuns(QuerySpec spec, OpenQuery first, QueryHost host, long rowsBesideMin, Runnable atEnd) {
        this.spec = spec;
        this.host = host;
        this.rowsBesideMin = rowsBesideMin;
        this.atEnd = atEnd;
        this.query = first.query();
        this.open = first;
        this.restarts = new Restarts(
                spec.sinks() == null ? RestartPolicy.NONE : spec.settings().restart());
    }

    @Override
    public void run() {
        MicroBatchLoop.End end = runOnce();
        while (end.failure() != null && !query.isStopRequested()) {
            Restarts.Decision decision = restarts.after(end.failure(), query.committedBatch(), end.checkpointUsable());
            if (!decision.restart()) {
                end = new MicroBatchLoop.End(end.state(), decision.failure(), end.checkpointUsable());
                break;
            }
            end = restart(end.failure(), decision.delay());
        }
        atEnd.run();
        if (end.failure() != null) {
            query.fail(end.failure());
        } else {
            query.enter(end.state());
        }
    }

    private MicroBatchLoop.End runOnce() {
        MicroBatchLoop loop = new MicroBatchLoop(open, host, rowsBesideMin);
        Thread thread = Thread.currentThread();
        query.interruptBy(() -> {
            loop.interrupt();
            thread.interrupt();
        });
        return loop.run();
    }

    private MicroBatchLoop.End restart(MillraceException failure, Duration delay) {
        query.hold(
                StreamingQuery.State.RESTARTING,
                spec.settings().clock().instant(),
                "restart " + restarts.attempts() + " of "
                        + spec.settings().restart().attempts() + " in " + delay.toMillis() + " ms after: "
                        + failure.getMessage());
        try {
            if (!query.waitUnlessStopped(delay.toMillis())) {
                return new MicroBatchLoop.End(StreamingQuery.State.STOPPED, null, true);
            }
            open = reopen();
            if (open == null) {
                return new MicroBatchLoop.End(StreamingQuery.State.FINISHED, null, true);
            }
        } catch (MillraceException e) {
            return query.wasInterrupted()
                    ? new MicroBatchLoop.End(StreamingQuery.State.STOPPED, null, true)
                    : new MicroBatchLoop.End(StreamingQuery.State.FAILED, e, true);
        } finally {
            query.letGo();
        }
        return runOnce();
    }

    /** The query as its checkpoint has it; null where that says it has finished. */
    private OpenQuery reopen() {
        QuerySettings settings = spec.settings();
        BatchLog log = host.checkpoint(settings.checkpointRoot(), spec.name(), settings.retainBatches());
        QuerySpec next = spec.withSink(spec.sinks().get());
        try {
            if (!log.isNew() && log.finished()) {
                next.sink()
                        .end(new Sink.Session(
                                log.queryId(),
                                spec.name(),
                                log.epoch(),
                                spec.plan().mode(),
                                spec.plan().uniqueKey()));
                next.sink().close();
                log.close();
                return null;
            }
            query.begins();
            query.interruptBy(Thread.currentThread()::interrupt);
            return new QueryOpener(next, log).open(query);
        } catch (RuntimeException | Error e) {
            // an interrupt has had its effect here, and would disturb what is closed now
            query.interruptBy(() -> {});
            Thread.interrupted();
            log.close();
            next.sink().close();
            throw e;
        }
    }
}

package io.millrace.runtime;

import io.millrace.connector.builtin.LateRowsTable;
import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import java.time.Duration;
import java.util.Optional;

/**
 * The life of a query: it is opened, then its loop runs; after a failure both again, as the restart policy has it. Runs in
 * its own thread.
 */
final class QueryRuns implements Runnable {
    private static final MicroBatchLoop.End STOPPED = new MicroBatchLoop.End(StreamingQuery.State.STOPPED, null, true);
    private static final MicroBatchLoop.End FINISHED =
            new MicroBatchLoop.End(StreamingQuery.State.FINISHED, null, true);

    private final QuerySpec spec;
    private final QueryHost host;
    private final long rowsBesideMin;
    private final QueryListeners listeners;
    private final Runnable atEnd;
    private final RunningQuery query;
    private final Opening opening;
    private final Room room;
    private final boolean waits;
    private final Restarts restarts;

    /** @param atEnd called when the query holds nothing any more, before anybody is told */
    QueryRuns(
            QuerySpec spec,
            RunningQuery query,
            QueryHost host,
            long rowsBesideMin,
            QueryListeners listeners,
            Runnable atEnd) {
        this.spec = spec;
        this.query = query;
        this.host = host;
        this.rowsBesideMin = rowsBesideMin;
        this.listeners = listeners;
        this.atEnd = atEnd;
        this.opening = new Opening(host, query);
        QuerySettings settings = spec.settings();
        this.waits = settings.checkpointRoot() != null && !spec.plan().batch();
        this.room = new Room(query, settings.clock(), host.roomRetry(), waits);
        this.restarts = new Restarts(spec.sinks() == null ? RestartPolicy.NONE : settings.restart());
    }

    @Override
    public void run() {
        MicroBatchLoop.End end;
        try {
            end = start();
        } catch (RuntimeException | Error e) {
            ended();
            query.cannotStart(e);
            return;
        }
        while (end.failure() != null && !query.isStopRequested()) {
            if (needsRoom(end)) {
                end = room.waitAfter(end.failure()) ? openAgain() : STOPPED;
                continue;
            }
            Restarts.Decision decision = restarts.after(end.failure(), query.committedBatch(), end.checkpointUsable());
            if (!decision.restart()) {
                end = new MicroBatchLoop.End(end.state(), decision.failure(), end.checkpointUsable());
                break;
            }
            end = restart(end.failure(), decision.delay());
        }
        ended();
        if (end.failure() != null) {
            query.fail(end.failure());
        } else {
            query.enter(end.state());
        }
    }

    private void ended() {
        opening.close();
        LateRowsTable lateRows = spec.lateRows();
        if (lateRows != null) {
            lateRows.end();
        }
        atEnd.run();
    }

    private MicroBatchLoop.End start() {
        Optional<OpenQuery> open;
        try {
            open = open(spec);
        } catch (RuntimeException | Error e) {
            if (wasStopped(e)) {
                return STOPPED;
            }
            throw e;
        }
        if (open.isEmpty()) {
            return FINISHED;
        }
        if (!open.get().batch()) {
            query.tell(listeners);
        }
        query.begun();
        return runOnce(open.get());
    }

    private MicroBatchLoop.End restart(MillraceException failure, Duration delay) {
        query.hold(
                StreamingQuery.State.RESTARTING,
                spec.settings().clock().instant(),
                "restart " + restarts.attempts() + " of "
                        + spec.settings().restart().attempts() + " in " + delay.toMillis() + " ms after: "
                        + failure.getMessage());
        try {
            if (!query.waitUnlessStopped(delay)) {
                return STOPPED;
            }
        } finally {
            query.letGo();
        }
        return openAgain();
    }

    /** Whether a micro-batch failed for want of room where it cannot go on from: the state on disk, say. */
    private boolean needsRoom(MicroBatchLoop.End end) {
        return end.failure().code() == ErrorCode.DISK_FULL && waits && spec.sinks() != null && end.checkpointUsable();
    }

    private MicroBatchLoop.End openAgain() {
        query.begins();
        try {
            return open(spec.withSink(spec.sinks().get())).map(this::runOnce).orElse(FINISHED);
        } catch (MillraceException e) {
            return wasStopped(e) ? STOPPED : new MicroBatchLoop.End(StreamingQuery.State.FAILED, e, true);
        }
    }

    /** Opens the query, as soon as there is room; a query without a checkpoint of its own fails where there is none. */
    private Optional<OpenQuery> open(QuerySpec next) {
        try {
            return room.with(() -> opening.open(next));
        } catch (RuntimeException | Error e) {
            next.sink().close();
            throw e;
        }
    }

    /** Whether what was thrown is how a stop ended the opening. */
    private boolean wasStopped(Throwable failure) {
        boolean cancelled = failure instanceof MillraceException e && e.code() == ErrorCode.CANCELLED;
        return query.wasInterrupted() || cancelled && query.isStopRequested();
    }

    private MicroBatchLoop.End runOnce(OpenQuery open) {
        if (open.sink() instanceof ResultSink results) {
            results.stopWhen(query::isStopRequested);
        }
        MicroBatchLoop loop = new MicroBatchLoop(open, host, rowsBesideMin);
        Thread thread = Thread.currentThread();
        query.interruptBy(() -> {
            loop.interrupt();
            thread.interrupt();
        });
        return loop.run();
    }
}

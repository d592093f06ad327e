package io.millrace.sql.streaming;

import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import io.millrace.runtime.Pipelines;
import io.millrace.runtime.QueryListener;
import io.millrace.runtime.QueryProgress;
import io.millrace.runtime.StreamingQuery;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The running queries of a session. Thread-safe. */
public final class StreamingQueryManager {
    private final Pipelines pipelines;
    private final Map<StreamingQueryListener, QueryListener> listeners = new ConcurrentHashMap<>();
    private final Object endings = new Object();
    private long ended;
    private MillraceException failure;
    private boolean watches;

    public StreamingQueryManager(Pipelines pipelines) {
        this.pipelines = pipelines;
    }

    /** Queries that have not ended, in the order of their start. */
    public StreamingQuery[] active() {
        return pipelines.active().toArray(StreamingQuery[]::new);
    }

    /** The running query of an id or a name. */
    public Optional<StreamingQuery> get(String idOrName) {
        return pipelines.active().stream()
                .filter(query -> query.id().equals(idOrName) || query.name().equalsIgnoreCase(idOrName))
                .findFirst();
    }

    public void addListener(StreamingQueryListener listener) {
        QueryListener told = new Told(listener);
        if (listeners.putIfAbsent(listener, told) == null) {
            pipelines.addListener(told);
        }
    }

    /** Those that are told, in no order. */
    public StreamingQueryListener[] listListeners() {
        return listeners.keySet().toArray(StreamingQueryListener[]::new);
    }

    public void removeListener(StreamingQueryListener listener) {
        QueryListener told = listeners.remove(listener);
        if (told != null) {
            pipelines.removeListener(told);
        }
    }

    /** Waits until one of the queries that run now ends, and throws its failure. Where none runs there is nothing to wait for. */
    public void awaitAnyTermination() {
        awaitAnyTermination(Duration.ofDays(Short.MAX_VALUE));
    }

    /** The same; false when the time is over first. */
    public boolean awaitAnyTermination(Duration timeout) {
        List<StreamingQuery> running = pipelines.active();
        if (running.isEmpty()) {
            return true;
        }
        synchronized (endings) {
            watch();
            long before = ended;
            long deadline = System.nanoTime() + timeout.toNanos();
            try {
                while (ended == before && running.stream().allMatch(StreamingQuery::isActive)) {
                    long left = deadline - System.nanoTime();
                    if (left <= 0) {
                        return false;
                    }
                    endings.wait(left / 1_000_000 + 1);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new MillraceException(ErrorCode.CANCELLED, "interrupted while waiting for a query to end", e);
            }
            if (failure != null) {
                MillraceException thrown = failure;
                failure = null;
                throw thrown;
            }
        }
        running.stream()
                .flatMap(query -> query.exception().stream())
                .findFirst()
                .ifPresent(thrown -> {
                    throw thrown;
                });
        return true;
    }

    private void watch() {
        if (!watches) {
            watches = true;
            pipelines.addListener(new Endings());
        }
    }

    /** Wakes who waits for an end. */
    private final class Endings implements QueryListener {
        @Override
        public void started(StreamingQuery query) {}

        @Override
        public void progress(StreamingQuery query, QueryProgress progress) {}

        @Override
        public void idle(StreamingQuery query) {}

        @Override
        public void terminated(StreamingQuery query) {
            synchronized (endings) {
                ended++;
                query.exception().ifPresent(thrown -> failure = thrown);
                endings.notifyAll();
            }
        }
    }

    /** What a listener is told, in its own words. */
    private record Told(StreamingQueryListener listener) implements QueryListener {
        @Override
        public void started(StreamingQuery query) {
            listener.onQueryStarted(
                    new StreamingQueryListener.QueryStartedEvent(query.id(), query.runId(), query.name()));
        }

        @Override
        public void progress(StreamingQuery query, QueryProgress progress) {
            listener.onQueryProgress(new StreamingQueryListener.QueryProgressEvent(progress));
        }

        @Override
        public void idle(StreamingQuery query) {
            listener.onQueryIdle(new StreamingQueryListener.QueryIdleEvent(query.id(), query.runId()));
        }

        @Override
        public void paused(StreamingQuery query) {
            query.hold().ifPresent(hold -> listener.onQueryPaused(held(query, hold)));
        }

        @Override
        public void restarting(StreamingQuery query) {
            query.hold().ifPresent(hold -> listener.onQueryRestarting(held(query, hold)));
        }

        private static StreamingQueryListener.QueryHeldEvent held(StreamingQuery query, StreamingQuery.Hold hold) {
            return new StreamingQueryListener.QueryHeldEvent(query.id(), query.runId(), hold.reason());
        }

        @Override
        public void terminated(StreamingQuery query) {
            listener.onQueryTerminated(
                    new StreamingQueryListener.QueryTerminatedEvent(query.id(), query.runId(), query.exception()));
        }
    }
}

package io.millrace.runtime;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The listeners of a session, told from a thread of their own, which there is only while there is something to tell. */
final class QueryListeners {
    private static final Logger LOG = LoggerFactory.getLogger(QueryListeners.class);
    private static final long IDLE_SECONDS = 1;

    private final List<QueryListener> listeners = new CopyOnWriteArrayList<>();
    private final ThreadPoolExecutor teller = new ThreadPoolExecutor(
            1, 1, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), QueryListeners::thread);

    QueryListeners() {
        teller.allowCoreThreadTimeOut(true);
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "millrace-listeners");
        thread.setDaemon(true);
        return thread;
    }

    void add(QueryListener listener) {
        listeners.add(listener);
    }

    void remove(QueryListener listener) {
        listeners.remove(listener);
    }

    void tell(Consumer<QueryListener> event) {
        if (!listeners.isEmpty()) {
            teller.execute(() -> listeners.forEach(listener -> tell(listener, event)));
        }
    }

    private static void tell(QueryListener listener, Consumer<QueryListener> event) {
        try {
            event.accept(listener);
        } catch (RuntimeException e) {
            LOG.warn("a listener of queries failed", e);
        }
    }
}

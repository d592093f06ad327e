package io.millrace.sql.streaming;

import java.util.Collections;
import java.util.Iterator;

/**
 * What transformWithState does for each key: with states of several kinds, and any number of timers.
 *
 * <p>Threads: one at a time. Given as an object it is one for all threads, which wait for each other; given as a way to make
 * one, each thread has its own. Errors: what a method throws stops the query, with the key and the row.
 *
 * @param <K> the key
 * @param <I> what comes in
 * @param <O> what is given
 */
public abstract class StatefulProcessor<K, I, O> {
    private StatefulProcessorHandle handle;

    /** Asks the handle for its states. Called once before all else, and when the query is put together. */
    public abstract void init(OutputMode outputMode, TimeMode timeMode);

    /** Takes what a micro-batch has of a key. */
    public abstract Iterator<O> handleInputRows(K key, Iterator<I> rows, TimerValues timerValues);

    /** Takes a timer of a key that has gone off. */
    public Iterator<O> handleExpiredTimer(K key, TimerValues timerValues, ExpiredTimerInfo expiredTimerInfo) {
        return Collections.emptyIterator();
    }

    /** The query has ended. */
    public void close() {}

    public final StatefulProcessorHandle getHandle() {
        return handle;
    }

    /** For who runs it. */
    public final void setHandle(StatefulProcessorHandle newHandle) {
        handle = newHandle;
    }
}

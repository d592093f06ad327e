package io.millrace.sql.streaming;

/** One value for each key. Says what the key has that is being handled. */
public interface ValueState<S> {
    boolean exists();

    /** The value; null when there is none. */
    S get();

    void update(S newState);

    void clear();
}

package io.millrace.sql.streaming;

import java.util.Iterator;
import java.util.List;

/** A list for each key. Says what the key has that is being handled; appending costs the same however long it is. */
public interface ListState<S> {
    boolean exists();

    Iterator<S> get();

    /** In place of all that is there. */
    void put(List<S> newState);

    void appendValue(S newState);

    void appendList(List<S> newState);

    void clear();
}

package io.millrace.sql.function;

import io.millrace.sql.streaming.GroupState;
import java.util.Iterator;

/** Makes an object of a key, what came of it in a micro-batch, and the state that it has left. */
@FunctionalInterface
public interface MapGroupsWithStateFunction<K, V, S, U> {
    U call(K key, Iterator<V> values, GroupState<S> state) throws Exception;
}

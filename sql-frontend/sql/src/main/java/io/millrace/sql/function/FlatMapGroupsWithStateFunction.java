package io.millrace.sql.function;

import io.millrace.sql.streaming.GroupState;
import java.util.Iterator;

/** Makes any number of objects of a key, what came of it in a micro-batch, and the state that it has left. */
@FunctionalInterface
public interface FlatMapGroupsWithStateFunction<K, V, S, U> {
    Iterator<U> call(K key, Iterator<V> values, GroupState<S> state) throws Exception;
}

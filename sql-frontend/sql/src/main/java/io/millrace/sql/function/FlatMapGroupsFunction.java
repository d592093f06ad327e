package io.millrace.sql.function;

import java.util.Iterator;

/** Makes any number of objects of a key and all that has it. */
@FunctionalInterface
public interface FlatMapGroupsFunction<K, V, U> {
    Iterator<U> call(K key, Iterator<V> values) throws Exception;
}

package io.millrace.sql.function;

import java.util.Iterator;

/** Makes an object of a key and all that has it. */
@FunctionalInterface
public interface MapGroupsFunction<K, V, U> {
    U call(K key, Iterator<V> values) throws Exception;
}

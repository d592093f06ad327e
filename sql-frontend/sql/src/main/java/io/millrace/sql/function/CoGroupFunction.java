package io.millrace.sql.function;

import java.util.Iterator;

/** Makes any number of objects of a key and all that has it on two sides. */
@FunctionalInterface
public interface CoGroupFunction<K, V, W, U> {
    Iterator<U> call(K key, Iterator<V> left, Iterator<W> right) throws Exception;
}

package io.millrace.sql.function;

import java.util.Iterator;

/** Makes any number of objects of each. */
@FunctionalInterface
public interface FlatMapFunction<T, U> {
    Iterator<U> call(T value) throws Exception;
}

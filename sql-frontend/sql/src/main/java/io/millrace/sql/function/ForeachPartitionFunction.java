package io.millrace.sql.function;

import java.util.Iterator;

/** Does something with objects that come together. */
@FunctionalInterface
public interface ForeachPartitionFunction<T> {
    void call(Iterator<T> values) throws Exception;
}

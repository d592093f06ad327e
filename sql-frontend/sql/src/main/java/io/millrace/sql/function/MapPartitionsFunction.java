package io.millrace.sql.function;

import java.util.Iterator;

/** Makes objects of some that came together: which ones do is not for it to rely on. */
@FunctionalInterface
public interface MapPartitionsFunction<T, U> {
    Iterator<U> call(Iterator<T> values) throws Exception;
}

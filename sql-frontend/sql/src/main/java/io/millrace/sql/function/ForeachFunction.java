package io.millrace.sql.function;

/** Does something with each object. */
@FunctionalInterface
public interface ForeachFunction<T> {
    void call(T value) throws Exception;
}

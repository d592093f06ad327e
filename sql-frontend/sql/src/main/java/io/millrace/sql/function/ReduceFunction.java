package io.millrace.sql.function;

/** Makes one object of two. Whatever their order and grouping, the result must be the same. */
@FunctionalInterface
public interface ReduceFunction<T> {
    T call(T one, T other) throws Exception;
}

package io.millrace.sql.function;

/** Makes another object of each. */
@FunctionalInterface
public interface MapFunction<T, U> {
    U call(T value) throws Exception;
}

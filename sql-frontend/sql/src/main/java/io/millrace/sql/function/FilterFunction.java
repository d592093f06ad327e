package io.millrace.sql.function;

/** Says which objects to keep. */
@FunctionalInterface
public interface FilterFunction<T> {
    boolean call(T value) throws Exception;
}

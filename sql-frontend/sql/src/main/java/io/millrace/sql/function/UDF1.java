package io.millrace.sql.function;

/** Makes a value of another. */
@FunctionalInterface
public non-sealed interface UDF1<T1, R> extends UDF {
    R call(T1 value) throws Exception;
}

package io.millrace.sql.function;

/** Makes a value of two. */
@FunctionalInterface
public non-sealed interface UDF2<T1, T2, R> extends UDF {
    R call(T1 value1, T2 value2) throws Exception;
}

package io.millrace.sql.function;

/** Makes a value of three. */
@FunctionalInterface
public non-sealed interface UDF3<T1, T2, T3, R> extends UDF {
    R call(T1 value1, T2 value2, T3 value3) throws Exception;
}

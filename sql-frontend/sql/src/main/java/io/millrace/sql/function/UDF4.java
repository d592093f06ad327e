package io.millrace.sql.function;

/** Makes a value of four. */
@FunctionalInterface
public non-sealed interface UDF4<T1, T2, T3, T4, R> extends UDF {
    R call(T1 value1, T2 value2, T3 value3, T4 value4) throws Exception;
}

package io.millrace.sql.function;

/** Gives a value from nothing. */
@FunctionalInterface
public non-sealed interface UDF0<R> extends UDF {
    R call() throws Exception;
}

package io.millrace.sql.function;

/** Does something with two objects: the rows of a micro-batch and its id, say. */
@FunctionalInterface
public interface VoidFunction2<A, B> {
    void call(A first, B second) throws Exception;
}

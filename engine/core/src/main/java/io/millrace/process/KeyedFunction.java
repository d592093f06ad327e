package io.millrace.process;

import java.util.List;
import java.util.function.Consumer;

/**
 * Makes rows of all rows that a micro-batch has of a key, and of what it kept for the key before; called as well when a timer
 * of the key is due.
 *
 * <p>Shape: rows have values in the form {@link io.millrace.columnar.Column#value} gives. Threads: {@link #open} any number at
 * a time; each instance is used by one. Errors: what it throws stops the query, with the function, the key and the row.
 */
public interface KeyedFunction {
    /** What the plan in a checkpoint knows it by. */
    String name();

    /** One for a share of the keys. */
    Instance open();

    /** The same under another name. */
    KeyedFunction named(String newName);

    /** What works on the keys of one share, one after the other. */
    interface Instance extends AutoCloseable {
        void apply(KeyContext key, Consumer<List<Object>> out) throws Exception;

        @Override
        default void close() {}
    }
}

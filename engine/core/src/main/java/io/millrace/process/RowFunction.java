package io.millrace.process;

import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;

/**
 * Makes rows of rows. What it makes of a row depends on that row alone, and is always the same.
 *
 * <p>Shape: a row is a list of values in the form {@link io.millrace.columnar.Column#value} gives. Threads: any number at a
 * time. Errors: what it throws stops the query, with the name of the function and the row that it took last.
 */
public interface RowFunction {
    /** What the plan in a checkpoint knows it by. */
    String name();

    /** Takes rows one after the other; what it gives belongs to the row that it took last. */
    void apply(Iterator<List<Object>> rows, Consumer<List<Object>> out) throws Exception;

    /** The same under another name. */
    RowFunction named(String newName);
}

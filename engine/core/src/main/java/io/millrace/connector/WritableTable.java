package io.millrace.connector;

import java.util.Set;

/** A table that can be written. */
public interface WritableTable extends Table {
    Sink sink();

    /** The output modes it takes. */
    Set<OutputMode> outputModes();

    /** What it promises, for EXPLAIN. */
    Guarantee guarantee();

    /** How often a row may arrive after a failure. */
    enum Guarantee {
        EXACTLY_ONCE,
        AT_LEAST_ONCE
    }
}

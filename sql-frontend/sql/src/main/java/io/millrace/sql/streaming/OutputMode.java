package io.millrace.sql.streaming;

/**
 * What of the result each micro-batch gives. Made by Spark's names.
 *
 * @param mode what the engine takes
 */
public record OutputMode(io.millrace.connector.OutputMode mode) {
    /** Rows that can never change again. */
    public static OutputMode Append() {
        return new OutputMode(io.millrace.connector.OutputMode.APPEND);
    }

    /** Changed rows, by key. */
    public static OutputMode Update() {
        return new OutputMode(io.millrace.connector.OutputMode.UPDATE);
    }

    /** The whole result. */
    public static OutputMode Complete() {
        return new OutputMode(io.millrace.connector.OutputMode.COMPLETE);
    }

    /** Every change, with its kind in a column {@code _change} of its own for functions of the program. */
    public static OutputMode Changelog() {
        return new OutputMode(io.millrace.connector.OutputMode.CHANGELOG);
    }
}

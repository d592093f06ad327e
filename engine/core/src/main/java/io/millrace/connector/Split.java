package io.millrace.connector;

/**
 * A piece of a range of a source that one thread reads. Connectors implement it with what they need to find the rows.
 */
public interface Split {
    /** The source partition the rows belong to: watermarks are kept by partition. */
    String partition();
}

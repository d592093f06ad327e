package io.millrace.connector;

/**
 * A source whose tables change together: all tables of one store that a query reads advance to the same version in each
 * micro-batch, one commit at a time.
 */
public interface VersionedSource extends Source {
    /** The number of the first commit after {@code start} that touches this table, or Long.MAX_VALUE if none does yet. */
    long nextVersion(Offset start);

    /** Whether no commit that touches this table lies after {@code position} and up to {@code target}. */
    boolean reached(Offset position, Offset target);

    /** The offset of a version. */
    Offset at(long version);
}

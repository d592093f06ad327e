package io.millrace.columnar;

import org.apache.arrow.vector.VectorSchemaRoot;

/**
 * Batches over one Arrow root after another, for a source that reads into vectors. Columns of longs and doubles are copied
 * into the same arrays every time.
 *
 * <p>Ownership: a batch is borrowed until the next one is made; {@link ColumnBatch#detach()} does not free it from that, so
 * the source's reader says that it {@linkplain io.millrace.connector.SplitReader#reusesArrays() uses its arrays again}.
 * Threads: one.
 */
public final class ArrowBatches {
    private final Schema schema;
    private final Column[] arrays;

    public ArrowBatches(Schema schema) {
        this.schema = schema;
        this.arrays = new Column[schema.size()];
    }

    /** The rows of a root. Columns are copied when they are first read; borrows the root until then. */
    public ColumnBatch next(VectorSchemaRoot root) {
        return ColumnBatch.over(schema, new ArrowColumns(schema, root, arrays));
    }
}

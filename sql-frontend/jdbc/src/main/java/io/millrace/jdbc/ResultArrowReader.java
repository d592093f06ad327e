package io.millrace.jdbc;

import io.millrace.columnar.ArrowMemory;
import io.millrace.columnar.ArrowTypes;
import io.millrace.columnar.ColumnBatch;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Optional;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.VectorUnloader;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * The rows of a result as Arrow batches: each {@link #loadNextBatch} waits for the next rows, as {@code next()} does.
 *
 * <p>A result's columns are arrays, which are copied into vectors once, in bulk; the vectors' buffers then go to the reader's
 * root as they are.
 *
 * <p>Ownership: closing it closes the result. Errors: an IOException with the SQLException as its cause.
 */
final class ResultArrowReader extends ArrowReader {
    private final MillraceResultSet rows;
    private final BufferAllocator memory;
    private long bytesRead;

    private ResultArrowReader(MillraceResultSet rows, BufferAllocator memory) {
        super(memory);
        this.rows = rows;
        this.memory = memory;
    }

    static ResultArrowReader of(MillraceResultSet rows) {
        return new ResultArrowReader(rows, ArrowMemory.newAllocator("result"));
    }

    @Override
    public boolean loadNextBatch() throws IOException {
        prepareLoadNextBatch();
        Optional<ColumnBatch> next;
        try {
            next = rows.nextBatch();
        } catch (SQLException e) {
            throw new IOException(e.getMessage(), e);
        }
        if (next.isEmpty()) {
            return false;
        }
        try (VectorSchemaRoot vectors = next.get().toArrow(memory)) {
            vectors.getFieldVectors().forEach(vector -> bytesRead += vector.getBufferSize());
            loadRecordBatch(new VectorUnloader(vectors).getRecordBatch());
        }
        return true;
    }

    @Override
    public long bytesRead() {
        return bytesRead;
    }

    @Override
    protected Schema readSchema() {
        return ArrowTypes.schema(rows.schema());
    }

    @Override
    protected void closeReadSource() throws IOException {
        try (memory) {
            rows.close();
        } catch (SQLException e) {
            throw new IOException(e.getMessage(), e);
        }
    }
}

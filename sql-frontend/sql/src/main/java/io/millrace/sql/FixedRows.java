package io.millrace.sql;

import io.millrace.columnar.ColumnBatch;
import io.millrace.columnar.DataType;
import io.millrace.columnar.Field;
import io.millrace.columnar.Schema;
import io.millrace.connector.ChangeBatch;
import io.millrace.connector.OutputMode;
import io.millrace.runtime.StreamingQuery;
import io.millrace.time.Watermarks;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Rows that are all there already, such as the answer of SHOW, DESCRIBE and EXPLAIN. */
final class FixedRows implements RowCursor {
    private ChangeBatch rows;

    FixedRows(ChangeBatch rows) {
        this.rows = rows;
    }

    static StatementResult of(Schema schema, List<? extends List<?>> rows) {
        ChangeBatch batch = new ChangeBatch(ColumnBatch.ofRows(schema, rows), null);
        return new StatementResult.Rows(schema, new FixedRows(batch), OutputMode.APPEND);
    }

    /** A schema of text columns. */
    static Schema texts(String... names) {
        return new Schema(Stream.of(names)
                .map(name -> new Field(name, DataType.VARCHAR, true))
                .toList());
    }

    @Override
    public Optional<ChangeBatch> next() {
        Optional<ChangeBatch> given = Optional.ofNullable(rows);
        rows = null;
        return given;
    }

    @Override
    public Optional<ChangeBatch> next(Duration timeout) {
        return next();
    }

    @Override
    public Optional<ChangeBatch> nextOrWatermark(Duration timeout) {
        return next();
    }

    @Override
    public long batchId() {
        return -1;
    }

    @Override
    public long watermarkMicros() {
        return Watermarks.NONE;
    }

    @Override
    public void cancel() {
        rows = null;
    }

    @Override
    public Optional<StreamingQuery> query() {
        return Optional.empty();
    }

    @Override
    public void close() {
        rows = null;
    }
}

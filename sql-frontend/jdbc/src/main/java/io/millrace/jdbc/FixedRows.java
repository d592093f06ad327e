package io.millrace.jdbc;

import io.millrace.connector.ChangeBatch;
import io.millrace.runtime.StreamingQuery;
import io.millrace.sql.RowCursor;
import io.millrace.time.Watermarks;
import java.time.Duration;
import java.util.Optional;

/** Rows that are there already: elements of an array, answers about the database. */
final class FixedRows implements RowCursor {
    private ChangeBatch rows;

    FixedRows(ChangeBatch rows) {
        this.rows = rows;
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

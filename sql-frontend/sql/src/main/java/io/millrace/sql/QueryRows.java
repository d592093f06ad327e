package io.millrace.sql;

import io.millrace.connector.ChangeBatch;
import io.millrace.runtime.ResultStream;
import io.millrace.runtime.StreamingQuery;
import java.time.Duration;
import java.util.Optional;

/** The rows of a running query. */
final class QueryRows implements RowCursor {
    private final ResultStream stream;

    QueryRows(ResultStream stream) {
        this.stream = stream;
    }

    @Override
    public Optional<ChangeBatch> next() {
        return stream.next();
    }

    @Override
    public Optional<ChangeBatch> next(Duration timeout) {
        return stream.next(timeout);
    }

    @Override
    public Optional<ChangeBatch> nextOrWatermark(Duration timeout) {
        return stream.nextOrWatermark(timeout);
    }

    @Override
    public long batchId() {
        return stream.batchId();
    }

    @Override
    public long watermarkMicros() {
        return stream.watermarkMicros();
    }

    @Override
    public void cancel() {
        stream.cancel();
    }

    @Override
    public Optional<StreamingQuery> query() {
        return Optional.of(stream.query());
    }

    @Override
    public void close() {
        stream.close();
    }
}

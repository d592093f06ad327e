package io.millrace.runtime;

import io.millrace.columnar.ColumnBatch;
import io.millrace.columnar.Schema;
import io.millrace.connector.ChangeBatch;
import java.time.Duration;
import java.util.Optional;

/** The reader's side of a {@link ResultSink}. */
final class QueryResults implements ResultStream {
    private final Schema schema;
    private final ResultSink sink;
    private final StreamingQuery query;

    QueryResults(Schema schema, ResultSink sink, StreamingQuery query) {
        this.schema = schema;
        this.sink = sink;
        this.query = query;
    }

    @Override
    public Schema schema() {
        return schema;
    }

    @Override
    public StreamingQuery query() {
        return query;
    }

    @Override
    public Optional<ChangeBatch> next() {
        Optional<ChangeBatch> rows = sink.poll(Long.MAX_VALUE);
        if (rows.isEmpty()) {
            query.awaitTermination();
        }
        return rows;
    }

    @Override
    public Optional<ChangeBatch> next(Duration timeout) {
        Optional<ChangeBatch> rows = sink.poll(System.nanoTime() + timeout.toNanos());
        if (rows.isPresent()) {
            return rows;
        }
        if (sink.isDrained()) {
            query.awaitTermination();
            return Optional.empty();
        }
        return Optional.of(nothing());
    }

    @Override
    public Optional<ChangeBatch> nextOrWatermark(Duration timeout) {
        long deadlineNanos = System.nanoTime() + timeout.toNanos();
        return sink.awaitWatermark(deadlineNanos) ? Optional.of(nothing()) : next(Duration.ZERO);
    }

    @Override
    public long batchId() {
        return sink.read().batchId();
    }

    @Override
    public long watermarkMicros() {
        return sink.read().watermarkMicros();
    }

    @Override
    public void cancel() {
        sink.cancel();
        query.requestStop();
    }

    private ChangeBatch nothing() {
        return new ChangeBatch(ColumnBatch.empty(schema), null);
    }

    @Override
    public void close() {
        sink.close();
        query.stop();
    }
}

package io.millrace.runtime;

import io.millrace.connector.ChangeBatch;
import io.millrace.connector.Sink;
import io.millrace.testing.CollectingSink;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A collecting sink that says what is about to be done to it, before it is done: {@code "open"}, {@code "write"}, {@code
 * "prepare 3"}, {@code "commit 3"}.
 */
record StepSink(CollectingSink rows, Consumer<String> before) implements Sink {
    @Override
    public Optional<Committed> open(Session session) {
        before.accept("open");
        return rows.open(session);
    }

    @Override
    public void write(ChangeBatch batch) {
        before.accept("write");
        rows.write(batch);
    }

    @Override
    public String prepare(long batchId) {
        before.accept("prepare " + batchId);
        return rows.prepare(batchId);
    }

    @Override
    public boolean commit(long batchId, String stateId, String staged) {
        before.accept("commit " + batchId);
        return rows.commit(batchId, stateId, staged);
    }

    @Override
    public void abort(long batchId) {
        rows.abort(batchId);
    }

    @Override
    public void close() {}
}

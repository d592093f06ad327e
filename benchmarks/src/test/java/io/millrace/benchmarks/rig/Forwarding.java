package io.millrace.benchmarks.rig;

import io.millrace.checkpoint.BatchLog;
import io.millrace.checkpoint.BatchRecord;
import io.millrace.checkpoint.LiveDatabase;
import io.millrace.checkpoint.StoredPlan;
import io.millrace.connector.ChangeBatch;
import io.millrace.connector.Sink;
import io.millrace.state.StateChunk;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Parts of an engine that hand every call on: what is planted into one overrides a method. */
final class Forwarding {
    private Forwarding() {}

    /** A sink. */
    static class Rows implements Sink {
        final Sink to;

        Rows(Sink to) {
            this.to = to;
        }

        @Override
        public boolean remembersCommits() {
            return to.remembersCommits();
        }

        @Override
        public Optional<Committed> open(Session session) {
            return to.open(session);
        }

        @Override
        public void write(ChangeBatch batch) {
            to.write(batch);
        }

        @Override
        public String prepare(long batchId) {
            return to.prepare(batchId);
        }

        @Override
        public boolean commit(long batchId, String stateId, String staged) {
            return to.commit(batchId, stateId, staged);
        }

        @Override
        public void abort(long batchId) {
            to.abort(batchId);
        }

        @Override
        public void end(Session session) {
            to.end(session);
        }

        @Override
        public void close() {
            to.close();
        }
    }

    /** A checkpoint. */
    static class Log implements BatchLog {
        final BatchLog to;

        Log(BatchLog to) {
            this.to = to;
        }

        @Override
        public boolean isNew() {
            return to.isNew();
        }

        @Override
        public void create(StoredPlan plan) {
            to.create(plan);
        }

        @Override
        public StoredPlan plan() {
            return to.plan();
        }

        @Override
        public void replacePlan(StoredPlan plan) {
            to.replacePlan(plan);
        }

        @Override
        public String queryId() {
            return to.queryId();
        }

        @Override
        public long epoch() {
            return to.epoch();
        }

        @Override
        public Optional<BatchRecord> lastRecord() {
            return to.lastRecord();
        }

        @Override
        public boolean lastCommitted() {
            return to.lastCommitted();
        }

        @Override
        public Optional<BatchRecord> committedRecord() {
            return to.committedRecord();
        }

        @Override
        public String stateId(long batchId) {
            return to.stateId(batchId);
        }

        @Override
        public Optional<String> databaseBackend(long batchId) {
            return to.databaseBackend(batchId);
        }

        @Override
        public LiveDatabase openDatabase(long batchId, Path folder) {
            return to.openDatabase(batchId, folder);
        }

        @Override
        public void restore(long batchId, Consumer<StateChunk> chunks) {
            to.restore(batchId, chunks);
        }

        @Override
        public String record(BatchRecord record, List<StateChunk> changes) {
            return to.record(record, changes);
        }

        @Override
        public void commit(long batchId) {
            to.commit(batchId);
        }

        @Override
        public boolean usable() {
            return to.usable();
        }

        @Override
        public void flush() {
            to.flush();
        }

        @Override
        public boolean snapshotDue() {
            return to.snapshotDue();
        }

        @Override
        public void snapshot(long batchId, Iterable<StateChunk> whole, LiveDatabase database) {
            to.snapshot(batchId, whole, database);
        }

        @Override
        public void discardRecord(long batchId) {
            to.discardRecord(batchId);
        }

        @Override
        public void finish() {
            to.finish();
        }

        @Override
        public boolean finished() {
            return to.finished();
        }

        @Override
        public void close() {
            to.close();
        }
    }
}

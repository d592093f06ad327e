package io.millrace.benchmarks.rig;

import io.millrace.checkpoint.BatchLog;
import io.millrace.checkpoint.BatchRecord;
import io.millrace.checkpoint.LiveDatabase;
import io.millrace.checkpoint.StoredPlan;
import io.millrace.connector.ChangeBatch;
import io.millrace.connector.Sink;
import io.millrace.state.StateChunk;
import io.millrace.storage.FileStore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Parts of an engine that hand every call on: what is planted into one overrides a method. */
final class Forwarding {
    private Forwarding() {}

    /** A file store. */
    static class Files implements FileStore {
        final FileStore to;

        Files(FileStore to) {
            this.to = to;
        }

        @Override
        public Output create(String name) throws IOException {
            return to.create(name);
        }

        @Override
        public Output append(String name, long length) throws IOException {
            return to.append(name, length);
        }

        @Override
        public Output rewrite(String name, long from) throws IOException {
            return to.rewrite(name, from);
        }

        @Override
        public byte[] read(String name) throws IOException {
            return to.read(name);
        }

        @Override
        public InputStream open(String name) throws IOException {
            return to.open(name);
        }

        @Override
        public long size(String name) throws IOException {
            return to.size(name);
        }

        @Override
        public boolean renameIfAbsent(String from, String name) throws IOException {
            return to.renameIfAbsent(from, name);
        }

        @Override
        public boolean linkIfAbsent(String from, String name) throws IOException {
            return to.linkIfAbsent(from, name);
        }

        @Override
        public boolean exists(String name) throws IOException {
            return to.exists(name);
        }

        @Override
        public void delete(String name) throws IOException {
            to.delete(name);
        }

        @Override
        public List<String> list(String folder) throws IOException {
            return to.list(folder);
        }

        @Override
        public void forceDirectory(String folder) throws IOException {
            to.forceDirectory(folder);
        }

        @Override
        public Optional<Lock> tryLock(String name, String holder) throws IOException {
            return to.tryLock(name, holder);
        }

        @Override
        public Optional<String> lockHolder(String name) throws IOException {
            return to.lockHolder(name);
        }

        @Override
        public String describe() {
            return to.describe();
        }
    }

    /** A file being written. */
    static class Written implements FileStore.Output {
        final FileStore.Output to;

        Written(FileStore.Output to) {
            this.to = to;
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            to.write(bytes, from, length);
        }

        @Override
        public void force() throws IOException {
            to.force();
        }

        @Override
        public long position() {
            return to.position();
        }

        @Override
        public void close() throws IOException {
            to.close();
        }
    }

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

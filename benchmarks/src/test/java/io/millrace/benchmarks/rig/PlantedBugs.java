package io.millrace.benchmarks.rig;

import io.millrace.checkpoint.BatchLog;
import io.millrace.checkpoint.BatchRecord;
import io.millrace.columnar.Schema;
import io.millrace.connector.ChangeBatch;
import io.millrace.connector.Offset;
import io.millrace.connector.ReadLimit;
import io.millrace.connector.ReadableTable;
import io.millrace.connector.Sink;
import io.millrace.connector.Source;
import io.millrace.connector.Split;
import io.millrace.connector.SplitReader;
import io.millrace.state.StateChunk;
import io.millrace.storage.FileStore;
import io.millrace.storage.UnsyncedFileStore;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** The mistakes that are planted, one at a time. */
final class PlantedBugs {
    private static final Predicate<String> NO_NAME = name -> false;

    private PlantedBugs() {}

    /**
     * A mistake, and who looks for it first.
     *
     * @param finder the machine that is tried before the others
     */
    record Planted(Machine finder, PlantedBug bug) {}

    /** By what they do. */
    static Map<String, Planted> all() {
        Map<String, Planted> bugs = new LinkedHashMap<>();
        bugs.put(
                "the log is not synced",
                new Planted(
                        Machine.SIMULATOR,
                        checkpoint(store -> unsynced(store, name -> name.endsWith(".log"), NO_NAME))));
        bugs.put(
                "the folder of a new log is not synced",
                new Planted(
                        Machine.CRASH_STATES,
                        checkpoint(store -> unsynced(store, NO_NAME, name -> name.equals("log")))));
        bugs.put(
                "a state file is not synced",
                new Planted(
                        Machine.CRASH_STATES,
                        checkpoint(store -> unsynced(store, name -> name.startsWith("state/"), NO_NAME))));
        bugs.put(
                "a file has its name before it is synced",
                new Planted(Machine.CRASH_STATES, checkpoint(NamedFirst::new)));
        bugs.put("a failed sync is tried again", new Planted(Machine.SIMULATOR, both(SyncTriedAgain::new)));
        bugs.put(
                "a snapshot deletes the one before it first",
                new Planted(Machine.CRASH_STATES, checkpoint(DeletedFirst::new)));
        bugs.put(
                "staged rows are not synced",
                new Planted(
                        Machine.CRASH_STATES,
                        results(store ->
                                unsynced(store, name -> name.matches("\\.millrace-staging/\\d+-\\d+"), NO_NAME))));
        bugs.put(
                "the folder of the manifests is not synced",
                new Planted(
                        Machine.CRASH_STATES,
                        results(store -> unsynced(store, NO_NAME, name -> name.equals("_millrace")))));
        bugs.put("the checksum of staged rows is not verified", new Planted(Machine.DAMAGE, results(Unverified::new)));
        bugs.put("the log has the commit before the sink", new Planted(Machine.SIMULATOR, sink(CommitsLater::new)));
        bugs.put("the sink commits before the record", new Planted(Machine.SIMULATOR, sink(CommitsEarly::new)));
        bugs.put("an abort leaves what was staged", new Planted(Machine.SIMULATOR, sink(AbortsNothing::new)));
        bugs.put("the sink does not check the epoch", new Planted(Machine.SIMULATOR, sink(OneEpoch::new)));
        bugs.put("the sink forgets its last batch", new Planted(Machine.SIMULATOR, sink(Forgetful::new)));
        bugs.put(
                "the watermark is that of the fastest partition",
                new Planted(Machine.UNDISTURBED, table(OnePartition::new)));
        bugs.put("a range is read up to what is there now", new Planted(Machine.SIMULATOR, table(ReadsOn::new)));
        bugs.put("the log's end of a range is one row off", new Planted(Machine.SIMULATOR, log(OffsetOneOff::new)));
        bugs.put("the state is that of the batch before", new Planted(Machine.SIMULATOR, log(OldState::new)));
        bugs.put("a part of the state is not saved", new Planted(Machine.SIMULATOR, log(LostChange::new)));
        bugs.put(
                "rows are late by the new watermark after a restart",
                new Planted(Machine.SIMULATOR, log(NewLateWatermark::new)));
        bugs.put(
                "a batch runs again with the new watermark",
                new Planted(Machine.SIMULATOR, log(ReplayWithNewWatermark::new)));
        return bugs;
    }

    private static FileStore unsynced(FileStore store, Predicate<String> file, Predicate<String> folder) {
        return new UnsyncedFileStore(store, file, folder);
    }

    private static PlantedBug checkpoint(UnaryOperator<FileStore> around) {
        return new PlantedBug() {
            @Override
            FileStore checkpoint(FileStore store) {
                return around.apply(store);
            }
        };
    }

    private static PlantedBug results(UnaryOperator<FileStore> around) {
        return new PlantedBug() {
            @Override
            FileStore results(FileStore store) {
                return around.apply(store);
            }
        };
    }

    private static PlantedBug both(UnaryOperator<FileStore> around) {
        return new PlantedBug() {
            @Override
            FileStore checkpoint(FileStore store) {
                return around.apply(store);
            }

            @Override
            FileStore results(FileStore store) {
                return around.apply(store);
            }
        };
    }

    private static PlantedBug sink(UnaryOperator<Sink> around) {
        return new PlantedBug() {
            @Override
            Sink sink(Sink sink) {
                return around.apply(sink);
            }
        };
    }

    private static PlantedBug table(UnaryOperator<ReadableTable> around) {
        return new PlantedBug() {
            @Override
            ReadableTable table(ReadableTable table) {
                return around.apply(table);
            }
        };
    }

    private static PlantedBug log(UnaryOperator<BatchLog> around) {
        return new PlantedBug() {
            @Override
            BatchLog log(BatchLog log) {
                return around.apply(log);
            }
        };
    }

    // ---- files

    /** Syncs what a name is given to only afterwards. */
    private static final class NamedFirst extends Forwarding.Files {
        private final Map<String, Output> unsynced = new HashMap<>();

        NamedFirst(FileStore to) {
            super(to);
        }

        @Override
        public Output create(String name) throws IOException {
            Output output = super.create(name);
            unsynced.put(name, output);
            return new Forwarding.Written(output) {
                @Override
                public void force() {}
            };
        }

        @Override
        public boolean renameIfAbsent(String from, String name) throws IOException {
            boolean done = super.renameIfAbsent(from, name);
            forceDirectory(name.contains("/") ? name.substring(0, name.lastIndexOf('/')) : "");
            if (unsynced.containsKey(from)) {
                unsynced.remove(from).force();
            }
            return done;
        }
    }

    private static final class SyncTriedAgain extends Forwarding.Files {
        SyncTriedAgain(FileStore to) {
            super(to);
        }

        @Override
        public Output create(String name) throws IOException {
            return again(super.create(name));
        }

        @Override
        public Output append(String name, long length) throws IOException {
            return again(super.append(name, length));
        }

        private static Output again(Output output) {
            return new Forwarding.Written(output) {
                @Override
                public void force() throws IOException {
                    try {
                        super.force();
                    } catch (IOException e) {
                        super.force();
                    }
                }
            };
        }
    }

    /** Makes room for a snapshot before it is there. */
    private static final class DeletedFirst extends Forwarding.Files {
        DeletedFirst(FileStore to) {
            super(to);
        }

        @Override
        public Output create(String name) throws IOException {
            if (name.endsWith(".snapshot.new")) {
                for (String old : list("state")) {
                    if (old.endsWith(".snapshot")) {
                        delete("state/" + old);
                    }
                }
            }
            return super.create(name);
        }
    }

    /** Verifies what was written instead of what is there. */
    private static final class Unverified extends Forwarding.Files {
        /** What processes have staged, which outlives them. */
        private static final Map<String, byte[]> STAGED = new TreeMap<>();

        Unverified(FileStore to) {
            super(to);
        }

        @Override
        public Output create(String name) throws IOException {
            return new Forwarding.Written(super.create(name)) {
                @Override
                public void close() throws IOException {
                    super.close();
                    STAGED.put(name, read(name));
                }
            };
        }

        @Override
        public InputStream open(String name) throws IOException {
            byte[] written = STAGED.get(name);
            return written != null && written.length == size(name)
                    ? new ByteArrayInputStream(written)
                    : super.open(name);
        }
    }

    // ---- sinks

    /** Says that it has committed, and does so when it is called the next time. */
    private static final class CommitsLater extends Forwarding.Rows {
        private Runnable owed = () -> {};

        CommitsLater(Sink to) {
            super(to);
        }

        private void pay() {
            Runnable due = owed;
            owed = () -> {};
            due.run();
        }

        @Override
        public boolean commit(long batchId, String stateId, String staged) {
            pay();
            owed = () -> super.commit(batchId, stateId, staged);
            return true;
        }

        @Override
        public void write(ChangeBatch batch) {
            pay();
            super.write(batch);
        }

        @Override
        public String prepare(long batchId) {
            pay();
            return super.prepare(batchId);
        }

        @Override
        public void end(Session session) {
            pay();
            super.end(session);
        }

        @Override
        public void close() {
            pay();
            super.close();
        }
    }

    private static final class CommitsEarly extends Forwarding.Rows {
        CommitsEarly(Sink to) {
            super(to);
        }

        @Override
        public String prepare(long batchId) {
            String staged = super.prepare(batchId);
            commit(batchId, "unknown", staged);
            return staged;
        }
    }

    private static final class AbortsNothing extends Forwarding.Rows {
        AbortsNothing(Sink to) {
            super(to);
        }

        @Override
        public void abort(long batchId) {}
    }

    private static final class OneEpoch extends Forwarding.Rows {
        OneEpoch(Sink to) {
            super(to);
        }

        @Override
        public Optional<Committed> open(Session session) {
            return super.open(
                    new Session(session.queryId(), session.queryName(), 1, session.mode(), session.uniqueKey()));
        }
    }

    private static final class Forgetful extends Forwarding.Rows {
        Forgetful(Sink to) {
            super(to);
        }

        @Override
        public Optional<Committed> open(Session session) {
            super.open(session);
            return Optional.empty();
        }

        @Override
        public boolean remembersCommits() {
            return false;
        }
    }

    // ---- tables

    /** A table whose source is another. */
    private abstract static class ForwardingTable implements ReadableTable {
        private final ReadableTable to;

        ForwardingTable(ReadableTable to) {
            this.to = to;
        }

        abstract Source around(Source source);

        @Override
        public Schema schema() {
            return to.schema();
        }

        @Override
        public Source source(List<Integer> columns) {
            return around(to.source(columns));
        }

        @Override
        public boolean bounded() {
            return to.bounded();
        }

        @Override
        public boolean replayable() {
            return to.replayable();
        }
    }

    private static class ForwardingSource implements Source {
        final Source to;

        ForwardingSource(Source to) {
            this.to = to;
        }

        @Override
        public Offset initial() {
            return to.initial();
        }

        @Override
        public Offset latest() {
            return to.latest();
        }

        @Override
        public Offset limit(Offset start, Offset latest, ReadLimit limit) {
            return to.limit(start, latest, limit);
        }

        @Override
        public List<Split> plan(Offset start, Offset end) {
            return to.plan(start, end);
        }

        @Override
        public SplitReader open(Split split) {
            return to.open(split);
        }

        @Override
        public boolean exhausted(Offset offset) {
            return to.exhausted(offset);
        }

        @Override
        public void committed(Offset offset) {
            to.committed(offset);
        }

        @Override
        public void onData(Runnable wake) {
            to.onData(wake);
        }

        @Override
        public long pollMillis() {
            return to.pollMillis();
        }

        @Override
        public void close() {
            to.close();
        }
    }

    private static final class OnePartition extends ForwardingTable {
        private record Only(Split split) implements Split {
            @Override
            public String partition() {
                return "0";
            }
        }

        OnePartition(ReadableTable to) {
            super(to);
        }

        @Override
        Source around(Source source) {
            return new ForwardingSource(source) {
                @Override
                public List<Split> plan(Offset start, Offset end) {
                    List<Split> splits = new ArrayList<>();
                    super.plan(start, end).forEach(split -> splits.add(new Only(split)));
                    return splits;
                }

                @Override
                public SplitReader open(Split split) {
                    return super.open(((Only) split).split());
                }
            };
        }
    }

    private static final class ReadsOn extends ForwardingTable {
        ReadsOn(ReadableTable to) {
            super(to);
        }

        @Override
        Source around(Source source) {
            return new ForwardingSource(source) {
                @Override
                public List<Split> plan(Offset start, Offset end) {
                    return super.plan(start, latest());
                }
            };
        }
    }

    // ---- the log

    /** Changes what is read back as the last record. */
    private abstract static class OtherRecord extends Forwarding.Log {
        OtherRecord(BatchLog to) {
            super(to);
        }

        abstract BatchRecord other(BatchRecord record);

        @Override
        public Optional<BatchRecord> lastRecord() {
            return super.lastRecord().map(this::other);
        }
    }

    private static BatchRecord with(
            BatchRecord record, Map<String, BatchRecord.Range> ranges, Map<String, Long> watermarksIn) {
        return new BatchRecord(
                record.batchId(),
                ranges,
                watermarksIn,
                record.watermarksOut(),
                record.partitions(),
                record.clockMicros(),
                record.inputRows(),
                record.staged(),
                record.last());
    }

    private static final class OffsetOneOff extends OtherRecord {
        OffsetOneOff(BatchLog to) {
            super(to);
        }

        @Override
        BatchRecord other(BatchRecord record) {
            Map<String, BatchRecord.Range> ranges = new HashMap<>();
            record.ranges()
                    .forEach((name, range) -> ranges.put(name, new BatchRecord.Range(range.start(), less(range))));
            return with(record, ranges, record.watermarksIn());
        }

        private static String less(BatchRecord.Range range) {
            String end = range.end();
            int comma = end.indexOf(',') < 0 ? end.length() - 1 : end.indexOf(',');
            int first = Integer.parseInt(end.substring(1, comma));
            return "[" + Math.max(0, first - 1) + end.substring(comma);
        }
    }

    private static final class OldState extends Forwarding.Log {
        OldState(BatchLog to) {
            super(to);
        }

        @Override
        public void restore(long batchId, Consumer<StateChunk> chunks) {
            boolean older = lastRecord().isPresent() && lastRecord().get().batchId() == batchId && batchId > 0;
            super.restore(older ? batchId - 1 : batchId, chunks);
        }
    }

    private static final class LostChange extends Forwarding.Log {
        LostChange(BatchLog to) {
            super(to);
        }

        @Override
        public String record(BatchRecord record, List<StateChunk> changes) {
            boolean loses = record.batchId() % 3 == 2 && !changes.isEmpty();
            return super.record(record, loses ? changes.subList(0, changes.size() - 1) : changes);
        }
    }

    /** What the batch before evicted with is taken from what it left behind. */
    private static final class NewLateWatermark extends OtherRecord {
        NewLateWatermark(BatchLog to) {
            super(to);
        }

        @Override
        BatchRecord other(BatchRecord record) {
            return lastCommitted() ? with(record, record.ranges(), record.watermarksOut()) : record;
        }
    }

    private static final class ReplayWithNewWatermark extends OtherRecord {
        ReplayWithNewWatermark(BatchLog to) {
            super(to);
        }

        @Override
        BatchRecord other(BatchRecord record) {
            return lastCommitted() ? record : with(record, record.ranges(), record.watermarksOut());
        }
    }
}

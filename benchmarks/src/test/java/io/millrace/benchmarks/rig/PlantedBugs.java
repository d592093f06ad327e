package io.millrace.benchmarks.rig;

import io.millrace.checkpoint.BatchLog;
import io.millrace.connector.ReadableTable;
import io.millrace.connector.Sink;
import io.millrace.storage.FileStore;
import io.millrace.storage.UnsyncedFileStore;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** The mistakes that are planted, one at a time. */
final class PlantedBugs {
    private static final Predicate<String> NO_NAME = name -> false;

    private PlantedBugs() {}

    /**
     * A mistake, and who looks for it first.
     *
     * @param name what it does
     * @param finder the machine that is tried before the others
     */
    record Planted(String name, Machine finder, PlantedBug bug) {
        @Override
        public String toString() {
            return name;
        }
    }

    static List<Planted> all() {
        return Stream.of(files(), sinks(), tables(), log())
                .flatMap(List::stream)
                .toList();
    }

    private static List<Planted> files() {
        return List.of(
                new Planted(
                        "the log is not synced",
                        Machine.SIMULATOR,
                        checkpoint(unsynced(name -> name.endsWith(".log"), NO_NAME))),
                new Planted(
                        "the folder of a new log is not synced",
                        Machine.CRASH_STATES,
                        checkpoint(unsynced(NO_NAME, name -> name.equals("log")))),
                new Planted(
                        "a state file is not synced",
                        Machine.CRASH_STATES,
                        checkpoint(unsynced(name -> name.startsWith("state/"), NO_NAME))),
                new Planted(
                        "a file has its name before it is synced",
                        Machine.CRASH_STATES,
                        checkpoint(FileMistakes.NamedFirst::new)),
                new Planted(
                        "a failed sync is tried again", Machine.FAILING_CALLS, both(FileMistakes.SyncTriedAgain::new)),
                new Planted(
                        "a snapshot deletes the one before it first",
                        Machine.SIMULATOR,
                        checkpoint(FileMistakes.DeletedFirst::new)),
                new Planted(
                        "staged rows are not synced",
                        Machine.CRASH_STATES,
                        results(unsynced(name -> name.matches("\\.millrace-staging/\\d+-\\d+"), NO_NAME))),
                new Planted(
                        "the folder of the manifests is not synced",
                        Machine.CRASH_STATES,
                        results(unsynced(NO_NAME, name -> name.equals("_millrace")))),
                new Planted("the checksum of staged rows is not verified", Machine.DAMAGE, unverified()));
    }

    private static List<Planted> sinks() {
        return List.of(
                new Planted(
                        "the log has the commit before the sink",
                        Machine.SIMULATOR,
                        sink(SinkMistakes.CommitsLater::new)),
                new Planted(
                        "the sink commits before the record", Machine.SIMULATOR, sink(SinkMistakes.CommitsEarly::new)),
                new Planted(
                        "an abort leaves what was staged", Machine.FULL_DISK, sink(SinkMistakes.AbortsNothing::new)),
                new Planted(
                        "the sink does not check the epoch", Machine.CRASH_STATES, sink(SinkMistakes.OneEpoch::new)),
                new Planted("the sink forgets its last batch", Machine.SIMULATOR, sink(SinkMistakes.Forgetful::new)));
    }

    private static List<Planted> tables() {
        return List.of(
                new Planted(
                        "the watermark is that of the fastest partition",
                        Machine.SIMULATOR,
                        table(TableMistakes.OnePartition::new)),
                new Planted(
                        "a range is read up to what is there now",
                        Machine.SIMULATOR,
                        table(TableMistakes.ReadsOn::new)));
    }

    private static List<Planted> log() {
        return List.of(
                new Planted(
                        "the log's end of a range is one row off",
                        Machine.SIMULATOR,
                        log(LogMistakes.OffsetOneOff::new)),
                new Planted("the state is that of the batch before", Machine.SIMULATOR, log(LogMistakes.OldState::new)),
                new Planted("a part of the state is not saved", Machine.SIMULATOR, log(LogMistakes.LostChange::new)),
                new Planted(
                        "rows are late by the new watermark after a restart",
                        Machine.SIMULATOR,
                        log(LogMistakes.NewLateWatermark::new)),
                new Planted(
                        "a batch runs again with the new watermark",
                        Machine.SIMULATOR,
                        log(LogMistakes.ReplayWithNewWatermark::new)));
    }

    private static UnaryOperator<FileStore> unsynced(Predicate<String> file, Predicate<String> folder) {
        return store -> new UnsyncedFileStore(store, file, folder);
    }

    /** What processes have staged outlives them. */
    private static PlantedBug unverified() {
        Map<String, byte[]> staged = new HashMap<>();
        return results(store -> new FileMistakes.Unverified(store, staged));
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
}

package io.millrace.benchmarks.rig;

import io.millrace.aggregate.AggregateFunctions;
import io.millrace.checkpoint.BatchLog;
import io.millrace.checkpoint.BatchRecord;
import io.millrace.checkpoint.Checkpoint;
import io.millrace.checkpoint.Limits;
import io.millrace.columnar.DataType;
import io.millrace.columnar.Field;
import io.millrace.columnar.Schema;
import io.millrace.connector.ConnectorContext;
import io.millrace.connector.FormatFactory;
import io.millrace.connector.ReadableTable;
import io.millrace.connector.Sink;
import io.millrace.connector.TableDefinition;
import io.millrace.connector.WritableTable;
import io.millrace.connectors.files.CommittedFiles;
import io.millrace.connectors.files.FilesTableFactory;
import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import io.millrace.runtime.Pipelines;
import io.millrace.runtime.QueryHost;
import io.millrace.runtime.QuerySettings;
import io.millrace.runtime.QuerySpec;
import io.millrace.runtime.StreamingQuery;
import io.millrace.runtime.Trigger;
import io.millrace.storage.FileStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.concurrent.ExecutorService;
import java.util.function.Supplier;

/**
 * A whole query, from its tables to its sink, whose processes run one after the other in one thread on a {@link Disk} in a
 * {@link World}.
 *
 * @param bug what is planted into the engine
 * @param place where the results go; null for files on the disk
 * @param rowsMax rows of a table in one micro-batch
 * @param rowsBesideMin micro-batches of so many rows are committed while the next one runs
 */
record Rig(
        RigQuery query,
        Map<String, EventTable> tables,
        PlantedBug bug,
        RowPlace place,
        long rowsMax,
        long rowsBesideMin,
        Journal journal) {
    private static final String NAME = "q";
    /** So small that little data meets them: a snapshot about every third micro-batch. */
    private static final Limits LIMITS = new Limits(600, 6_000, 48_000);

    /** How a process has ended: by its death when it left neither state nor failure. */
    record End(Optional<StreamingQuery.State> state, Optional<MillraceException> failure) {
        boolean finished() {
            return state.equals(Optional.of(StreamingQuery.State.FINISHED));
        }

        String describe() {
            return state.map(Object::toString).orElse("dead")
                    + failure.map(e -> " " + e.code() + " " + e.getMessage()).orElse("");
        }
    }

    /** The same, going on from here: what it does from now on is not noted in this one's journal. */
    Rig branch() {
        return new Rig(query, tables, bug, place, rowsMax, rowsBesideMin, new Journal(journal));
    }

    /** Runs a process to its end. */
    End run(World world, Process process, Disk disk) {
        try (Pipelines pipelines = new Pipelines(new Host(world, process, disk), rowsBesideMin)) {
            process.stops(() -> pipelines.active().forEach(StreamingQuery::requestStop));
            StreamingQuery ended = pipelines.start(spec(world, process, disk));
            ended.exception().map(Throwable::getCause).ifPresent(Rig::tell);
            return process.isDead()
                    ? new End(Optional.empty(), Optional.empty())
                    : new End(Optional.of(ended.state()), ended.exception());
        } catch (Crash e) {
            return new End(Optional.empty(), Optional.empty());
        } catch (MillraceException e) {
            if (e.code() == ErrorCode.CANCELLED) {
                // it was stopped before it was open
                return new End(Optional.of(StreamingQuery.State.STOPPED), Optional.empty());
            }
            return new End(Optional.of(StreamingQuery.State.FAILED), Optional.of(e));
        }
    }

    /** What was found while the engine was running is no failure of its own. */
    private static void tell(Throwable cause) {
        if (cause instanceof Finding finding) {
            throw finding;
        }
    }

    private QuerySpec spec(World world, Process process, Disk disk) {
        QuerySettings settings = new QuerySettings(
                Path.of("checkpoints"), Trigger.ASAP, rowsMax, 1, ZoneOffset.UTC, world, Long.MAX_VALUE);
        return new QuerySpec(
                NAME,
                query.sql(),
                query.plan(),
                new AggregateFunctions(),
                name -> table(name, world, process),
                bug.sink(sink(world, process, disk)),
                settings,
                null);
    }

    private ReadableTable table(String name, World world, Process process) {
        return bug.table(tables.get(name).in(world, process));
    }

    private Sink sink(World world, Process process, Disk disk) {
        if (place != null) {
            return place.sink(world, process);
        }
        FileStore store = bug.results(disk.folder(Disk.RESULTS, world, process));
        TableDefinition definition = new TableDefinition(
                "results", columns(), Map.of("path", "/results", "format", "csv", "header", "false"));
        return ((WritableTable) new FilesTableFactory().create(definition, new Context(store))).sink();
    }

    private Schema columns() {
        Schema result = query.plan().root().schema();
        Field[] fields = new Field[result.size()];
        Arrays.setAll(fields, i -> Field.of("c" + i, DataType.BIGINT));
        return Schema.of(fields);
    }

    /** What a reader of the results sees, sorted: of files by a plain listing, which must agree with the manifests. */
    List<String> results(Disk disk) {
        List<String> rows = place != null ? place.rows() : listed(disk);
        rows.sort(Comparator.naturalOrder());
        return rows;
    }

    private static List<String> listed(Disk disk) {
        List<String> rows = new ArrayList<>();
        List<String> names = new ArrayList<>();
        disk.files().files().forEach((path, bytes) -> {
            String name = path.substring(path.lastIndexOf('/') + 1);
            if (path.equals(Disk.RESULTS + "/" + name)) {
                names.add(name);
                new String(bytes, StandardCharsets.UTF_8).lines().forEach(rows::add);
            }
        });
        List<String> committed;
        try {
            committed = committed(disk);
        } catch (MillraceException e) {
            throw new Finding("the results cannot be read: " + e.getMessage(), e);
        }
        if (!names.equals(committed)) {
            throw new Finding("the listing has " + names + ", the manifests have " + committed);
        }
        return rows;
    }

    private static List<String> committed(Disk disk) {
        try {
            return CommittedFiles.list(disk.folder(Disk.RESULTS)).stream()
                    .map(CommittedFiles.Entry::name)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether the manifests are as they were written; a reader of damaged ones is told so. */
    boolean isReadable(Disk disk) {
        try {
            committed(disk);
            return true;
        } catch (MillraceException e) {
            if (e.code() != ErrorCode.SINK_FAILED) {
                throw e;
            }
            return false;
        }
    }

    /** The last micro-batch that is in the results, or -1. */
    long lastBatch(Disk disk) {
        if (place != null) {
            return place.lastBatch();
        }
        return disk.files().list(Disk.RESULTS + "/_millrace").stream()
                .filter(name -> name.matches("(\\d+-)?\\d+"))
                .mapToLong(name -> Long.parseLong(name.substring(name.indexOf('-') + 1)))
                .max()
                .orElse(-1);
    }

    /** Fails unless the results are the answer on the rows of the micro-batches that they are said to be of. */
    void requireRight(Disk disk, String situation) {
        long last = lastBatch(disk);
        List<String> expected = new Oracle(query, tables).answer(journal.upTo(last));
        List<String> found = results(disk);
        if (!found.equals(expected)) {
            throw new Finding(situation + ": after batch " + last + " " + difference(found, expected));
        }
    }

    /** Runs what is left to its end, in a world without faults; fails unless all is right then, and tidy. */
    void requireFinishes(Disk disk, String situation) {
        End end = run(new World(), new Process(), disk);
        if (!end.finished()) {
            throw new Finding(situation + ": the query does not go on: " + end.describe());
        }
        requireRight(disk, situation);
        requireWhole(disk, situation);
        if (!disk.leftovers().isEmpty()) {
            throw new Finding(situation + ": left behind " + disk.leftovers());
        }
    }

    /** Fails unless the results are those of all rows. */
    private void requireWhole(Disk disk, String situation) {
        BatchRecord last = journal.records().get(lastBatch(disk));
        if (last == null || !last.last()) {
            throw new Finding(situation + ": the last batch is missing");
        }
        last.ranges().forEach((table, range) -> {
            if (!range.end().equals(tables.get(table).end())) {
                throw new Finding(situation + ": rows of " + table + " are missing behind " + range.end());
            }
        });
    }

    static String difference(List<String> found, List<String> expected) {
        List<String> missing = new ArrayList<>(expected);
        found.forEach(missing::remove);
        List<String> added = new ArrayList<>(found);
        expected.forEach(added::remove);
        return "the results lack " + missing + " and have " + added + " too many";
    }

    private record Context(FileStore store) implements ConnectorContext {
        @Override
        public FileStore sharedFiles(Path folder) {
            return store;
        }

        @Override
        public ZoneId zone() {
            return ZoneOffset.UTC;
        }

        @Override
        public FormatFactory format(String name) {
            return ServiceLoader.load(FormatFactory.class).stream()
                    .map(ServiceLoader.Provider::get)
                    .filter(format -> format.format().equals(name))
                    .findFirst()
                    .orElseThrow();
        }

        @Override
        public Iterable<String> formats() {
            return List.of();
        }

        @Override
        public <T> T shared(Class<T> type, Supplier<T> make) {
            return make.get();
        }
    }

    /** The disk, and the thread that there is. */
    private final class Host implements QueryHost {
        private final World world;
        private final Process process;
        private final Disk disk;

        Host(World world, Process process, Disk disk) {
            this.world = world;
            this.process = process;
            this.disk = disk;
        }

        @Override
        public BatchLog checkpoint(Path root, String queryName, int retainBatches) {
            FileStore store = bug.checkpoint(disk.folder(Disk.CHECKPOINT, world, process));
            return journal.noting(bug.log(Checkpoint.open(store, queryName, LIMITS.retaining(retainBatches))), world);
        }

        /** The loop runs at once; what is to run beside it, when it is waited for. */
        @Override
        public ExecutorService thread(String name) {
            return new OneThread(name.startsWith("millrace-query"));
        }

        @Override
        public Duration roomRetry() {
            return Duration.ZERO;
        }
    }
}

package io.millrace.state.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.aggregate.AggregateCall;
import io.millrace.aggregate.AggregateFunctions;
import io.millrace.checkpoint.BatchLog;
import io.millrace.checkpoint.Checkpoint;
import io.millrace.checkpoint.CheckpointCheck;
import io.millrace.checkpoint.Limits;
import io.millrace.columnar.DataType;
import io.millrace.columnar.Field;
import io.millrace.columnar.Schema;
import io.millrace.connector.OutputMode;
import io.millrace.connector.builtin.MemoryTable;
import io.millrace.plan.Aggregate;
import io.millrace.plan.QueryPlan;
import io.millrace.plan.Scan;
import io.millrace.runtime.Pipelines;
import io.millrace.runtime.QueryHost;
import io.millrace.runtime.QuerySettings;
import io.millrace.runtime.QuerySpec;
import io.millrace.runtime.RestartPolicy;
import io.millrace.runtime.StoredQuery;
import io.millrace.runtime.StreamingQuery;
import io.millrace.runtime.Trigger;
import io.millrace.storage.LocalFileStore;
import io.millrace.testing.CollectingSink;
import io.millrace.testing.MemoryInput;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A checkpoint that an earlier build wrote, with snapshots in files of RocksDB, must open for ever. It lies in
 * {@code src/test/resources/checkpoints} and is never written again. When the format grows, add a folder for it, which this
 * writes:
 *
 * <pre>  mvn test -pl engine/state-rocksdb -am -Dtest=GoldenCheckpointTest -Dsurefire.failIfNoSpecifiedTests=false \
 *     -Dgolden.checkpoint.write=/absolute/path/of/format-2</pre>
 */
class GoldenCheckpointTest {
    private static final List<String> FORMATS = List.of("format-1");
    private static final String WRITE = "golden.checkpoint.write";
    private static final int KEYS = 12;
    private static final int BATCHES = 5;
    /** Of the columns that are kept. */
    private static final int MAX = 4;

    private static final Schema ROW = Schema.of(Field.of("k", DataType.BIGINT), Field.of("v", DataType.BIGINT));
    private static final Schema RESULT =
            Schema.of(Field.of("k", DataType.BIGINT), Field.of("n", DataType.BIGINT), Field.of("m", DataType.BIGINT));

    /** Queries that make a snapshot whenever the changes since the last one, of which each batch counts 16 KiB, are larger. */
    private static final QueryHost HOST = new QueryHost() {
        @Override
        public BatchLog checkpoint(Path root, String queryName, int retainBatches) {
            return Checkpoint.open(
                    LocalFileStore.ownerOnly(root.resolve(queryName)), queryName, new Limits(2_000, 64L << 10, 1));
        }

        @Override
        public ExecutorService thread(String name) {
            return QueryHost.LOCAL.thread(name);
        }
    };

    @TempDir
    private Path folder;

    @Test
    void theStateOfCheckpointsOfEarlierBuildsIsRead() throws Exception {
        write(folder.resolve("now"));
        requireReadable(folder.resolve("now"));
        for (String format : FORMATS) {
            Path golden = folder.resolve(format);
            copy(
                    Path.of(GoldenCheckpointTest.class
                            .getResource("/checkpoints/" + format)
                            .toURI()),
                    golden);
            requireReadable(golden);
        }
        if (System.getProperty(WRITE) != null) {
            write(Path.of(System.getProperty(WRITE)));
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
    }

    private static void requireReadable(Path root) {
        LocalFileStore store = LocalFileStore.ownerOnly(root.resolve("q"));
        CheckpointCheck.Report report = CheckpointCheck.run(store);
        assertThat(report.damaged()).isEmpty();
        assertThat(report.restorable()).hasValue(BATCHES - 1);
        try (StoredQuery query = StoredQuery.open(store, new AggregateFunctions())) {
            for (int batch = BATCHES - 2; batch < BATCHES; batch++) {
                assertThat(query.view().databaseBackend(batch)).contains("rocksdb");
                assertThat(query.state(batch)).hasSize(1);
                assertThat(query.state(batch).get(0).rows().rows())
                        .extracting(row -> List.of(row.get(0), row.get(1), row.get(MAX)))
                        .as("after batch %d of %s", batch, root)
                        .containsExactlyInAnyOrderElementsOf(expected(batch));
            }
        }
        try (Checkpoint checkpoint = Checkpoint.open(store, "q")) {
            assertThat(checkpoint.databaseBackend(BATCHES - 1)).contains("rocksdb");
            checkpoint
                    .openDatabase(BATCHES - 1, makeFolder(root.resolve("database")))
                    .close();
        }
    }

    private static Path makeFolder(Path folder) {
        try {
            return Files.createDirectory(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Each batch has each key once, but for the one of its number. */
    private static List<List<Object>> rows(long batch) {
        List<List<Object>> rows = new ArrayList<>();
        for (long key = 0; key < KEYS; key++) {
            if (key != batch) {
                rows.add(List.of(key, 100 * batch + key));
            }
        }
        return rows;
    }

    private static List<List<Object>> expected(long batch) {
        List<List<Object>> groups = new ArrayList<>();
        for (long key = 0; key < KEYS; key++) {
            long count = batch + (key <= batch ? 0 : 1);
            long max = 100 * (key == batch ? batch - 1 : batch) + key;
            groups.add(List.of(key, count, max));
        }
        return groups;
    }

    private static void write(Path root) {
        Aggregate aggregate = new Aggregate(
                new Scan("rows", "rows", List.of(0, 1), ROW),
                List.of(0),
                List.of(
                        new AggregateCall("COUNT", List.of(), false, -1, "n", DataType.BIGINT, false),
                        new AggregateCall("MAX", List.of(1), false, -1, "m", DataType.BIGINT, false)),
                Aggregate.Emit.CHANGES,
                null,
                RESULT);
        QuerySettings settings = new QuerySettings(
                root,
                Trigger.ASAP,
                1_000,
                1,
                ZoneOffset.UTC,
                InstantSource.system(),
                16L << 20,
                "rocksdb",
                Limits.RETAIN_BATCHES_MIN,
                RestartPolicy.NONE);
        MemoryInput input = new MemoryInput();
        MemoryTable table = input.table("rows", ROW);
        try (Pipelines pipelines = new Pipelines(HOST, Long.MAX_VALUE)) {
            StreamingQuery query = pipelines.start(new QuerySpec(
                    "q",
                    "SELECT",
                    new QueryPlan(aggregate, OutputMode.CHANGELOG, List.of(0), false),
                    name -> table,
                    new CollectingSink(),
                    settings));
            for (int batch = 0; batch < BATCHES; batch++) {
                input.insert(table, rows(batch));
                query.processAllAvailable();
            }
        }
    }
}

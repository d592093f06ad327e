package io.millrace.testing;

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
import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import io.millrace.plan.Aggregate;
import io.millrace.plan.AssignWatermark;
import io.millrace.plan.Join;
import io.millrace.plan.PlanNode;
import io.millrace.plan.QueryPlan;
import io.millrace.plan.Scan;
import io.millrace.plan.SessionAggregate;
import io.millrace.plan.SessionGap;
import io.millrace.plan.WindowAggregate;
import io.millrace.runtime.Pipelines;
import io.millrace.runtime.QueryHost;
import io.millrace.runtime.QuerySettings;
import io.millrace.runtime.QuerySpec;
import io.millrace.runtime.RestartPolicy;
import io.millrace.runtime.StoredQuery;
import io.millrace.runtime.StreamingQuery;
import io.millrace.runtime.Trigger;
import io.millrace.state.StateBackend;
import io.millrace.storage.LocalFileStore;
import io.millrace.time.SlidingWindow;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.stream.Stream;

/**
 * What holds of every state backend, as checks that its tests run: queries whose state is larger than the pages that may
 * stay in memory give the rows that they give from memory, in the same order, also when they fail in a micro-batch or are
 * stopped, and are started again, with other threads or with another backend, beside files that the last start left.
 *
 * <p>Errors: AssertionError that names the query, the way in which it ran and the row that differs.
 */
public final class StateBackendContract {
    /** So little that most pages have to go. */
    private static final long MEMORY_LIMIT_BYTES = 3L << 20;

    private static final int BATCHES = 6;
    private static final int STOP_AFTER = 3;
    /** Snapshots of a query that has run for two micro-batches. */
    private static final Limits LIMITS = new Limits(2_000, 64L << 10, 64L << 10);

    /** Queries that keep a snapshot every other micro-batch. */
    private static final QueryHost HOST = new QueryHost() {
        @Override
        public BatchLog checkpoint(Path root, String queryName, int retainBatches) {
            return Checkpoint.open(
                    LocalFileStore.ownerOnly(root.resolve(queryName)), queryName, LIMITS.retaining(retainBatches));
        }

        @Override
        public ExecutorService thread(String name) {
            return QueryHost.LOCAL.thread(name);
        }
    };

    private static final DataType TIME = DataType.timestamp(3);
    private static final Schema BID =
            Schema.of(Field.of("k", DataType.VARCHAR), Field.of("v", DataType.BIGINT), Field.of("ts", TIME));
    private static final Schema DISTINCT = Schema.of(Field.of("d", DataType.BIGINT));
    private static final String QUERY = "q";

    private final String backend;
    private final Path folder;
    private int runs;

    private StateBackendContract(String backend, Path folder) {
        this.backend = backend;
        this.folder = folder;
    }

    /**
     * Runs all checks.
     *
     * @param backend its name
     * @param folder for checkpoints
     */
    public static void check(String backend, Path folder) {
        StateBackendContract contract = new StateBackendContract(backend, folder);
        plans().forEach(contract::check);
        contract.checkLimit();
    }

    /** What is run, by a name for messages. */
    private static Map<String, QueryPlan> plans() {
        Map<String, QueryPlan> plans = new LinkedHashMap<>();
        plans.put(
                "windows",
                plan(
                        new WindowAggregate(
                                source("bid"),
                                2,
                                new SlidingWindow(10, 20, 0),
                                List.of(0),
                                calls(),
                                results("window_start", "window_end", "window_time")),
                        OutputMode.APPEND));
        plans.put(
                "changes",
                plan(
                        new Aggregate(source("bid"), List.of(0), calls(), Aggregate.Emit.CHANGES, null, results()),
                        OutputMode.CHANGELOG));
        plans.put(
                "sessions",
                plan(
                        new SessionAggregate(
                                source("bid"),
                                2,
                                SessionGap.fixed(8),
                                List.of(0),
                                calls(),
                                Aggregate.Emit.CHANGES,
                                0L,
                                results("window_start", "window_end", "window_time")),
                        OutputMode.CHANGELOG));
        plans.put("join", plan(join(), OutputMode.APPEND));
        return plans;
    }

    private static QueryPlan plan(PlanNode root, OutputMode mode) {
        return new QueryPlan(root, mode, List.of(), false);
    }

    private static PlanNode source(String name) {
        return new AssignWatermark(new Scan("bid", name, List.of(0, 1, 2), BID), 2, 5, false, -1, "keep", false);
    }

    private static PlanNode join() {
        List<Field> fields = new ArrayList<>(BID.fields());
        BID.fields().forEach(field -> fields.add(Field.of(field.name() + "2", field.type())));
        return new Join(source("a"), source("b"), List.of(0, 1), List.of(0, 1), null, null, null, new Schema(fields));
    }

    private static List<AggregateCall> calls() {
        return List.of(
                new AggregateCall("COUNT", List.of(), false, -1, "n", DataType.BIGINT, false),
                new AggregateCall("MAX", List.of(0), false, -1, "top", DataType.VARCHAR, true),
                new AggregateCall("COUNT", List.of(1), true, -1, "d", DataType.BIGINT, false));
    }

    private static Schema results(String... times) {
        Stream<Field> before = Stream.concat(
                Stream.of(Field.of("k", DataType.VARCHAR)), Stream.of(times).map(name -> Field.of(name, TIME)));
        Stream<Field> after = Stream.of(
                Field.of("n", DataType.BIGINT), Field.of("top", DataType.VARCHAR), Field.of("d", DataType.BIGINT));
        return new Schema(Stream.concat(before, after).toList());
    }

    private void check(String name, QueryPlan plan) {
        List<String> expected = run(plan, new Life(StateBackend.MEMORY, 1), null, false);
        Life life = new Life(backend, 2);
        same(name + " failed, then with other threads", expected, run(plan, life, new Life(backend, 3), true));
        same(name + " stopped, then in memory", expected, run(plan, life, new Life(StateBackend.MEMORY, 2), false));
    }

    /** Where a query has its state between a start and the next, and how many threads it has. */
    private record Life(String backend, int threads) {}

    /** What belongs to no key is in memory, whatever the backend, and within the limit. */
    private void checkLimit() {
        QueryPlan plan = plan(
                new Aggregate(source("bid"), List.of(), distinct(), Aggregate.Emit.CHANGES, null, DISTINCT),
                OutputMode.CHANGELOG);
        MemoryInput input = new MemoryInput();
        MemoryTable table = input.table("bid", BID);
        try (Pipelines pipelines = new Pipelines()) {
            StreamingQuery query =
                    start(pipelines, plan, table, new CollectingSink(), folder.resolve("limit"), new Life(backend, 1));
            for (int batch = 0; batch < 50; batch++) {
                List<List<Object>> rows = new ArrayList<>();
                for (int i = 0; i < 2_000; i++) {
                    rows.add(List.of("value number " + batch + " " + i, 0L, 0L));
                }
                input.insert(table, rows);
                query.processAllAvailable();
            }
        } catch (MillraceException e) {
            String told = e.code() + " " + e.getMessage();
            if (e.code() != ErrorCode.MEMORY_LIMIT
                    || !told.contains("most of it held by Aggregate")
                    || !told.contains("which is in memory whatever the 'state.backend'")
                    || told.contains("'rocksdb'")) {
                throw new AssertionError("the failure of a query beyond its limit says: " + told, e);
            }
            return;
        }
        throw new AssertionError("a query whose state is in memory goes on beyond its limit");
    }

    private static List<AggregateCall> distinct() {
        return List.of(new AggregateCall("COUNT", List.of(0), true, -1, "d", DataType.BIGINT, false));
    }

    private static void same(String way, List<String> expected, List<String> found) {
        if (expected.size() < BATCHES) {
            throw new AssertionError(way + ": the query gives next to nothing");
        }
        for (int i = 0; i < Math.max(expected.size(), found.size()); i++) {
            String wanted = i < expected.size() ? expected.get(i) : "nothing";
            String got = i < found.size() ? found.get(i) : "nothing";
            if (!wanted.equals(got)) {
                throw new AssertionError(way + ": row " + i + " is " + got + ", expected " + wanted);
            }
        }
    }

    /**
     * @param then how it goes on after a stop in the middle; null: no stop
     * @param fails whether it stops because the sink fails, so that the micro-batch is run again
     */
    private List<String> run(QueryPlan plan, Life first, Life then, boolean fails) {
        MemoryInput input = new MemoryInput();
        MemoryTable table = input.table("bid", BID);
        CollectingSink sink = new CollectingSink();
        Random random = new Random(11);
        Path root = folder.resolve("run" + runs++);
        Pipelines pipelines = pipelines();
        try {
            StreamingQuery query = start(pipelines, plan, table, sink, root, first);
            for (int batch = 0; batch < BATCHES; batch++) {
                boolean stops = batch == STOP_AFTER && then != null;
                if (stops && !fails) {
                    pipelines.close();
                }
                input.insert(table, rows(random, batch));
                if (stops && fails) {
                    failIn(query, sink);
                    pipelines.close();
                }
                if (stops) {
                    leaveFiles(root.resolve(QUERY).resolve("work").resolve("database"));
                    requireReadable(root.resolve(QUERY), !first.backend().equals(StateBackend.MEMORY));
                    pipelines = pipelines();
                    query = start(pipelines, plan, table, sink, root, then);
                }
                query.processAllAvailable();
            }
            table.end();
            query.awaitTermination();
        } finally {
            pipelines.close();
        }
        if (Files.exists(root.resolve(QUERY).resolve("work"))) {
            throw new AssertionError("a query that has ended leaves its database in " + root);
        }
        return sink.rows();
    }

    private static Pipelines pipelines() {
        return new Pipelines(HOST, Long.MAX_VALUE);
    }

    /** Whoever does not own the checkpoint can check it and read its state. */
    private static void requireReadable(Path checkpoint, boolean inDatabase) {
        LocalFileStore store = LocalFileStore.ownerOnly(checkpoint);
        CheckpointCheck.Report report = CheckpointCheck.run(store);
        if (!report.damaged().isEmpty() || !report.restorable().equals(report.lastBatch())) {
            throw new AssertionError("a checkpoint that was let go in good order is said to be damaged: " + report);
        }
        try (StoredQuery stored = StoredQuery.open(store, new AggregateFunctions())) {
            long last = report.lastBatch().orElseThrow();
            long rows = stored.state(last).stream()
                    .mapToLong(table -> table.rows().rowCount())
                    .sum();
            if (rows == 0 || stored.view().databaseBackend(last).isPresent() != inDatabase) {
                throw new AssertionError("a checkpoint has " + rows + " rows of state, in the database of "
                        + stored.view().databaseBackend(last));
            }
        }
    }

    private static void failIn(StreamingQuery query, CollectingSink sink) {
        sink.failOnce();
        try {
            query.processAllAvailable();
        } catch (MillraceException e) {
            return;
        }
        throw new AssertionError("the query goes on though its sink failed");
    }

    /** What a process that died may leave, or a disk may make of it: nobody reads it. */
    private static void leaveFiles(Path database) {
        try {
            Files.createDirectories(database);
            Files.writeString(database.resolve("CURRENT"), "MANIFEST-000005\n");
            Files.writeString(database.resolve("000004.sst"), "no table");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static StreamingQuery start(
            Pipelines pipelines, QueryPlan plan, MemoryTable table, CollectingSink sink, Path root, Life life) {
        long limit = life.backend().equals(StateBackend.MEMORY) ? Long.MAX_VALUE : MEMORY_LIMIT_BYTES;
        QuerySettings settings = new QuerySettings(
                root,
                Trigger.ASAP,
                500_000,
                life.threads(),
                ZoneOffset.UTC,
                InstantSource.system(),
                limit,
                life.backend(),
                Limits.RETAIN_BATCHES_MIN,
                RestartPolicy.NONE);
        return pipelines.start(new QuerySpec(QUERY, "SELECT", plan, name -> table, sink, settings));
    }

    /** Many rows, then few: whole pages are wanted, then single keys. Old keys come again. */
    private static List<List<Object>> rows(Random random, int batch) {
        List<List<Object>> rows = new ArrayList<>();
        int count = batch % 3 == 0 ? 1_200 : 100;
        for (int i = 0; i < count; i++) {
            String key = "key number " + random.nextInt(1_000) + " of a batch";
            rows.add(List.of(key, (long) random.nextInt(3), batch * 4L + random.nextInt(9)));
        }
        return rows;
    }
}

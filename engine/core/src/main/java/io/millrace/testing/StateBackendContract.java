package io.millrace.testing;

import io.millrace.aggregate.AggregateCall;
import io.millrace.checkpoint.Limits;
import io.millrace.columnar.DataType;
import io.millrace.columnar.Field;
import io.millrace.columnar.Schema;
import io.millrace.connector.OutputMode;
import io.millrace.connector.builtin.MemoryTable;
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
import io.millrace.runtime.QuerySettings;
import io.millrace.runtime.QuerySpec;
import io.millrace.runtime.RestartPolicy;
import io.millrace.runtime.StreamingQuery;
import io.millrace.runtime.Trigger;
import io.millrace.state.StateBackend;
import io.millrace.time.SlidingWindow;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

/**
 * What holds of every state backend, as checks that its tests run: queries whose state is larger than the pages that may
 * stay in memory give the rows that they give from memory, in the same order, also when they are stopped and started again,
 * with other threads or with another backend.
 *
 * <p>Errors: AssertionError that names the query, the way in which it ran and the row that differs.
 */
public final class StateBackendContract {
    /** So little that most pages have to go. */
    private static final long MEMORY_LIMIT_BYTES = 3L << 20;

    private static final int BATCHES = 6;
    private static final int STOP_AFTER = 3;
    private static final DataType TIME = DataType.timestamp(3);
    private static final Schema BID =
            Schema.of(Field.of("k", DataType.VARCHAR), Field.of("v", DataType.BIGINT), Field.of("ts", TIME));

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
        List<String> expected = run(plan, StateBackend.MEMORY, 1, null, 0);
        same(name + " started again with other threads", expected, run(plan, backend, 2, backend, 3));
        same(name + " started again in memory", expected, run(plan, backend, 1, StateBackend.MEMORY, 2));
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

    /** @param then backend after a stop in the middle; null: no stop */
    private List<String> run(QueryPlan plan, String first, int threads, String then, int threadsThen) {
        MemoryInput input = new MemoryInput();
        MemoryTable table = input.table("bid", BID);
        CollectingSink sink = new CollectingSink();
        Random random = new Random(11);
        Path root = folder.resolve("run" + runs++);
        Pipelines pipelines = new Pipelines();
        try {
            StreamingQuery query = start(pipelines, plan, table, sink, root, first, threads);
            for (int batch = 0; batch < BATCHES; batch++) {
                if (batch == STOP_AFTER && then != null) {
                    pipelines.close();
                    pipelines = new Pipelines();
                    query = start(pipelines, plan, table, sink, root, then, threadsThen);
                }
                input.insert(table, rows(random, batch));
                query.processAllAvailable();
            }
            table.end();
            query.awaitTermination();
        } finally {
            pipelines.close();
        }
        return sink.rows();
    }

    private static StreamingQuery start(
            Pipelines pipelines,
            QueryPlan plan,
            MemoryTable table,
            CollectingSink sink,
            Path root,
            String backend,
            int threads) {
        long limit = backend.equals(StateBackend.MEMORY) ? Long.MAX_VALUE : MEMORY_LIMIT_BYTES;
        QuerySettings settings = new QuerySettings(
                root,
                Trigger.ASAP,
                500_000,
                threads,
                ZoneOffset.UTC,
                InstantSource.system(),
                limit,
                backend,
                Limits.RETAIN_BATCHES_MIN,
                RestartPolicy.NONE);
        return pipelines.start(new QuerySpec("q", "SELECT", plan, name -> table, sink, settings));
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

package io.millrace.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.aggregate.AggregateCall;
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
import io.millrace.plan.Materialize;
import io.millrace.plan.PlanNode;
import io.millrace.plan.QueryPlan;
import io.millrace.plan.Scan;
import io.millrace.plan.Sort;
import io.millrace.plan.WindowAggregate;
import io.millrace.testing.CollectingSink;
import io.millrace.testing.MemoryInput;
import io.millrace.time.SlidingWindow;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class PipelinesTest {
    private static final Schema BID = Schema.of(
            Field.of("k", DataType.VARCHAR), Field.of("v", DataType.BIGINT), Field.of("ts", DataType.timestamp(3)));

    private final MemoryInput input = new MemoryInput();
    private final MemoryTable bid = input.table("bid", BID);
    private final CollectingSink sink = new CollectingSink();
    private Pipelines pipelines = new Pipelines();

    @TempDir
    Path folder;

    @AfterEach
    void close() {
        pipelines.close();
    }

    private StreamingQuery start(QueryPlan plan) {
        return start(plan, 2);
    }

    private StreamingQuery start(QueryPlan plan, int parallelism) {
        QuerySettings settings = new QuerySettings(
                folder, Trigger.ASAP, 500_000, parallelism, ZoneOffset.UTC, InstantSource.system(), Long.MAX_VALUE);
        return pipelines.start(new QuerySpec("q", "SELECT", plan, name -> bid, sink, settings));
    }

    private static PlanNode source(String name) {
        PlanNode scan = new Scan("bid", name, List.of(0, 1, 2), BID);
        return new AssignWatermark(scan, 2, 1, false, -1, "keep", false);
    }

    private static List<AggregateCall> calls() {
        return List.of(
                new AggregateCall("COUNT", List.of(), false, -1, "n", DataType.BIGINT, false),
                new AggregateCall("MAX", List.of(1), false, -1, "top", DataType.BIGINT, true),
                new AggregateCall("COUNT", List.of(1), true, -1, "d", DataType.BIGINT, false));
    }

    private static QueryPlan windowed(long slide, long size) {
        DataType time = DataType.timestamp(3);
        Schema schema = Schema.of(
                Field.of("k", DataType.VARCHAR),
                Field.of("window_start", time),
                Field.of("window_end", time),
                Field.of("window_time", time),
                Field.of("n", DataType.BIGINT),
                Field.of("top", DataType.BIGINT),
                Field.of("d", DataType.BIGINT));
        PlanNode root =
                new WindowAggregate(source("bid"), 2, new SlidingWindow(slide, size, 0), List.of(0), calls(), schema);
        return new QueryPlan(root, OutputMode.APPEND, List.of(0, 2), false);
    }

    private static PlanNode grouped(Aggregate.Emit emit) {
        Schema schema = Schema.of(
                Field.of("k", DataType.VARCHAR),
                Field.of("n", DataType.BIGINT),
                Field.of("top", DataType.BIGINT),
                Field.of("d", DataType.BIGINT));
        return new Aggregate(source("bid"), List.of(0), calls(), emit, null, schema);
    }

    private static QueryPlan changes(OutputMode mode) {
        return new QueryPlan(grouped(Aggregate.Emit.CHANGES), mode, List.of(0), false);
    }

    /** Rows as key, value, time in microseconds. */
    private void insert(Object... values) {
        List<List<Object>> rows = new ArrayList<>();
        for (int i = 0; i < values.length; i += 3) {
            rows.add(List.of(values[i], ((Number) values[i + 1]).longValue(), ((Number) values[i + 2]).longValue()));
        }
        input.insert(bid, rows);
    }

    @Test
    void aHoppingWindowComesOutWhenTheWatermarkPassesItsEnd() {
        StreamingQuery query = start(windowed(2, 4));
        insert("a", 1, 1, "b", 5, 2, "a", 1, 3);
        query.processAllAvailable();
        assertThat(sink.rows()).containsExactly("[a, -2, 2, 1, 1, 1, 1]");
        insert("a", 9, 7);
        query.processAllAvailable();
        assertThat(sink.rows().subList(1, sink.rows().size()))
                .containsExactly(
                        "[a, 0, 4, 3, 2, 1, 1]",
                        "[b, 0, 4, 3, 1, 5, 1]",
                        "[a, 2, 6, 5, 1, 1, 1]",
                        "[b, 2, 6, 5, 1, 5, 1]");
        insert("a", 100, 3, "b", 100, 6);
        bid.end();
        query.awaitTermination();
        assertThat(query.state()).isEqualTo(StreamingQuery.State.FINISHED);
        assertThat(sink.rows().subList(5, sink.rows().size()))
                .containsExactly(
                        "[a, 4, 8, 7, 1, 9, 1]",
                        "[b, 4, 8, 7, 1, 100, 1]",
                        "[a, 6, 10, 9, 1, 9, 1]",
                        "[b, 6, 10, 9, 1, 100, 1]");
    }

    @Test
    void theSameRowsComeInTheSameOrderForAnyNumberOfThreads() {
        List<String> one = run(windowed(3, 12), 1);
        pipelines.close();
        pipelines = new Pipelines();
        assertThat(one).hasSizeGreaterThan(500).isEqualTo(run(windowed(3, 12), 7));
    }

    private List<String> run(QueryPlan plan, int parallelism) {
        MemoryInput own = new MemoryInput();
        MemoryTable table = own.table("bid", BID);
        java.util.Random random = new java.util.Random(7);
        for (int i = 0; i < 10; i++) {
            List<List<Object>> rows = new ArrayList<>();
            // so many that they are aggregated where they are read; where keys do not repeat, not
            int keys = i % 3 == 2 ? 100_000 : 50;
            for (int j = 0; j < (i % 2 == 0 ? 2_500 : 200); j++) {
                rows.add(List.of(
                        "k" + random.nextInt(keys), (long) random.nextInt(100), (long) i * 10 + random.nextInt(15)));
            }
            own.insert(table, rows);
        }
        table.end();
        CollectingSink collected = new CollectingSink();
        QuerySettings settings = new QuerySettings(
                null, Trigger.ASAP, 500_000, parallelism, ZoneOffset.UTC, InstantSource.system(), Long.MAX_VALUE);
        pipelines
                .start(new QuerySpec("p", "SELECT", plan, name -> table, collected, settings))
                .awaitTermination();
        return collected.rows();
    }

    @Test
    void aSinkIsToldWhenNoRunWillFollow() {
        QueryPlan plan = changes(OutputMode.UPDATE);
        start(plan).stop();
        assertThat(sink.ended()).as("stopped, with a checkpoint").isEmpty();
        bid.end();
        StreamingQuery finished = start(plan);
        finished.awaitTermination();
        assertThat(sink.ended()).containsExactly(finished.id());
        start(plan).awaitTermination();
        assertThat(sink.ended()).as("found finished").containsExactly(finished.id(), finished.id());

        CollectingSink other = new CollectingSink();
        QuerySettings noCheckpoint = new QuerySettings(
                null, Trigger.ASAP, 500_000, 2, ZoneOffset.UTC, InstantSource.system(), Long.MAX_VALUE);
        StreamingQuery stopped = pipelines.start(new QuerySpec("r", "SELECT", plan, name -> bid, other, noCheckpoint));
        stopped.stop();
        assertThat(other.ended()).as("stopped, without a checkpoint").containsExactly(stopped.id());
    }

    @Test
    void updateModeGivesEachChangedKeyOnce() {
        StreamingQuery query = start(changes(OutputMode.UPDATE));
        insert("a", 1, 1, "b", 5, 2, "a", 2, 3);
        insert("a", 9, 3, "a", 9, 4);
        query.processAllAvailable();
        assertThat(sink.batches().values())
                .containsExactly(List.of("+I[a, 2, 2, 2]", "+I[b, 1, 5, 1]"), List.of("+U[a, 4, 9, 3]"));
    }

    @Test
    void changelogModeGivesTheOldRowToo() {
        StreamingQuery query = start(changes(OutputMode.CHANGELOG));
        insert("a", 1, 1);
        insert("a", 1, 3, "c", 1, 3);
        query.processAllAvailable();
        assertThat(sink.batches().get(1L)).containsExactly("-U[a, 1, 1, 1]", "+U[a, 2, 1, 1]", "+I[c, 1, 1, 1]");
    }

    @Test
    void anAggregateOverAnAggregateTakesRowsBack() {
        Schema schema = Schema.of(
                Field.of("n", DataType.BIGINT), Field.of("keys", DataType.BIGINT), Field.of("top", DataType.BIGINT));
        PlanNode outer = new Aggregate(
                grouped(Aggregate.Emit.CHANGES),
                List.of(1),
                List.of(
                        new AggregateCall("COUNT", List.of(), false, -1, "keys", DataType.BIGINT, false),
                        new AggregateCall("MAX", List.of(2), false, -1, "top", DataType.BIGINT, true)),
                Aggregate.Emit.CHANGES,
                null,
                schema);
        StreamingQuery query = start(new QueryPlan(outer, OutputMode.CHANGELOG, List.of(0), false));
        insert("a", 7, 1, "b", 5, 1);
        insert("a", 3, 1);
        insert("b", 6, 1);
        query.processAllAvailable();
        assertThat(sink.batches().values())
                .containsExactly(
                        List.of("+I[1, 2, 7]"),
                        List.of("+I[2, 1, 7]", "-U[1, 2, 7]", "+U[1, 1, 5]"),
                        List.of("-U[2, 1, 7]", "+U[2, 2, 7]", "-D[1, 1, 5]"));
    }

    @Test
    void completeModeGivesTheWholeResultSorted() {
        PlanNode root = new Materialize(grouped(Aggregate.Emit.CHANGES), List.of(new Sort.Key(1, true, false)), 0, 2);
        StreamingQuery query = start(new QueryPlan(root, OutputMode.COMPLETE, List.of(0), false));
        insert("a", 1, 1, "b", 5, 2, "a", 2, 3);
        insert("b", 1, 1, "b", 5, 2, "c", 2, 3);
        query.processAllAvailable();
        assertThat(sink.batches().values())
                .containsExactly(List.of("[a, 2, 2, 2]", "[b, 1, 5, 1]"), List.of("[b, 3, 5, 2]", "[a, 2, 2, 2]"));
    }

    private static QueryPlan selfJoin() {
        List<Field> fields = new ArrayList<>(BID.fields());
        fields.addAll(BID.fields());
        // left.ts <= right.ts + 5, right.ts <= left.ts + 5
        Join.Bound bound = new Join.Bound(2, 6, 2, 1);
        PlanNode join = new Join(
                source("left"), source("right"), List.of(0), List.of(0), null, bound, bound, new Schema(fields));
        return new QueryPlan(join, OutputMode.APPEND, null, false);
    }

    @Test
    void aJoinGivesEveryPairOnceAndForgetsWhatTheBoundRulesOut() {
        StreamingQuery query = start(selfJoin());
        insert("a", 1, 1);
        insert("a", 2, 2, "b", 3, 3);
        query.processAllAvailable();
        assertThat(sink.rows())
                .containsExactlyInAnyOrder(
                        "[a, 1, 1, a, 1, 1]",
                        "[a, 1, 1, a, 2, 2]",
                        "[a, 2, 2, a, 1, 1]",
                        "[a, 2, 2, a, 2, 2]",
                        "[b, 3, 3, b, 3, 3]");
        insert("z", 9, 100);
        insert("z", 9, 101);
        query.processAllAvailable();
        assertThat(query.lastProgress().orElseThrow().stateOperators().get(0).numRowsTotal())
                .isEqualTo(4);
    }

    @Test
    void aRestartGoesOnWhereTheLastRunCommitted() {
        StreamingQuery query = start(windowed(2, 4));
        insert("a", 1, 1, "b", 5, 2, "a", 1, 3);
        query.processAllAvailable();
        query.stop();
        assertThat(query.state()).isEqualTo(StreamingQuery.State.STOPPED);
        insert("a", 9, 7);
        for (int parallelism = 1; parallelism < 4; parallelism++) {
            StreamingQuery again = start(windowed(2, 4), parallelism);
            again.processAllAvailable();
            assertThat(again.id()).isEqualTo(query.id());
            assertThat(again.runId()).isNotEqualTo(query.runId());
            again.stop();
        }
        assertThat(sink.rows())
                .containsExactly(
                        "[a, -2, 2, 1, 1, 1, 1]",
                        "[a, 0, 4, 3, 2, 1, 1]",
                        "[b, 0, 4, 3, 1, 5, 1]",
                        "[a, 2, 6, 5, 1, 1, 1]",
                        "[b, 2, 6, 5, 1, 5, 1]");
    }

    @Test
    void aChangedAggregateIsRefusedOnRestart() {
        start(windowed(2, 4)).stop();
        assertThatThrownBy(() -> {
                    QuerySettings settings = new QuerySettings(
                            folder, Trigger.ASAP, 1, 1, ZoneOffset.UTC, InstantSource.system(), Long.MAX_VALUE);
                    pipelines.start(new QuerySpec(
                            "q", "SELECT 2", windowed(3, 6), name -> bid, new CollectingSink(), settings));
                })
                .isInstanceOfSatisfying(
                        MillraceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.STATE_INCOMPATIBLE))
                .hasMessageContaining("window aggregate")
                .hasMessageContaining("query.name");
    }

    @Test
    void aFinishedQueryHasNothingLeftToDoAndTakesNoOtherStatement() {
        insert("a", 1, 1);
        bid.end();
        start(windowed(2, 4)).awaitTermination();
        List<String> rows = sink.rows();
        StreamingQuery again = start(windowed(2, 4));
        again.awaitTermination();
        assertThat(again.state()).isEqualTo(StreamingQuery.State.FINISHED);
        assertThat(sink.rows()).isEqualTo(rows);
        assertThatThrownBy(() -> start(changes(OutputMode.UPDATE)))
                .isInstanceOf(MillraceException.class)
                .hasMessageContaining("has finished");
    }

    @Test
    void whatOtherTablesGetIsNotWaitedFor() {
        StreamingQuery query = start(changes(OutputMode.UPDATE));
        insert("a", 1, 1);
        input.insert(input.table("other", BID), List.of(List.of("z", 1L, 1L)));
        query.processAllAvailable();
        assertThat(sink.rows()).containsExactly("+I[a, 1, 1, 1]");
    }

    @Test
    void aSecondQueryOfTheNameIsRefused() {
        start(windowed(2, 4));
        assertThatThrownBy(() -> start(windowed(2, 4)))
                .isInstanceOf(MillraceException.class)
                .hasMessageContaining("a query named \"q\" is running");
    }

    @Test
    void aBatchQueryAnswersOverWhatIsThereAndEnds() {
        insert("a", 1, 1, "b", 5, 2, "a", 2, 3);
        insert("a", 4, 1);
        QueryPlan plan = new QueryPlan(grouped(Aggregate.Emit.WHEN_FINAL), OutputMode.APPEND, List.of(0), true);
        StreamingQuery query = start(plan);
        query.awaitTermination();
        assertThat(sink.rows()).containsExactly("[a, 3, 4, 3]", "[b, 1, 5, 1]");
        assertThat(pipelines.active()).isEmpty();
        assertThat(folder).isEmptyDirectory();
    }
}

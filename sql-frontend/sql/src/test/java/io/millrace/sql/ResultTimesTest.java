package io.millrace.sql;

import static io.millrace.sql.functions.col;
import static io.millrace.sql.functions.count;
import static io.millrace.sql.functions.sum;
import static io.millrace.sql.functions.window;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.runtime.StreamingQuery;
import io.millrace.sql.streaming.ExpiredTimerInfo;
import io.millrace.sql.streaming.GroupStateTimeout;
import io.millrace.sql.streaming.MapState;
import io.millrace.sql.streaming.OutputMode;
import io.millrace.sql.streaming.StatefulProcessor;
import io.millrace.sql.streaming.TimeMode;
import io.millrace.sql.streaming.TimerValues;
import io.millrace.sql.testing.QueryTest;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Results of functions with state that have an event time: what windows, duplicates and functions over them give. */
class ResultTimesTest {
    record Visit(String user, LocalDateTime at) {}

    /** Ten seconds behind visits of a user. */
    record Exit(String user, LocalDateTime end, long visits) {}

    private static final LocalDateTime START = LocalDateTime.parse("2026-01-01T10:00:00");

    private final Session session = Session.builder().set("time-zone", "UTC").build();
    private MemoryStream input;

    @TempDir
    private Path folder;

    @BeforeEach
    void open() {
        input = session.memoryStream("visit", "user VARCHAR, at TIMESTAMP(3)");
    }

    @AfterEach
    void close() {
        session.close();
    }

    /** Tells of visits ten seconds behind them. */
    static final class Exits extends StatefulProcessor<String, Visit, Exit> {
        private MapState<LocalDateTime, Long> visits;

        @Override
        public void init(OutputMode outputMode, TimeMode timeMode) {
            visits = getHandle().getMapState("visits", LocalDateTime.class, Long.class);
        }

        @Override
        public Iterator<Exit> handleInputRows(String user, Iterator<Visit> arrived, TimerValues times) {
            while (arrived.hasNext()) {
                LocalDateTime end = arrived.next().at().plusSeconds(10);
                visits.updateValue(end, visits.containsKey(end) ? visits.getValue(end) + 1 : 1);
                getHandle().registerTimer(end);
            }
            return Collections.emptyIterator();
        }

        @Override
        public Iterator<Exit> handleExpiredTimer(String user, TimerValues times, ExpiredTimerInfo timer) {
            LocalDateTime end = timer.getExpiryTime();
            Exit exit = new Exit(user, end, visits.getValue(end));
            visits.removeKey(end);
            return List.of(exit).iterator();
        }
    }

    private Dataset<Visit> visits() {
        return input.toDF().withWatermark("at", "5 seconds").as(Visit.class);
    }

    private KeyValueGroupedDataset<String, Visit> byUser() {
        return visits().groupByKey(Visit::user, String.class);
    }

    private Dataset<Exit> exits() {
        return byUser().transformWithState(Exits::new, "end", OutputMode.Append(), Exit.class);
    }

    private static DataFrame perMinute(DataFrame exits) {
        return exits.groupBy(window(col("end"), "1 minute"))
                .agg(count("*").as("exits"), sum("visits").as("visits"))
                .select("window_end", "exits", "visits");
    }

    private void visit(String user, int second) {
        input.add(user, START.plusSeconds(second));
    }

    @Test
    void aWindowFollowsAStatefulProcessor() {
        try (QueryTest test = QueryTest.of(perMinute(exits().toDF()), "append")) {
            visit("ann", 8);
            visit("ann", 8);
            visit("bob", 49);
            test.assertNoRows();
            // both exits are told, the second one at 59; the window waits for the watermark, which is at 59 too
            visit("cat", 64);
            test.assertNoRows();
            visit("cat", 65);
            test.assertRows("[2026-01-01 10:01:00,2,3]");
            input.end();
            test.assertRows("[2026-01-01 10:02:00,2,2]");
            assertThat(test.query().lateRows()).isZero();
        }
    }

    /** Whatever the batches, restarts and threads: no result is late, and the windows are those of a batch. */
    @Test
    void theWindowsOfAStreamAreThoseOfABatchWhateverItsRestarts() {
        List<String> streamed = new ArrayList<>();
        List<Visit> all = new ArrayList<>();
        Random random = new Random(4);
        for (int round = 0; round < 12; round++) {
            session.set("parallelism", Integer.toString(1 + round % 3));
            StreamingQuery query = start(streamed);
            List<Row> rows = new ArrayList<>();
            for (int i = 0; i < 15; i++) {
                Visit visit =
                        new Visit("u" + random.nextInt(6), START.plusSeconds(15L * round + i - random.nextInt(5)));
                all.add(visit);
                rows.add(Row.of(visit.user(), visit.at()));
            }
            input.addData(rows);
            query.processAllAvailable();
            query.stop();
        }
        input.end();
        start(streamed).awaitTermination();
        Dataset<Exit> batch = session.createDataset(all, Visit.class)
                .groupByKey(Visit::user, String.class)
                .transformWithState(Exits::new, TimeMode.EventTime(), OutputMode.Append(), Exit.class);
        assertThat(streamed).hasSize(4).containsExactlyInAnyOrderElementsOf(texts(perMinute(batch.toDF())));
    }

    private static List<String> texts(DataFrame frame) {
        return frame.collectAsList().stream().map(Row::toString).toList();
    }

    private StreamingQuery start(List<String> given) {
        return perMinute(exits().toDF())
                .writeStream()
                .queryName("exits")
                .outputMode("append")
                .option("checkpointLocation", folder.toString())
                .foreachBatch((batch, id) -> given.addAll(texts(batch)))
                .start();
    }

    /** Of functions with GroupState withWatermark behind them says which column it is, and how late it may be. */
    @Test
    void aWindowFollowsAFunctionWithGroupState() {
        Dataset<Exit> latest = byUser().flatMapGroupsWithState(
                        (user, arrived, state) -> {
                            arrived.forEachRemaining(visit -> state.update(visit.at()));
                            if (!state.hasTimedOut()) {
                                state.setTimeoutTimestamp(state.get().plusSeconds(10));
                                return Collections.emptyIterator();
                            }
                            Exit exit = new Exit(user, state.get(), 1);
                            state.remove();
                            return List.of(exit).iterator();
                        },
                        OutputMode.Append(),
                        LocalDateTime.class,
                        Exit.class,
                        GroupStateTimeout.EventTimeTimeout())
                .withWatermark("END", "10 seconds");
        try (QueryTest test = QueryTest.of(perMinute(latest.toDF().filter("visits > 0")), "append")) {
            visit("ann", 50);
            visit("bob", 66);
            // the watermark is at 61, ann is told of with 50 in the next
            test.assertNoRows();
            visit("bob", 74);
            test.assertNoRows();
            visit("bob", 75);
            test.assertRows("[2026-01-01 10:01:00,1,1]");
        }
    }

    @Test
    void aFunctionWithTimersFollowsOneWithTimers() {
        DataFrame twice = exits().map(exit -> exit, Exit.class).toDF();
        assertThatThrownBy(() -> perMinute(twice)
                        .writeStream()
                        .outputMode("append")
                        .format("noop")
                        .start())
                .hasMessageContaining("WATERMARK");
        Dataset<String> told = exits().groupByKey(Exit::user, String.class)
                .mapGroupsWithState(
                        (user, exits, state) -> {
                            if (state.hasTimedOut()) {
                                return user + " is gone for a minute";
                            }
                            exits.forEachRemaining(
                                    exit -> state.setTimeoutTimestamp(exit.end().plusMinutes(1)));
                            return user + " leaves";
                        },
                        Long.class,
                        String.class,
                        GroupStateTimeout.EventTimeTimeout());
        try (QueryTest test = QueryTest.of(told.toDF())) {
            visit("ann", 0);
            visit("bob", 15);
            test.assertRows("[ann leaves]");
            visit("bob", 75);
            test.assertRows("[bob leaves]", "[ann is gone for a minute]");
        }
    }

    @Test
    void resultsThatComeTwiceAreFoundByTheirTime() {
        Dataset<Exit> all = byUser().flatMapGroupsWithState(
                        (user, arrived, state) -> {
                            List<Exit> given = new ArrayList<>();
                            arrived.forEachRemaining(visit -> given.add(new Exit(user, visit.at(), 1)));
                            return given.iterator();
                        },
                        OutputMode.Append(),
                        Long.class,
                        Exit.class,
                        GroupStateTimeout.NoTimeout())
                .withWatermark("end", "0 seconds");
        try (QueryTest test =
                QueryTest.of(all.dropDuplicatesWithinWatermark("user").toDF())) {
            visit("ann", 0);
            visit("ann", 2);
            test.assertRows("[ann,2026-01-01 10:00:00,1]");
            visit("bob", 60);
            test.assertRows("[bob,2026-01-01 10:01:00,1]");
            visit("ann", 61);
            test.assertRows("[ann,2026-01-01 10:01:01,1]");
        }
    }

    /** What a function gives of a time that is over is late for what follows, and is counted. */
    @Test
    void resultsBehindTheWatermarkAreLate() {
        Dataset<Exit> old = byUser().flatMapGroupsWithState(
                        (user, arrived, state) ->
                                List.of(new Exit(user, START.minusDays(1), 1)).iterator(),
                        OutputMode.Append(),
                        Long.class,
                        Exit.class,
                        GroupStateTimeout.NoTimeout())
                .withWatermark("end", "0 seconds");
        try (QueryTest test = QueryTest.of(perMinute(old.toDF()), "append")) {
            visit("ann", 0);
            test.assertRows("[2025-12-31 10:01:00,1,1]");
            visit("ann", 1);
            test.assertNoRows();
            assertThat(test.query().lateRows()).isOne();
        }
    }

    @Test
    void whatIsNoEventTimeIsRefused() {
        assertThatThrownBy(() -> byUser().transformWithState(Exits::new, "ends", OutputMode.Append(), Exit.class))
                .hasMessage("there is no column \"ends\"; did you mean \"end\"; columns: user, end, visits");
        assertThatThrownBy(() -> byUser().transformWithState(Exits::new, "visits", OutputMode.Append(), Exit.class))
                .hasMessage("column \"visits\" is BIGINT; event time is a TIMESTAMP or TIMESTAMP_LTZ: make one with"
                        + " to_timestamp first");
        assertThatThrownBy(() -> exits().toDF()
                        .withColumn("later", functions.expr("\"end\" + INTERVAL '1' SECOND"))
                        .withWatermark("later", "0 seconds"))
                .hasMessage(
                        "\"later\" is computed from what a function with state gives; the event time of its results is"
                                + " a column that the function itself gives: have it give the time");
        Dataset<Exit> timeless = input.toDF()
                .as(Visit.class)
                .groupByKey(Visit::user, String.class)
                .flatMapGroupsWithState(
                        (user, arrived, state) -> Collections.emptyIterator(),
                        OutputMode.Append(),
                        Long.class,
                        Exit.class,
                        GroupStateTimeout.NoTimeout())
                .withWatermark("end", "0 seconds");
        assertThatThrownBy(() -> timeless.writeStream().format("noop").start())
                .hasMessage("the event time \"end\" of what flatMapGroupsWithState gives goes by the watermark of its"
                        + " input, which has none: call withWatermark on the frame before, too");
    }
}

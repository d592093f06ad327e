package io.millrace.sql;

import static io.millrace.sql.functions.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import io.millrace.runtime.QueryStatus;
import io.millrace.runtime.StreamingQuery;
import io.millrace.sql.streaming.StreamingQueryListener;
import io.millrace.sql.streaming.Trigger;
import io.millrace.sql.testing.QueryTest;
import io.millrace.sql.testing.TestClock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StreamingFrameTest {
    private final TestClock clock = TestClock.at("2026-01-01T00:00:00Z");
    private Session session;
    private MemoryStream bids;

    @BeforeEach
    void open() {
        session = Session.builder().clock(clock).set("time-zone", "UTC").build();
        bids = session.memoryStream("bid", "auction BIGINT, price INTEGER, ts TIMESTAMP(3)");
    }

    @AfterEach
    void close() {
        session.close();
    }

    @Test
    void windowsCloseByTheWatermark() {
        DataFrame counts = bids.toDF()
                .withWatermark("ts", "5 seconds")
                .groupBy(window(col("ts"), "10 seconds"), col("auction"))
                .count();
        try (QueryTest test = QueryTest.of(counts, "append")) {
            bids.add(1, 10, "2026-01-01 10:00:01").add(1, 20, "2026-01-01 10:00:09");
            test.assertNoRows();
            bids.add(2, 30, "2026-01-01 10:00:15");
            test.assertRows("[2026-01-01 10:00:00,2026-01-01 10:00:10,1,2]");
            bids.end();
            test.assertRows("[2026-01-01 10:00:10,2026-01-01 10:00:20,2,1]");
        }
    }

    @Test
    void theWatermarkMayBeOfAComputedColumn() {
        MemoryStream lines = session.memoryStream("lines", "line VARCHAR");
        DataFrame counts = lines.toDF()
                .select(split(col("line"), ",").as("parts"))
                .filter("CARDINALITY(parts) = 2")
                .select(
                        col("parts").getItem(0).as("word"),
                        to_timestamp(col("parts").getItem(1)).as("at"))
                .withWatermark("at", "1 second")
                .groupBy(window(col("at"), "1 minute"), col("word"))
                .count()
                .select("word", "count");
        try (QueryTest test = QueryTest.of(counts, "append")) {
            lines.add("a,2026-01-01 10:00:01")
                    .add("no time")
                    .add("a,2026-01-01 10:00:30")
                    .add("b,2026-01-01 10:02:00");
            test.assertRows(Row.of("a", 2L));
        }
        assertThatThrownBy(() -> counts.withWatermark("count", "1 second"))
                .hasMessageContaining("event time is a TIMESTAMP");
        assertThatThrownBy(() -> session.sql("SELECT STREAM * FROM bid").withWatermark("ts", "1 second"))
                .hasMessageContaining("declare WATERMARK in CREATE TABLE");
    }

    @Test
    void updatesComeByKey() {
        try (QueryTest test = QueryTest.of(bids.toDF().groupBy("auction").sum("price"), "update")) {
            bids.add(1, 10, null).add(2, 5, null);
            test.assertRows(Row.of(1L, 10L), Row.of(2L, 5L));
            bids.add(1, 1, null);
            test.assertRows(Row.of(1L, 11L));
        }
        try (QueryTest test = QueryTest.of(bids.toDF().groupBy("auction").count(), "changelog")) {
            test.assertRows("[1,1,+I]", "[1,1,-U]", "[1,2,+U]", "[2,1,+I]");
            bids.add(2, 1, null);
            test.assertRows(Row.of(2L, 1L, "-U"), Row.of(2L, 2L, "+U"));
        }
    }

    @Test
    void anUpdateQueryThatTakesRowsBackSaysSo() {
        DataFrame small = bids.toDF().groupBy("auction").count().filter("\"count\" < 2");
        try (QueryTest test = QueryTest.of(small, "update")) {
            bids.add(1, 10, null);
            test.assertRows(Row.of(1L, 1L));
            bids.add(1, 10, null);
            assertThatThrownBy(test::processAllAvailable)
                    .hasMessageContaining("use output mode changelog, whose column \"_change\" says it");
        }
    }

    @Test
    void foreachBatchGetsFramesAndIds() {
        List<String> seen = new ArrayList<>();
        StreamingQuery query = bids.toDF()
                .writeStream()
                .foreachBatch((batch, id) -> {
                    batch.createOrReplaceTempView("batch");
                    seen.add(id + ": " + batch.agg(sum("price")).first());
                })
                .start();
        bids.add(1, 10, null);
        query.processAllAvailable();
        bids.addData(Row.of(1, 5, null), Row.of(2, 6, null));
        query.processAllAvailable();
        assertThat(seen).containsExactly("0: [10]", "1: [11]");
        assertThat(session.sql("SELECT price FROM batch").collectAsList()).containsExactly(Row.of(5), Row.of(6));
        query.stop();
        assertThat(query.isActive()).isFalse();
    }

    @Test
    void aFailingFunctionFailsItsQueryWithTheBatch() {
        StreamingQuery query = bids.toDF()
                .writeStream()
                .queryName("bad")
                .foreachBatch((batch, id) -> {
                    throw new IllegalStateException("no room");
                })
                .start();
        bids.add(1, 10, null);
        assertThatThrownBy(query::processAllAvailable)
                .isInstanceOfSatisfying(
                        MillraceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.SINK_FAILED))
                .hasMessage("foreachBatch of query \"bad\" failed in batch 0: no room");
    }

    @Test
    void foreachGetsRowsBetweenOpenAndClose() {
        List<String> seen = new ArrayList<>();
        StreamingQuery query = bids.toDF()
                .writeStream()
                .foreach(new ForeachWriter<Row>() {
                    @Override
                    public boolean open(long partition, long batchId) {
                        return seen.add("open " + batchId);
                    }

                    @Override
                    public void process(Row row) {
                        seen.add(row.toString());
                    }

                    @Override
                    public void close(Throwable error) {
                        seen.add("close " + error);
                    }
                })
                .start();
        bids.add(1, 10, null);
        query.processAllAvailable();
        assertThat(seen).containsExactly("open 0", "[1,10,null]", "close null");
    }

    @Test
    void tablesConsoleAndMemoryTakeRows() {
        StringBuffer printed = new StringBuffer();
        session.shareConsole(printed::append);
        bids.add(1, 10, "2026-01-01 10:00:01");
        bids.toDF().writeStream().toTable("copy").processAllAvailable();
        assertThat(session.table("copy").count()).isEqualTo(1);
        bids.toDF()
                .groupBy("auction")
                .count()
                .writeStream()
                .format("memory")
                .queryName("counts")
                .outputMode("complete")
                .start()
                .processAllAvailable();
        assertThat(session.table("counts").collectAsList()).containsExactly(Row.of(1L, 1L));
        bids.toDF()
                .select("auction", "price")
                .writeStream()
                .format("console")
                .start()
                .processAllAvailable();
        assertThat(printed).hasToString("""
                        -------------------------------------------
                        Batch: 0
                        -------------------------------------------
                        +-------+-----+
                        |auction|price|
                        +-------+-----+
                        |      1|   10|
                        +-------+-----+

                        """);
    }

    @Test
    void aQueryGoesOnFromItsCheckpoint(@TempDir Path folder) {
        for (int run = 0; run < 2; run++) {
            List<String> seen = new ArrayList<>();
            bids.add(1, 10 + run, null);
            StreamingQuery query = bids.toDF()
                    .groupBy("auction")
                    .sum("price")
                    .writeStream()
                    .outputMode("update")
                    .option("checkpointLocation", folder.resolve("sums").toString())
                    .trigger(Trigger.AvailableNow())
                    .foreachBatch((batch, id) -> seen.add(id + ": " + batch.collectAsList()))
                    .start();
            assertThat(query.name()).isEqualTo("sums");
            assertThat(query.awaitTermination(Duration.ofMinutes(1))).isTrue();
            assertThat(seen).containsExactly(run == 0 ? "0: [[1,10]]" : "1: [[1,21]]");
        }
        assertThat(folder.resolve("sums")).isNotEmptyDirectory();
    }

    @Test
    void duplicatesWithinTheWatermarkGoAcrossRestarts(@TempDir Path folder) {
        String[][] runs = {
            {"2026-01-01 10:00:00", "2026-01-01 10:00:09"}, {"2026-01-01 10:00:04", "2026-01-01 10:00:20"},
        };
        List<String> seen = new ArrayList<>();
        for (String[] times : runs) {
            for (String time : times) {
                bids.add(1, 10, time).add(1, 20, time).add(2, 10, time);
            }
            bids.toDF()
                    .withWatermark("ts", "10 seconds")
                    .dropDuplicatesWithinWatermark("auction")
                    .select("auction", "price", "ts")
                    .writeStream()
                    .option("checkpointLocation", folder.resolve("first").toString())
                    .trigger(Trigger.AvailableNow())
                    .foreachBatch((batch, id) ->
                            batch.orderBy("ts", "auction").collectAsList().forEach(row -> seen.add(row.toString())))
                    .start()
                    .awaitTermination();
        }
        assertThat(seen)
                .containsExactly(
                        "[1,10,2026-01-01 10:00:00]",
                        "[2,10,2026-01-01 10:00:00]",
                        "[1,10,2026-01-01 10:00:20]",
                        "[2,10,2026-01-01 10:00:20]");
        assertThatThrownBy(() -> bids.toDF().dropDuplicatesWithinWatermark("auction"))
                .hasMessageContaining("call withWatermark(column, delay) first");
        assertThatThrownBy(() -> bids.toDF().withWatermark("ts", "1 second").dropDuplicatesWithinWatermark("auktion"))
                .hasMessageContaining("did you mean \"auction\"");
    }

    @Test
    void aQuerySaysWhatItDoesAndHow() {
        StreamingQuery query = bids.toDF()
                .groupBy("auction")
                .count()
                .writeStream()
                .outputMode("update")
                .foreachBatch((batch, id) -> {})
                .start();
        bids.add(1, 10, null);
        query.processAllAvailable();
        assertThat(query.explanation())
                .startsWith("Aggregate changes by auction")
                .contains("Scan bid");
        assertThat(query.status().isDataAvailable()).isFalse();
        query.stop();
        assertThat(query.status()).isEqualTo(new QueryStatus("Stopped", false, false));
        StreamingQuery failing = bids.toDF()
                .writeStream()
                .foreachBatch((batch, id) -> {
                    throw new IllegalStateException("no");
                })
                .start();
        assertThatThrownBy(failing::awaitTermination).isInstanceOf(MillraceException.class);
        assertThat(failing.status().message()).startsWith("Failed: ");
    }

    @Test
    void listenersAreTold() throws InterruptedException {
        BlockingQueue<String> told = new LinkedBlockingQueue<>();
        StreamingQueryListener listener = new StreamingQueryListener() {
            @Override
            public void onQueryStarted(QueryStartedEvent event) {
                told.add("started " + event.name());
            }

            @Override
            public void onQueryProgress(QueryProgressEvent event) {
                told.add("progress " + event.progress().numInputRows());
            }

            @Override
            public void onQueryTerminated(QueryTerminatedEvent event) {
                told.add("terminated " + event.exception().isPresent());
                throw new IllegalStateException("a listener's own mistake");
            }
        };
        session.streams().addListener(listener);
        assertThat(session.streams().listListeners()).containsExactly(listener);
        bids.add(1, 10, null);
        StreamingQuery query =
                bids.toDF().writeStream().format("noop").queryName("heard").start();
        query.processAllAvailable();
        assertThat(session.streams().get("heard")).contains(query);
        query.stop();
        assertThat(session.streams().awaitAnyTermination(Duration.ofMinutes(1))).isTrue();
        for (String event : List.of("started heard", "progress 1", "terminated false")) {
            assertThat(told.poll(1, TimeUnit.MINUTES)).isEqualTo(event);
        }
        session.streams().removeListener(listener);
    }

    @Test
    void whatCannotBeIsRefused() {
        assertThatThrownBy(() -> bids.toDF().collect()).hasMessageContaining("start it with writeStream()");
        assertThatThrownBy(
                        () -> session.table("bid").writeStream().format("noop").start())
                .hasMessageContaining("make it from readStream()");
        assertThatThrownBy(() -> bids.toDF().writeStream().partitionBy("auktion"))
                .isInstanceOfSatisfying(
                        MillraceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNKNOWN_COLUMN))
                .hasMessage("partitionBy: there is no column \"auktion\"; did you mean \"auction\"; columns: auction,"
                        + " price, ts");
        assertThatThrownBy(() -> bids.toDF().writeStream().outputMode("apend")).hasMessageContaining("modes: append");
        assertThatThrownBy(() -> bids.toDF().writeStream().format("consul").start())
                .hasMessageContaining("no connector \"consul\"");
        assertThatThrownBy(() -> bids.toDF()
                        .groupBy("auction")
                        .count()
                        .writeStream()
                        .outputMode("append")
                        .format("noop")
                        .start())
                .hasMessageContaining("output mode append cannot be honoured");
        assertThatThrownBy(() -> bids.toDF().groupBy("auction").pivot("price")).hasMessageContaining("name them");
        assertThatThrownBy(() -> bids.add(1)).hasMessageContaining("has 1 values for 3 columns");
        assertThatThrownBy(() -> bids.add("x", 1, null))
                .hasMessageContaining("where a value of type BIGINT is expected");
    }
}

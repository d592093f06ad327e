package io.millrace.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.runtime.StreamingQuery;
import io.millrace.sql.MemoryStream;
import io.millrace.sql.Row;
import io.millrace.sql.Session;
import io.millrace.sql.streaming.OutputMode;
import io.millrace.sql.streaming.StatefulProcessor;
import io.millrace.sql.streaming.TimeMode;
import io.millrace.sql.streaming.TimerValues;
import io.millrace.sql.streaming.ValueState;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** SQL, and programs, with their state in RocksDB. */
class RocksDbTest {
    private static final Map<String, String> ROCKSDB = Map.of("state.backend", "rocksdb");

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "having that comes and goes",
                "window over a union",
                "join without a bound",
                "join of two aggregates",
                "extremes and distinct counts over an aggregate",
                "order of groups",
                "over the last seconds or the last rows",
                "the dearest three",
                "sessions over rows that change",
                "grouping sets, a window in one of them"
            })
    void everyMicroBatchGivesTheBatchAnswer(String name) throws SQLException {
        StreamScript script = StreamScript.all().stream()
                .filter(any -> any.name().equals(name))
                .findFirst()
                .orElseThrow();
        StreamScriptTest.check(script, ROCKSDB);
    }

    record Visit(String user, long pages) {}

    /** Adds up pages by user. */
    static final class Total extends StatefulProcessor<String, Visit, String> {
        private ValueState<Long> total;

        @Override
        public void init(OutputMode outputMode, TimeMode timeMode) {
            total = getHandle().getValueState("total", Long.class);
        }

        @Override
        public Iterator<String> handleInputRows(String user, Iterator<Visit> visits, TimerValues times) {
            long sum = total.exists() ? total.get() : 0;
            while (visits.hasNext()) {
                sum += visits.next().pages();
            }
            total.update(sum);
            return List.of(user + " " + sum).iterator();
        }
    }

    /** It is no use to tell whoever keeps too much in a program that state can be on disk. */
    @Test
    void aProgramWithTooMuchStateIsNotSentToTheDisk() {
        for (String backend : List.of("memory", "rocksdb")) {
            try (Session session = Session.create()) {
                session.set("state.backend", backend);
                session.set("memory-limit", "2 MB");
                MemoryStream input = session.memoryStream("visit", "user VARCHAR, pages BIGINT");
                StreamingQuery query = input.toDF()
                        .as(Visit.class)
                        .groupByKey(Visit::user, String.class)
                        .transformWithState(Total::new, TimeMode.None(), OutputMode.Update(), String.class)
                        .writeStream()
                        .queryName("totals")
                        .outputMode("update")
                        .foreachBatch((batch, id) -> {})
                        .start();
                assertThatThrownBy(() -> {
                            for (int round = 0; round < 40; round++) {
                                List<Row> rows = new ArrayList<>();
                                for (int i = 0; i < 1_000; i++) {
                                    rows.add(Row.of("user " + round + " " + i, 1L));
                                }
                                input.addData(rows.toArray(Row[]::new));
                                query.processAllAvailable();
                            }
                        })
                        .hasMessageContaining(", which is in memory whatever the 'state.backend', ")
                        .hasMessageNotContaining("rocksdb");
            }
        }
    }

    /** What a program keeps by key stays in memory. */
    @Test
    void programsKeepTheirStateInMemory() {
        List<String> given = new ArrayList<>();
        try (Session session = Session.create()) {
            session.set("state.backend", "rocksdb");
            MemoryStream input = session.memoryStream("visit", "user VARCHAR, pages BIGINT");
            for (int round = 0; round < 3; round++) {
                StreamingQuery query = input.toDF()
                        .as(Visit.class)
                        .groupByKey(Visit::user, String.class)
                        .transformWithState(Total::new, TimeMode.None(), OutputMode.Update(), String.class)
                        .writeStream()
                        .queryName("totals")
                        .outputMode("update")
                        .option("checkpointLocation", folder.toString())
                        .foreachBatch((batch, id) -> given.addAll(batch.collectAsList()))
                        .start();
                input.addData(Row.of("ann", 2L), Row.of("bob", (long) round));
                query.processAllAvailable();
                query.stop();
            }
        }
        assertThat(given).containsExactlyInAnyOrder("ann 2", "bob 0", "ann 4", "bob 1", "ann 6", "bob 3");
    }
}

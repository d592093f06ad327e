package io.millrace.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.checkpoint.CheckpointCheck;
import io.millrace.runtime.StreamingQuery;
import io.millrace.sql.DataStreamWriter;
import io.millrace.sql.Session;
import io.millrace.sql.streaming.Trigger;
import io.millrace.storage.LocalFileStore;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Checkpoints that an earlier build wrote must open for ever: their state is read, and their queries go on to the answer
 * that a query gives which was never stopped.
 *
 * <p>They lie in {@code src/test/resources/checkpoints}, and are never written again. When the format grows, add a
 * folder for it, which this writes:
 *
 * <pre>  mvn test -pl benchmarks -am -Dtest=GoldenCheckpointTest -Dsurefire.failIfNoSpecifiedTests=false \
 *     -Dgolden.checkpoint.write=/absolute/path/of/format-2</pre>
 */
class GoldenCheckpointTest {
    private static final List<String> FORMATS = List.of("format-1", "format-1-numbers");
    private static final String WRITE = "golden.checkpoint.write";
    private static final int ROWS = 400;
    private static final int KEYS = 12;
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    /** Output mode, and what is selected. */
    private static final Map<String, String[]> QUERIES = new TreeMap<>(Map.of(
            "window",
                    new String[] {
                        "append",
                        "k, window_end, COUNT(*) AS n, SUM(v) AS s, MAX(v) AS m, AVG(v) AS a,"
                                + " COUNT(DISTINCT v) AS d FROM TABLE(HOP(TABLE a, DESCRIPTOR(ts), INTERVAL '2' SECOND,"
                                + " INTERVAL '10' SECOND)) GROUP BY k, window_start, window_end"
                    },
            "join",
                    new String[] {
                        "append",
                        "a.k, a.v, b.v AS w FROM a JOIN b ON a.k = b.k AND a.v = b.v"
                                + " AND b.ts BETWEEN a.ts - INTERVAL '5' SECOND AND a.ts + INTERVAL '5' SECOND"
                    },
            "session",
                    new String[] {
                        "append",
                        "k, window_start, window_end, COUNT(*) AS n, MIN(v) AS low FROM TABLE(SESSION(TABLE a"
                                + " PARTITION BY k, DESCRIPTOR(ts), INTERVAL '1' SECOND))"
                                + " GROUP BY k, window_start, window_end"
                    },
            "over",
                    new String[] {
                        "append",
                        "k, v, SUM(v) OVER (PARTITION BY k ORDER BY ts ROWS BETWEEN 9 PRECEDING AND CURRENT ROW)"
                                + " AS s FROM a"
                    },
            "distinct", new String[] {"append", "DISTINCT k, v FROM a"},
            "totals",
                    new String[] {
                        "update",
                        "k, COUNT(*) AS n, MEDIAN(v) AS middle, MIN(v) AS low, SUM(CAST(v AS DECIMAL(10, 2))) AS s"
                                + " FROM a GROUP BY k"
                    },
            "top",
                    new String[] {
                        "update",
                        "k, v, place FROM (SELECT k, v, ROW_NUMBER() OVER (PARTITION BY k ORDER BY v DESC, ts)"
                                + " AS place FROM a) WHERE place <= 3"
                    }));

    @TempDir
    Path folder;

    @Test
    void queriesGoOnFromCheckpointsOfEarlierBuilds() throws IOException, URISyntaxException {
        Path written = Files.createDirectory(folder.resolve("now"));
        write(written);
        Map<String, List<String>> expected = expected();
        requireGoingOn(written, expected);
        for (String format : FORMATS) {
            Path golden = folder.resolve(format);
            copy(
                    Path.of(GoldenCheckpointTest.class
                            .getResource("/checkpoints/" + format)
                            .toURI()),
                    golden);
            requireGoingOn(golden, expected);
        }
        if (System.getProperty(WRITE) != null) {
            write(Files.createDirectories(Path.of(System.getProperty(WRITE))));
        }
    }

    /**
     * An earlier build let aggregates beside MIN and MAX of a column share their state, which does not say what they need.
     */
    @Test
    void stateThatAnEarlierBuildKeptInAnotherWayIsRefused() throws IOException, URISyntaxException {
        copy(
                Path.of(GoldenCheckpointTest.class
                        .getResource("/checkpoints/shared-state")
                        .toURI()),
                folder.resolve("checkpoints"));
        Path input = Files.createDirectory(folder.resolve("input"));
        Files.writeString(input.resolve("a.csv"), "k,v\n1,3\n1,5\n");
        try (Session session = Session.builder().set("time-zone", "UTC").build()) {
            session.execute("CREATE TABLE a (k BIGINT, v BIGINT) WITH ('connector'='files', 'format'='csv', 'path'='"
                    + input + "')");
            DataStreamWriter writer = session.sql("SELECT STREAM k, MIN(v), MAX(v), BIT_AND(v) FROM a GROUP BY k")
                    .writeStream()
                    .outputMode("update")
                    .queryName("shared")
                    .trigger(Trigger.AvailableNow())
                    .option("checkpointLocation", folder.resolve("checkpoints").toString())
                    .foreachBatch((batch, id) -> batch.collectAsList());
            assertThatThrownBy(writer::start)
                    .hasMessageMatching(
                            "the checkpoint has the state of \"Aggregate.*\" as another release of Millrace kept"
                                    + " it, columns \"a0_0 BIGINT, .*\", expected \"a0_0 BIGINT, .*, a2_0 BIGINT.*\"; start the"
                                    + " query on a new checkpoint, under another 'query.name'");
        }
    }

    /** Runs the queries over the first half of the rows, and leaves their checkpoints. */
    private void write(Path checkpoints) throws IOException {
        try (Run run = new Run(checkpoints, Files.createTempDirectory(folder, "input"))) {
            run.addFile();
            run.all(Trigger.AvailableNow());
        }
    }

    /** What the second half of the rows gives when nothing is stopped in between. */
    private Map<String, List<String>> expected() throws IOException {
        try (Run run = new Run(null, Files.createDirectory(folder.resolve("uninterrupted")))) {
            run.addFile();
            List<StreamingQuery> queries = run.startAll(Trigger.ProcessingTime("0 seconds"));
            queries.forEach(StreamingQuery::processAllAvailable);
            run.rows.values().forEach(List::clear);
            run.addFile();
            queries.forEach(StreamingQuery::processAllAvailable);
            queries.forEach(StreamingQuery::stop);
            return run.rows;
        }
    }

    private void requireGoingOn(Path checkpoints, Map<String, List<String>> expected) throws IOException {
        for (String name : QUERIES.keySet()) {
            CheckpointCheck.Report report = CheckpointCheck.run(LocalFileStore.ownerOnly(checkpoints.resolve(name)));
            assertThat(report.damaged()).as(name).isEmpty();
            assertThat(report.restorable()).as(name).hasValue(report.lastBatch().orElseThrow());
        }
        Path input = Files.createDirectory(folder.resolve(checkpoints.getFileName() + "-input"));
        try (Run run = new Run(checkpoints, input)) {
            run.requireState();
            run.addFile();
            run.all(Trigger.AvailableNow());
            run.rows.forEach((name, rows) ->
                    assertThat(rows).as("%s, given a second time", name).isEmpty());
            run.addFile();
            run.all(Trigger.AvailableNow());
            expected.forEach((name, rows) -> assertThat(run.rows.get(name))
                    .as("%s of %s", name, checkpoints.getFileName())
                    .isNotEmpty()
                    .containsExactlyInAnyOrderElementsOf(rows));
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
    }

    /** All queries over the same table in one session. */
    private static final class Run implements AutoCloseable {
        private final Session session = Session.builder()
                .set("time-zone", "UTC")
                .set("parallelism", "2")
                .build();
        private final Random random = new Random(20260101);
        private final Path checkpoints;
        private final Path input;
        private final Map<String, List<String>> rows = new TreeMap<>();
        private long millis;
        private int files;

        /** @param checkpoints null: none are kept */
        Run(Path checkpoints, Path input) {
            this.checkpoints = checkpoints;
            this.input = input;
            for (String table : List.of("a", "b")) {
                session.execute(
                        "CREATE TABLE " + table + " (side VARCHAR, k VARCHAR, v BIGINT, ts TIMESTAMP(3), WATERMARK"
                                + " FOR ts AS ts - INTERVAL '2' SECOND) WITH ('connector'='files', 'format'='csv', 'path'='"
                                + input + "')");
            }
        }

        /** The next file: the same rows at the same time of modification in each run. */
        void addFile() throws IOException {
            StringBuilder lines = new StringBuilder("side,k,v,ts\n");
            for (int i = 0; i < ROWS; i++) {
                millis += random.nextInt(120);
                long time = millis - random.nextInt(1_500);
                lines.append(i % 2 == 0 ? "left" : "right")
                        .append(",key-")
                        .append((char) ('a' + random.nextInt(KEYS)))
                        .append(',')
                        .append(random.nextInt(20))
                        .append(',')
                        .append(START.plusMillis(time)
                                .toString()
                                .replace("Z", "")
                                .replace('T', ' '))
                        .append('\n');
            }
            Path fresh = Files.writeString(input.resolve(".fresh"), lines);
            Files.setLastModifiedTime(fresh, FileTime.from(START.plusSeconds(files)));
            Files.move(fresh, input.resolve("part-" + files++ + ".csv"));
        }

        List<StreamingQuery> startAll(Trigger trigger) {
            List<StreamingQuery> queries = new ArrayList<>();
            QUERIES.forEach((name, query) -> {
                List<String> seen = rows.computeIfAbsent(name, ignored -> new ArrayList<>());
                DataStreamWriter writer = session.sql("SELECT STREAM " + query[1])
                        .writeStream()
                        .outputMode(query[0])
                        .queryName(name)
                        .trigger(trigger)
                        .foreachBatch((batch, id) -> batch.collectAsList().forEach(row -> seen.add(row.toString())));
                if (checkpoints != null) {
                    writer.option("checkpointLocation", checkpoints.toString());
                }
                queries.add(writer.start());
            });
            return queries;
        }

        /** Runs the queries until they end. */
        void all(Trigger trigger) {
            startAll(trigger).forEach(StreamingQuery::awaitTermination);
        }

        void requireState() {
            String totals = checkpoints.resolve("totals").toString();
            assertThat(session.sql("SELECT COUNT(*) FROM TABLE(STATE('" + totals
                                    + "', operator => 'Aggregate', state_table => 'groups'))")
                            .collectAsList())
                    .hasToString("[[" + KEYS + "]]");
        }

        @Override
        public void close() {
            session.close();
        }
    }
}

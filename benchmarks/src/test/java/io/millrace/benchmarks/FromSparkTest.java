package io.millrace.benchmarks;

import static io.millrace.sql.functions.*;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.aggregate.InvertibleUserAggregate;
import io.millrace.columnar.DataType;
import io.millrace.runtime.StreamingQuery;
import io.millrace.sql.DataFrame;
import io.millrace.sql.Dataset;
import io.millrace.sql.Encoders;
import io.millrace.sql.MemoryStream;
import io.millrace.sql.Row;
import io.millrace.sql.Session;
import io.millrace.sql.UserDefinedFunction;
import io.millrace.sql.Window;
import io.millrace.sql.function.FlatMapFunction;
import io.millrace.sql.function.UDF1;
import io.millrace.sql.streaming.GroupStateTimeout;
import io.millrace.sql.streaming.OutputMode;
import io.millrace.sql.streaming.Trigger;
import io.millrace.sql.testing.QueryTest;
import io.millrace.sql.testing.TestClock;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each example of the page "From Spark Streaming" is a part of this class, and does what the page says. */
class FromSparkTest {
    private static final Path PAGE = Path.of("../sql-frontend/sql/docs/from-spark.md");
    private static final Path HERE = Path.of("src/test/java/io/millrace/benchmarks/FromSparkTest.java");

    private Session session;
    private MemoryStream source;
    private DataFrame lines;
    private DataFrame trips;
    private MemoryStream tripSource;

    @TempDir
    Path folder;

    @BeforeEach
    void open() {
        session = Session.builder().set("time-zone", "UTC").build();
        source = session.memoryStream("lines", "line VARCHAR");
        lines = source.toDF();
        tripSource = session.memoryStream("trips", "zone VARCHAR, fare INTEGER, at TIMESTAMP(3)");
        trips = tripSource.toDF().withWatermark("at", "5 seconds");
        tripSource
                .add("north", 10, "2026-01-01 10:00:01")
                .add("south", 20, "2026-01-01 10:00:04")
                .add("north", 30, "2026-01-01 10:00:08");
        source.add("the mill the water");
    }

    @AfterEach
    void close() {
        session.close();
    }

    private static void gives(DataFrame frame, String... rows) {
        try (QueryTest test = QueryTest.of(frame)) {
            test.assertRows(rows);
        }
    }

    /** The same when the input has ended, and so every window. */
    private void givesAtTheEnd(DataFrame frame, String... rows) {
        tripSource.end();
        gives(frame, rows);
    }

    @Test
    void everyExampleOfThePageIsHere() throws IOException {
        List<String> blocks = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(PAGE))
                .results()
                .map((MatchResult block) -> stripped(block.group(1)))
                .toList();
        assertThat(blocks).hasSizeGreaterThan(20);
        assertThat(blocks)
                .allSatisfy(
                        block -> assertThat(stripped(Files.readString(HERE))).contains(block));
    }

    private static String stripped(String code) {
        return String.join("\n", code.lines().map(String::strip).toList());
    }

    @Test
    void sensorAverages() throws IOException {
        Path readings = Files.createDirectory(folder.resolve("readings"));
        Files.writeString(readings.resolve("a.csv"), """
                sensor,degrees,at
                attic,20,2026-01-01 10:00:01
                attic,22,2026-01-01 10:00:31
                attic,999,2026-01-01 10:00:40
                cellar,8,2026-01-01 10:00:50
                cellar,9,2026-01-01 10:02:00
                """);
        assertThat(SensorAverages.run(readings, folder.resolve("sensors")))
                .isEqualTo(Map.of("2026-01-01T10:00 attic", 21.0, "2026-01-01T10:00 cellar", 8.0));
        assertThat(Files.readAllLines(HERE.resolveSibling("SensorAverages.java")))
                .hasSizeLessThan(60);
    }

    @Test
    void fraudAlerts() throws IOException {
        Path payments = Files.createDirectory(folder.resolve("payments"));
        Files.writeString(payments.resolve("a.csv"), """
                card,city,at
                1,Rome,2026-01-01 10:00:00
                2,Rome,2026-01-01 10:00:00
                1,Oslo,2026-01-01 10:09:59
                2,Bonn,2026-01-01 10:10:00
                """);
        assertThat(FraudAlerts.run(payments, folder.resolve("fraud"))).containsExactly("1 in Rome and Oslo");
        // the last payments are in the checkpoint
        Files.writeString(payments.resolve("b.csv"), """
                card,city,at
                2,Rome,2026-01-01 10:12:00
                """);
        assertThat(FraudAlerts.run(payments, folder.resolve("fraud"))).containsExactly("2 in Bonn and Rome");
        assertThat(Files.readAllLines(HERE.resolveSibling("FraudAlerts.java"))).hasSizeLessThan(60);
    }

    record Trip(String zone, int fare, LocalDateTime at) {}

    @Test
    void functionsOfTheProgram() {
        Dataset<Trip> typed = trips.as(Trip.class);
        Dataset<String> dear =
                typed.filter(trip -> trip.fare() > 15).map(trip -> trip.zone() + " " + trip.fare(), String.class);
        gives(dear.toDF(), "[south 20]", "[north 30]");
    }

    @Test
    void mapPartitions() {
        Dataset<Integer> counted = lines.as(String.class).mapPartitions(FromSparkTest::lengths, Integer.class);
        gives(counted.toDF(), "[18]");
    }

    private static Iterator<Integer> lengths(Iterator<String> some) {
        List<Integer> lengths = new ArrayList<>();
        some.forEachRemaining(line -> lengths.add(line.length()));
        return lengths.iterator();
    }

    @Test
    void updateStateByKey() {
        Dataset<String> totals = trips.as(Trip.class)
                .groupByKey(Trip::zone, String.class)
                .mapGroupsWithState(
                        (zone, arrived, state) -> {
                            int total = state.getOption().orElse(0);
                            while (arrived.hasNext()) {
                                total += arrived.next().fare();
                            }
                            state.update(total);
                            return zone + " " + total;
                        },
                        Integer.class,
                        String.class);
        gives(totals.filter("value LIKE 'south%'").toDF(), "[south 20]");
    }

    @Test
    void mapWithState() {
        Dataset<String> quiet = trips.as(Trip.class)
                .groupByKey(Trip::zone, String.class)
                .flatMapGroupsWithState(
                        (zone, arrived, state) -> {
                            arrived.forEachRemaining(trip -> state.update(trip.at()));
                            if (!state.hasTimedOut()) {
                                state.setTimeoutTimestamp(state.get().plusMinutes(5));
                                return Collections.emptyIterator();
                            }
                            state.remove();
                            return List.of(zone + " is quiet").iterator();
                        },
                        OutputMode.Append(),
                        LocalDateTime.class,
                        String.class,
                        GroupStateTimeout.EventTimeTimeout());
        givesAtTheEnd(quiet.toDF(), "[south is quiet]", "[north is quiet]");
    }

    @Test
    void cogroup() {
        Dataset<Trip> drivers = session.createDataset(List.of(new Trip("north", 0, null)), Trip.class);
        List<String> seen = new ArrayList<>();
        StreamingQuery query = trips.as(Trip.class)
                .writeStream()
                .foreachBatch((batch, id) -> seen.addAll(batch.groupByKey(Trip::zone, String.class)
                        .cogroup(
                                drivers.groupByKey(Trip::zone, String.class),
                                (zone, ours, theirs) -> List.of(zone + (theirs.hasNext() ? " has one" : " has none"))
                                        .iterator(),
                                String.class)
                        .collectAsList()))
                .start();
        query.processAllAvailable();
        query.stop();
        assertThat(seen).contains("north has one", "south has none");
    }

    @Test
    void batchInterval() {
        StreamingQuery query = lines.writeStream()
                .format("console")
                .trigger(Trigger.ProcessingTime("1 second"))
                .start();
        query.stop();
        assertThat(query.isActive()).isFalse();
    }

    @Test
    void textFiles() throws IOException {
        Path words = Files.createDirectory(folder.resolve("words"));
        Files.writeString(words.resolve("a.txt"), "the mill\n");
        DataFrame read = session.readStream().text(words.toString());
        gives(read, "[the mill]");
    }

    @Test
    void files() throws IOException {
        Path input = Files.createDirectory(folder.resolve("trips"));
        Files.writeString(input.resolve("a.csv"), "zone,fare\nnorth,10\n");
        DataFrame read = session.readStream().schema("zone STRING, fare INT").csv(input.toString());
        gives(read, "[north,10]");
    }

    @Test
    void sockets() throws IOException, InterruptedException {
        try (ServerSocket server = new ServerSocket(0)) {
            int port = server.getLocalPort();
            DataFrame words = session.readStream()
                    .format("socket")
                    .option("host", "localhost")
                    .option("port", port)
                    .load()
                    .select(explode(split(col("value"), " ")).as("word"))
                    .groupBy("word")
                    .count();
            BlockingQueue<Row> rows = new LinkedBlockingQueue<>();
            StreamingQuery query = words.writeStream()
                    .outputMode("update")
                    .foreachBatch((batch, id) -> rows.addAll(batch.collectAsList()))
                    .start();
            try (Socket socket = server.accept();
                    PrintWriter out = new PrintWriter(socket.getOutputStream(), true, StandardCharsets.UTF_8)) {
                out.println("the mill the water");
                Set<Row> counts = new HashSet<>();
                while (counts.size() < 3) {
                    Row row = rows.poll(1, TimeUnit.MINUTES);
                    assertThat(row).isNotNull();
                    counts.add(row);
                }
                assertThat(counts)
                        .containsExactlyInAnyOrder(Row.of("the", 2L), Row.of("mill", 1L), Row.of("water", 1L));
                query.stop();
            }
        }
    }

    @Test
    void sparksNetworkWordCount() throws IOException {
        try (ServerSocket server = new ServerSocket(0);
                Session spark = Session.builder()
                        .appName("JavaStructuredNetworkWordCount")
                        .getOrCreate()) {
            DataFrame lines = spark.readStream()
                    .format("socket")
                    .option("host", "localhost")
                    .option("port", server.getLocalPort())
                    .load();
            Dataset<String> words = lines.as(Encoders.STRING())
                    .flatMap(
                            (FlatMapFunction<String, String>)
                                    x -> Arrays.asList(x.split(" ", -1)).iterator(),
                            Encoders.STRING());
            DataFrame wordCounts = words.groupBy("value").count();
            StreamingQuery query = wordCounts
                    .writeStream()
                    .outputMode("complete")
                    .format("console")
                    .start();
            try (Socket socket = server.accept();
                    PrintWriter out = new PrintWriter(socket.getOutputStream(), true, StandardCharsets.UTF_8)) {
                out.println("the mill the water");
                while (query.outputRows() < 3) {
                    query.processAllAvailable();
                }
                assertThat(query.outputRows()).isEqualTo(3);
                query.stop();
            }
        }
    }

    @Test
    void sparksWindowedWordCount() throws IOException {
        TestClock clock = TestClock.at("2026-01-01T10:00:02Z");
        try (ServerSocket server = new ServerSocket(0);
                Session spark = Session.builder().clock(clock).build()) {
            DataFrame lines = spark.readStream()
                    .format("socket")
                    .option("host", "localhost")
                    .option("port", server.getLocalPort())
                    .option("includeTimestamp", true)
                    .load();
            DataFrame words = lines.select(explode(split(col("value"), " ")).as("word"), col("timestamp"));
            DataFrame windowedCounts = words.groupBy(
                            window(words.col("timestamp"), "10 seconds", "5 seconds"), words.col("word"))
                    .count()
                    .orderBy("window", "word");
            assertThat(windowedCounts.columns()).containsExactly("window_start", "window_end", "word", "count");
            assertThat(windowsOf(windowedCounts, "complete", server, clock))
                    .startsWith(
                            "[2026-01-01 09:59:55Z,2026-01-01 10:00:05Z,mill,1]",
                            "[2026-01-01 09:59:55Z,2026-01-01 10:00:05Z,the,2]",
                            "[2026-01-01 10:00:00Z,2026-01-01 10:00:10Z,mill,1]",
                            "[2026-01-01 10:00:00Z,2026-01-01 10:00:10Z,the,2]");
        }
    }

    @Test
    void windowedWordCount() throws IOException {
        TestClock clock = TestClock.at("2026-01-01T10:00:02Z");
        try (ServerSocket server = new ServerSocket(0);
                Session session = Session.builder().clock(clock).build()) {
            int port = server.getLocalPort();
            DataFrame words = session.readStream()
                    .format("socket")
                    .option("host", "localhost")
                    .option("port", port)
                    .schema("line VARCHAR, at AS PROCTIME()")
                    .load()
                    .select(explode(split(col("line"), " ")).as("word"), col("at"));
            DataFrame counts = words.groupBy(window(col("at"), "10 seconds", "5 seconds"), col("word"))
                    .count()
                    .select("word", "count");
            session.execute("CREATE TABLE typed (line VARCHAR, at AS PROCTIME())"
                    + " WITH ('connector' = 'socket', 'host' = 'localhost', 'port' = '" + port + "')");
            DataFrame same = session.sql("SELECT STREAM word, COUNT(*) AS n FROM (SELECT word, at FROM typed,"
                    + " UNNEST(SPLIT(line, ' ')) AS t (word)) AS words"
                    + " GROUP BY word, HOP(at, INTERVAL '5' SECOND, INTERVAL '10' SECOND)");
            for (DataFrame frame : List.of(counts, same)) {
                assertThat(windowsOf(frame, server, clock))
                        .containsExactlyInAnyOrder("[the,2]", "[mill,1]", "[the,2]", "[mill,1]");
            }
        }
    }

    /** Two windows of what is typed: the clock goes on when it has been read. */
    private static List<String> windowsOf(DataFrame frame, ServerSocket server, TestClock clock) throws IOException {
        return windowsOf(frame, "append", server, clock);
    }

    private static List<String> windowsOf(DataFrame frame, String mode, ServerSocket server, TestClock clock)
            throws IOException {
        List<String> rows = new CopyOnWriteArrayList<>();
        StreamingQuery query = frame.writeStream()
                .outputMode(mode)
                .foreachBatch((batch, id) -> batch.collectAsList().forEach(row -> rows.add(row.toString())))
                .start();
        try (Socket socket = server.accept();
                PrintWriter out = new PrintWriter(socket.getOutputStream(), true, StandardCharsets.UTF_8)) {
            out.println("the mill the");
            while (query.recentProgress().stream().noneMatch(progress -> progress.numInputRows() > 0)) {
                query.processAllAvailable();
            }
            clock.advance(Duration.ofSeconds(20));
            while (rows.size() < 4) {
                query.processAllAvailable();
            }
            query.stop();
        }
        return rows;
    }

    @Test
    void ownReceiver() {
        QueueTables.RECEIVED.addAll(List.of("the mill", "the water"));
        DataFrame received = session.readStream().format("queue").load();
        gives(received, "[the mill]", "[the water]");
        DataFrame words = received.select(explode(split(col("value"), " ")).as("word"));
        gives(words.groupBy("word").count(), "[the,2]", "[mill,1]", "[water,1]");
    }

    @Test
    void repartition() {
        DataFrame spread = trips.repartition(8, col("zone")).select("fare");
        gives(spread, "[10]", "[20]", "[30]");
    }

    @Test
    void countByValueAndWindow() {
        DataFrame counts = trips.groupBy(window(col("at"), "10 seconds", "5 seconds"), col("zone"))
                .count()
                .filter("zone = 'south'")
                .select("window.end", "count");
        givesAtTheEnd(counts, "[2026-01-01 10:00:05,1]", "[2026-01-01 10:00:10,1]");
    }

    /** An aggregate of one's own, with its inverse: the rows that are in, as bits. */
    private static final class Parity implements InvertibleUserAggregate<Long> {
        @Override
        public DataType resultType(List<DataType> arguments) {
            return DataType.BIGINT;
        }

        @Override
        public Long empty() {
            return 0L;
        }

        @Override
        public Long add(Long state, Object[] arguments) {
            return state ^ ((Number) arguments[0]).longValue();
        }

        @Override
        public Long subtract(Long state, Object[] arguments) {
            return add(state, arguments);
        }

        @Override
        public Long merge(Long state, Long other) {
            return state ^ other;
        }

        @Override
        public Object result(Long state) {
            return state;
        }

        @Override
        public byte[] save(Long state) {
            return Long.toString(state).getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public Long load(byte[] saved) {
            return Long.valueOf(new String(saved, StandardCharsets.UTF_8));
        }
    }

    @Test
    void functionsOfARow() {
        session.udf().register("shout", (UDF1<String, String>) zone -> zone.toUpperCase(Locale.ROOT) + "!", "STRING");
        UserDefinedFunction dear = udf((Long fare, Integer limit) -> fare > limit, "BOOLEAN");
        DataFrame called = trips.filter(dear.apply(col("fare"), lit(15)))
                .select(callUDF("shout", col("zone")).as("name"), expr("shout('all') AS all_"));
        gives(called, "[SOUTH!,ALL!]", "[NORTH!,ALL!]");
    }

    @Test
    void reduceWithAnInverse() {
        session.registerAggregate("parity", new Parity());
        DataFrame reduced = trips.groupBy(window(col("at"), "10 seconds", "5 seconds"))
                .agg(call_function("parity", col("fare")).as("bits"))
                .select("window.end", "bits");
        givesAtTheEnd(reduced, "[2026-01-01 10:00:05,30]", "[2026-01-01 10:00:10,0]", "[2026-01-01 10:00:15,30]");
    }

    @Test
    void saveByValue() {
        String target = folder.resolve("by-zone").toString();
        StreamingQuery query = trips.select("zone", "fare")
                .writeStream()
                .format("json")
                .partitionBy("zone")
                .trigger(Trigger.AvailableNow())
                .start(target);
        query.awaitTermination();
        assertThat(Path.of(target, "zone=north")).isDirectory();
        assertThat(Path.of(target, "zone=south")).isDirectory();
    }

    @Test
    void map() {
        DataFrame mapped = trips.select(
                upper(col("zone")).as("zone"), col("fare").multiply(2).as("twice"));
        gives(mapped, "[NORTH,20]", "[SOUTH,40]", "[NORTH,60]");
    }

    @Test
    void filter() {
        DataFrame dear = trips.filter(col("fare").gt(15)).select("fare");
        gives(dear, "[20]", "[30]");
    }

    @Test
    void flatMap() {
        DataFrame words = lines.select(explode(split(col("line"), " ")).as("word"));
        gives(words, "[the]", "[mill]", "[the]", "[water]");
    }

    @Test
    void wordCount() {
        DataFrame counts = lines.select(explode(split(col("line"), " ")).as("word"))
                .groupBy("word")
                .count();
        gives(counts, "[the,2]", "[mill,1]", "[water,1]");
        DataFrame same = session.sql("SELECT STREAM word, COUNT(*) AS n FROM lines"
                + " CROSS JOIN UNNEST(SPLIT(line, ' ')) AS w (word) GROUP BY word");
        gives(same, "[the,2]", "[mill,1]", "[water,1]");
    }

    @Test
    void reduceAndCount() {
        tripSource.end();
        DataFrame all = trips.agg(sum("fare").as("total"), count("*").as("n"));
        try (QueryTest test = QueryTest.of(all, "complete")) {
            assertThat(test.newRows()).contains(Row.of(60L, 3L));
        }
    }

    @Test
    void reduceByKey() {
        DataFrame sums = trips.groupBy("zone").sum("fare").filter("zone = 'south'");
        gives(sums, "[south,20]");
    }

    @Test
    void groupByKey() {
        DataFrame lists =
                trips.groupBy("zone").agg(collect_list("fare").as("fares")).filter("zone = 'south'");
        gives(lists, "[south,[20]]");
    }

    @Test
    void runningState() {
        DataFrame running = trips.filter("zone = 'south'").groupBy("zone").agg(sum("fare"), max("fare"));
        try (QueryTest test = QueryTest.of(running, "update")) {
            test.assertRows("[south,20,20]");
            tripSource.add("south", 5, "2026-01-01 10:00:09");
            test.assertRows("[south,25,20]");
        }
    }

    @Test
    void union() {
        DataFrame both = trips.select("fare").union(trips.select("fare"));
        gives(both, "[10]", "[20]", "[30]", "[10]", "[20]", "[30]");
    }

    @Test
    void joinTwoStreams() {
        DataFrame other = trips.filter("fare > 25");
        DataFrame pairs = trips.as("t")
                .join(other.as("o"), expr("t.zone = o.zone AND t.at BETWEEN o.at - INTERVAL '1' HOUR AND o.at"))
                .select("t.fare", "o.fare");
        gives(pairs, "[10,30]", "[30,30]");
    }

    @Test
    void joinABatchTable() {
        DataFrame names = session.createDataFrame(List.of(Row.of("north", "Nora")), "zone VARCHAR, driver VARCHAR");
        DataFrame named = trips.join(names, "zone").select("driver", "fare");
        gives(named, "[Nora,10]", "[Nora,30]");
    }

    @Test
    void transform() {
        DataFrame transformed = trips.transform(FromSparkTest::dearest);
        gives(transformed, "[30]");
    }

    private static DataFrame dearest(DataFrame frame) {
        return frame.filter("fare > 25").select("fare");
    }

    @Test
    void slidingWindows() {
        DataFrame perWindow = trips.groupBy(window(col("at"), "10 seconds", "5 seconds"))
                .agg(sum("fare").as("total"))
                .select("window.end", "total");
        givesAtTheEnd(perWindow, "[2026-01-01 10:00:05,30]", "[2026-01-01 10:00:10,60]", "[2026-01-01 10:00:15,30]");
    }

    @Test
    void countByWindow() {
        DataFrame counts =
                trips.groupBy(window(col("at"), "10 seconds")).count().select("count");
        givesAtTheEnd(counts, "[3]");
    }

    @Test
    void reduceByKeyAndWindow() {
        DataFrame sums = trips.groupBy(window(col("at"), "10 seconds", "5 seconds"), col("zone"))
                .sum("fare")
                .filter("zone = 'south'");
        givesAtTheEnd(
                sums,
                "[2026-01-01 09:59:55,2026-01-01 10:00:05,south,20]",
                "[2026-01-01 10:00:00,2026-01-01 10:00:10,south,20]");
    }

    @Test
    void sessions() {
        DataFrame visits = trips.groupBy(session_window(col("at"), "30 seconds"), col("zone"))
                .count()
                .select("zone", "count");
        givesAtTheEnd(visits, "[north,2]", "[south,1]");
    }

    @Test
    void lastRows() {
        DataFrame moving = trips.select(
                col("zone"),
                avg("fare")
                        .over(Window.partitionBy("zone").orderBy("at").rowsBetween(-99, Window.currentRow))
                        .as("average"));
        givesAtTheEnd(moving, "[north,10.0]", "[south,20.0]", "[north,20.0]");
    }

    @Test
    void lastMinutes() {
        DataFrame recent = trips.select(
                col("zone"),
                count("*")
                        .over(Window.partitionBy("zone").orderBy("at").rowsWithin(100, "5 minutes"))
                        .as("n"));
        givesAtTheEnd(recent, "[north,1]", "[south,1]", "[north,2]");
    }

    @Test
    void distinctEvents() {
        DataFrame zones = trips.groupBy(window(col("at"), "10 seconds"))
                .agg(
                        approx_count_distinct("zone").as("about"),
                        countDistinct("zone").as("exactly"))
                .select("about", "exactly");
        givesAtTheEnd(zones, "[2,2]");
    }

    @Test
    void firstOfEach() {
        DataFrame first = trips.dropDuplicates("zone").select("zone", "fare");
        givesAtTheEnd(first, "[north,10]", "[south,20]");
    }

    @Test
    void eventsThatCameTwice() {
        tripSource.add("north", 40, "2026-01-01 10:00:07");
        DataFrame once = trips.dropDuplicatesWithinWatermark("zone").select("zone", "fare");
        gives(once, "[north,10]", "[south,20]", "[north,30]");
    }

    @Test
    void saveAsFiles() throws IOException {
        String target = folder.resolve("out").toString();
        StreamingQuery query = trips.select("zone", "fare")
                .writeStream()
                .format("csv")
                .option("checkpointLocation", folder.resolve("checkpoint").toString())
                .trigger(Trigger.AvailableNow())
                .start(target);
        query.awaitTermination();
        try (Stream<Path> files = Files.list(Path.of(target))) {
            assertThat(files.filter(file -> file.toString().endsWith(".csv"))).isNotEmpty();
        }
    }

    @Test
    void foreachRdd() {
        List<String> seen = new ArrayList<>();
        StreamingQuery query = trips.writeStream()
                .foreachBatch((batch, id) -> seen.add(batch.count() + " rows in batch " + id))
                .start();
        query.processAllAvailable();
        assertThat(seen).isNotEmpty().first().asString().endsWith("in batch 0");
    }

    @Test
    void startAndStop() {
        StreamingQuery query = lines.writeStream()
                .queryName("copy")
                .option("checkpointLocation", folder.toString())
                .format("noop")
                .start();
        query.processAllAvailable();
        query.stop();
        assertThat(query.exception()).isEmpty();
    }
}

package io.millrace.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.columnar.ArrowMemory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What goes wrong with connections in real programs, many times over: afterwards no thread, no open file and no Arrow memory
 * is left.
 */
@Timeout(120)
class TortureTest {
    private static final String BIDS =
            "CREATE TABLE bid WITH ('connector'='nexmark', 'table'='bid', 'rows-per-second'='%d')";

    @TempDir
    private Path folder;

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);
    private int filesBefore;

    @BeforeEach
    void count() throws IOException, SQLException {
        try (Connection connection = Jdbc.open()) {
            Jdbc.rows(connection, "SELECT 1");
        }
        filesBefore = openFiles();
    }

    @AfterEach
    void nothingIsLeft() throws IOException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!threads().isEmpty() && System.nanoTime() < deadline) {
            LockSupport.parkNanos(20_000_000);
        }
        assertThat(threads()).as("threads, seed %d", seed).isEmpty();
        assertThat(ArrowMemory.allocatedBytes())
                .as("Arrow memory, seed %d", seed)
                .isZero();
        assertThat(openFiles()).as("open files, seed %d", seed).isLessThanOrEqualTo(filesBefore + 2);
    }

    /** Threads of queries, planning and timeouts. */
    private static List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(Thread::isAlive)
                .map(Thread::getName)
                .filter(name -> name.startsWith("millrace-"))
                .toList();
    }

    private static int openFiles() throws IOException {
        Path descriptors = Path.of("/proc/self/fd");
        if (!Files.isDirectory(descriptors)) {
            return 0;
        }
        try (Stream<Path> open = Files.list(descriptors)) {
            return (int) open.count();
        }
    }

    @Test
    void aThousandConnectionsAreOpenedAndClosed() throws SQLException {
        for (int i = 0; i < 1000; i++) {
            String url = i % 10 == 0 ? "jdbc:millrace:file:" + folder.resolve("db") : "jdbc:millrace:";
            try (Connection connection = DriverManager.getConnection(url)) {
                Statement forgotten = connection.createStatement();
                if (i % 50 == 0) {
                    forgotten.executeQuery("SELECT STREAM * FROM (VALUES (1)) AS t (a)");
                }
            }
        }
    }

    @Test
    void aStatementIsCancelledAtEveryMoment() throws Exception {
        try (Connection connection = Jdbc.open()) {
            Jdbc.execute(connection, BIDS.formatted(20_000));
            for (int round = 0; round < 60; round++) {
                try (Statement statement = connection.createStatement()) {
                    boolean arrow = round % 2 == 0;
                    Thread reader = new Thread(() -> readUntilStopped(statement, arrow), "reader-of-a-test");
                    reader.start();
                    LockSupport.parkNanos(random.nextInt(60_000_000));
                    while (reader.isAlive()) {
                        // a cancel before the statement has begun has nothing to end: again, until it has
                        statement.cancel();
                        reader.join(20);
                    }
                }
            }
        }
    }

    private void readUntilStopped(Statement statement, boolean arrow) {
        try {
            ResultSet rows = statement.executeQuery(
                    "SELECT STREAM window_end, COUNT(*) FROM TABLE(TUMBLE(TABLE bid, DESCRIPTOR(date_time),"
                            + " INTERVAL '1' SECOND)) GROUP BY window_start, window_end");
            if (arrow) {
                readArrow(rows);
            }
            while (rows.next()) {
                rows.getLong(2);
            }
            throw new AssertionError("a stream has ended by itself, seed " + seed);
        } catch (SQLException e) {
            if (!"57014".equals(e.getSQLState())) {
                throw new AssertionError("cancelled by " + e.getSQLState() + ", seed " + seed, e);
            }
        }
    }

    private static void readArrow(ResultSet rows) throws SQLException {
        try (ArrowReader reader = rows.unwrap(ArrowReader.class)) {
            while (reader.loadNextBatch()) {
                reader.getVectorSchemaRoot().getRowCount();
            }
        } catch (IOException e) {
            throw (SQLException) e.getCause();
        }
    }

    @Test
    void closingAtAnyMomentEndsAReader() throws Exception {
        for (int round = 0; round < 30; round++) {
            Connection connection = Jdbc.open();
            Jdbc.execute(connection, BIDS.formatted(20_000));
            Statement statement = connection.createStatement();
            Reader reader = Reader.start(statement.executeQuery("SELECT STREAM price FROM bid"));
            LockSupport.parkNanos(random.nextInt(20_000_000));
            if (round % 3 == 0) {
                statement.close();
            } else if (round % 3 == 1) {
                connection.abort(Runnable::run);
            }
            connection.close();
            SQLException ended = reader.failure();
            assertThat(ended == null).as("ended by itself, seed %d", seed).isFalse();
            assertThat(ended.getSQLState()).as("seed %d", seed).isIn("57014", "24000");
        }
    }

    @Test
    void aHundredConnectionsReadAHundredStreams() throws Exception {
        List<Connection> connections = new ArrayList<>();
        List<Reader> readers = new ArrayList<>();
        String url = "jdbc:millrace:mem:hundred;parallelism=1";
        try (Connection first = DriverManager.getConnection(url)) {
            Jdbc.execute(first, "CREATE TABLE t (a INT) WITH ('connector'='memory')");
            for (int i = 0; i < 100; i++) {
                Connection connection = DriverManager.getConnection(url);
                connections.add(connection);
                PreparedStatement statement = connection.prepareStatement("SELECT STREAM a FROM t WHERE a >= ?");
                statement.setInt(1, 0);
                readers.add(Reader.start(statement.executeQuery()));
            }
            Jdbc.execute(first, "INSERT INTO t VALUES (1), (2), (3)");
            for (Reader reader : readers) {
                reader.awaitRows(3);
            }
            for (Connection connection : connections) {
                connection.close();
            }
        }
        for (Reader reader : readers) {
            assertThat(reader.failure().getSQLState()).isEqualTo("57014");
        }
    }

    /** A reader that stands still: the query must not run on and pile rows up. */
    @Test
    void aSlowReaderSlowsTheQueryDown() throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:millrace:;max-rows-per-batch=1000")) {
            Jdbc.execute(connection, "CREATE TABLE bid WITH ('connector'='nexmark', 'table'='bid', 'rows'='5000000')");
            try (Statement statement = connection.createStatement()) {
                ResultSet rows = statement.executeQuery("SELECT STREAM auction, price FROM bid");
                rows.next();
                LockSupport.parkNanos(500_000_000);

                long batches = Long.parseLong(
                        Jdbc.rows(connection, "SHOW QUERIES").get(0).get(3));
                assertThat(batches)
                        .as("micro-batches made while the first was read")
                        .isLessThanOrEqualTo(3);
                for (int i = 0; i < 3000; i++) {
                    assertThat(rows.next()).isTrue();
                }
                assertThat(rows.unwrap(StreamingResultSet.class).batchId()).isPositive();
            }
        }
    }

    @Test
    void timeoutsLeaveNothingBehind() throws SQLException {
        try (Connection connection = Jdbc.open();
                Statement statement = connection.createStatement()) {
            Jdbc.execute(connection, "CREATE TABLE t (a INT) WITH ('connector'='memory')");
            statement.setQueryTimeout(1);
            for (int i = 0; i < 3; i++) {
                try {
                    statement.executeQuery("SELECT STREAM a FROM t").next();
                    throw new AssertionError("there is no row");
                } catch (java.sql.SQLTimeoutException e) {
                    assertThat(e.getSQLState()).isEqualTo("HYT00");
                }
            }
        }
    }
}

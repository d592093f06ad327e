package io.millrace.jdbc;

import static io.millrace.sql.functions.udf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.checkpoint.StatementStore;
import io.millrace.checkpoint.StoredStatement;
import io.millrace.checkpoint.StoredStatement.Kind;
import io.millrace.sql.Session;
import io.millrace.storage.LocalFileStore;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code jdbc:millrace:file:/path}: what is there again, and goes on, when it is opened the next time. */
@Timeout(120)
class FolderDatabaseTest {
    @TempDir
    private Path folder;

    private Path database;

    @BeforeEach
    void folders() throws IOException {
        database = folder.resolve("db");
        Files.createDirectory(folder.resolve("in"));
    }

    private Connection open() throws SQLException {
        return DriverManager.getConnection("jdbc:millrace:file:" + database + ";time-zone=UTC");
    }

    private String files(String name, String columns) {
        return files(name, name, columns);
    }

    private String files(String name, String path, String columns) {
        return "CREATE TABLE " + name + " (" + columns
                + ") WITH ('connector'='files', 'format'='csv', 'header'='false', 'path'='" + folder.resolve(path)
                + "')";
    }

    private void write(String file, String... lines) throws IOException {
        Path hidden = folder.resolve("in/.writing");
        Files.write(hidden, List.of(lines));
        Files.move(hidden, folder.resolve("in/" + file));
    }

    private List<String> written(String table) throws IOException {
        List<String> lines = new ArrayList<>();
        try (Stream<Path> parts = Files.list(folder.resolve(table))) {
            for (Path part : parts.filter(path -> path.toString().endsWith(".csv"))
                    .sorted()
                    .toList()) {
                lines.addAll(Files.readAllLines(part));
            }
        }
        return lines.stream().sorted().toList();
    }

    /** Name, state and error of every query. */
    private static List<String> queries(Connection connection) throws SQLException {
        return Jdbc.rows(connection, "SHOW QUERIES").stream()
                .map(row -> row.get(0) + " " + (row.get(2).equals("running") ? "idle" : row.get(2))
                        + (row.get(7) == null ? "" : " " + row.get(7)))
                .toList();
    }

    @Test
    void tablesViewsAndQueriesAreThereAgain() throws Exception {
        try (Connection connection = open()) {
            Jdbc.execute(
                    connection,
                    files("\"in\"", "in", "city VARCHAR, fare INT"),
                    files("out", "place VARCHAR, fare INT"),
                    "CREATE VIEW dear (place, fare) AS SELECT city, fare FROM \"in\" WHERE fare > 10",
                    "SET 'max-rows-per-batch' = '1'",
                    "INSERT INTO out SELECT place, fare FROM dear");
            write("1.csv", "Paris,30", "Rome,5", "Oslo,20");
            Jdbc.execute(connection, "WAIT QUERY out");
        }
        assertThat(written("out")).containsExactly("Oslo,20", "Paris,30");
        write("2.csv", "Bonn,11");
        try (Connection connection = open()) {
            assertThat(Jdbc.rows(connection, "SHOW TABLES"))
                    .extracting(row -> row.get(0))
                    .containsExactly("in", "out");
            assertThat(Jdbc.rows(connection, "SELECT COUNT(*) FROM dear")).containsExactly(List.of("3"));
            Jdbc.execute(connection, "WAIT QUERY out");
            assertThat(written("out")).containsExactly("Bonn,11", "Oslo,20", "Paris,30");
            assertThat(queries(connection)).containsExactly("out idle");
            Jdbc.execute(connection, "STOP QUERY out");
        }
        write("3.csv", "Kyiv,12");
        try (Connection connection = open()) {
            assertThat(queries(connection))
                    .as("a query that was stopped stays stopped")
                    .containsExactly("out stopped");
            Jdbc.execute(connection, "INSERT INTO out SELECT place, fare FROM dear", "WAIT QUERY out");
            assertThat(written("out")).containsExactly("Bonn,11", "Kyiv,12", "Oslo,20", "Paris,30");
            Jdbc.execute(connection, "STOP QUERY out", "DROP VIEW dear", "DROP TABLE out", "DROP TABLE \"in\"");
        }
        try (Connection connection = open()) {
            assertThat(Jdbc.rows(connection, "SHOW TABLES")).isEmpty();
            assertThat(Jdbc.rows(connection, "SHOW VIEWS")).isEmpty();
            assertThat(queries(connection)).isEmpty();
        }
    }

    @Test
    void aQueryThatEndsByItselfIsNotStartedAgain() throws Exception {
        write("1.csv", "1");
        try (Connection connection = open()) {
            Jdbc.execute(connection, files("seen", "in", "a INT"), files("out", "a INT"));
            Jdbc.execute(connection, "SET 'trigger' = 'available-now'", "INSERT INTO out SELECT a FROM seen");
        }
        write("2.csv", "2");
        try (Connection connection = open()) {
            assertThat(queries(connection)).containsExactly("out finished");
            assertThat(written("out")).containsExactly("1");
            Jdbc.execute(connection, "SET 'trigger' = 'available-now'", "INSERT INTO out SELECT a FROM seen");
            assertThat(written("out")).containsExactly("1", "2");
        }
    }

    @Test
    void aQueryOverTablesInMemoryBeginsAnew() throws Exception {
        write("1.csv", "1", "2");
        for (int opened = 0; opened < 2; opened++) {
            try (Connection connection = open()) {
                Jdbc.execute(
                        connection,
                        "CREATE TABLE IF NOT EXISTS totals (n BIGINT, s BIGINT) WITH ('connector'='memory')",
                        files("IF NOT EXISTS seen", "in", "a INT"),
                        "SET 'output.mode' = 'complete'");
                Jdbc.execute(connection, "INSERT INTO totals SELECT COUNT(*), SUM(a) FROM seen", "WAIT QUERY totals");
                assertThat(Jdbc.rows(connection, "SELECT n, s FROM totals")).containsExactly(List.of("2", "3"));
            }
        }
    }

    @Test
    void whatCannotBeMadeDoesNotKeepTheRestFromIt() throws Exception {
        try (Session session = Session.builder().database(database).build()) {
            session.registerAggregate("own_sum", new OwnSum());
            session.execute("CREATE TABLE t (a BIGINT) WITH ('connector'='memory')");
            session.execute("CREATE TABLE r (s BIGINT) WITH ('connector'='memory')");
            session.set("output.mode", "complete");
            session.execute("INSERT INTO r SELECT own_sum(a) FROM t");
            session.udf().register("twice", (Long a) -> a * 2, "BIGINT");
            session.execute("CREATE VIEW doubled AS SELECT twice(a) AS b FROM t");
            session.set("query.name", "s");
            session.execute("INSERT INTO r SELECT MAX(b) FROM doubled");
        }
        try (Connection connection = open()) {
            assertThat(queries(connection)).hasSize(2);
            assertThat(queries(connection).get(0)).startsWith("r failed ").contains("own_sum");
            assertThat(queries(connection).get(1)).startsWith("s failed ").contains("there is no function \"twice\"");
            assertThat(Jdbc.rows(connection, "SELECT COUNT(*) FROM t")).containsExactly(List.of("0"));
        }
        try (Session session = Session.builder()
                .database(database)
                .aggregate("own_sum", new OwnSum())
                .function("twice", udf((Long a) -> a * 2, "BIGINT"))
                .build()) {
            assertThat(session.queries()).extracting(query -> query.name()).containsExactly("r", "s");
        }
    }

    @Test
    void aTableWhoseConnectorIsGoneSaysSo() throws Exception {
        try (StatementStore store = StatementStore.open(LocalFileStore.ownerOnly(database))) {
            String gone = "CREATE TABLE %s (a INT) WITH ('connector'='%s')";
            store.replace(List.of(
                    new StoredStatement(Kind.TABLE, "old", gone.formatted("old", "gone"), Map.of()),
                    new StoredStatement(Kind.TABLE, "t", gone.formatted("t", "memory"), Map.of()),
                    new StoredStatement(Kind.VIEW, "v", "CREATE VIEW v AS SELECT a FROM old", Map.of()),
                    new StoredStatement(Kind.QUERY, "t", "INSERT INTO t SELECT a FROM v", Map.of())));
        }
        String why =
                "table \"old\" is kept in the database, but could not be made when it was opened: there is no connector"
                        + " \"gone\"";
        try (Connection connection = open()) {
            assertThat(queries(connection))
                    .singleElement()
                    .asString()
                    .startsWith("t failed ")
                    .contains(why);
            assertThat(Jdbc.rows(connection, "SHOW TABLES").get(1).get(2)).startsWith(why);
            for (String use : List.of(
                    "SELECT * FROM v",
                    "INSERT INTO old VALUES (1)",
                    "DESCRIBE old",
                    "CREATE TABLE old (a INT) WITH ('connector'='memory')",
                    "CREATE VIEW old AS SELECT 1 AS a")) {
                assertThatThrownBy(() -> Jdbc.execute(connection, use))
                        .as(use)
                        .hasMessageContaining(why)
                        .hasMessageContaining("mend that and open the database again, or DROP the table");
            }
            Jdbc.execute(connection, "DROP VIEW v", "DROP TABLE old");
            Jdbc.execute(connection, "CREATE TABLE old (a INT) WITH ('connector'='memory')");
        }
        try (Connection connection = open()) {
            assertThat(Jdbc.rows(connection, "SELECT * FROM old")).isEmpty();
        }
    }

    @Test
    void ofTwoQueriesOfOneNameTheOneThatRunsIsKept() throws Exception {
        for (int round = 0; round < 5; round++) {
            String name = "q" + round;
            try (Connection connection = open();
                    Connection other = open()) {
                if (round == 0) {
                    Jdbc.execute(
                            connection,
                            "CREATE TABLE t (a INT) WITH ('connector'='memory')",
                            "CREATE TABLE r (a INT) WITH ('connector'='memory')");
                }
                for (Connection each : List.of(connection, other)) {
                    Jdbc.execute(each, "SET 'query.name' = '" + name + "'");
                }
                CompletableFuture<Boolean> second = CompletableFuture.supplyAsync(() -> starts(other));
                assertThat(starts(connection)).as(name).isNotEqualTo(second.join());
            }
            try (Connection connection = open()) {
                assertThat(queries(connection)).contains(name + " idle");
            }
        }
    }

    private static boolean starts(Connection connection) {
        try {
            Jdbc.execute(connection, "INSERT INTO r SELECT a FROM t");
            return true;
        } catch (SQLException e) {
            assertThat(e.getMessage()).contains(" is running; ");
            return false;
        }
    }

    @Test
    void connectionsOfOneProcessShareIt() throws Exception {
        Files.createSymbolicLink(folder.resolve("alias"), folder);
        try (Connection first = open();
                Connection second = DriverManager.getConnection("jdbc:millrace:file:" + folder.resolve("alias/db"))) {
            Jdbc.execute(first, "CREATE TABLE t (a INT) WITH ('connector'='memory')", "INSERT INTO t VALUES (7)");
            assertThat(Jdbc.rows(second, "SELECT a FROM t")).containsExactly(List.of("7"));
        }
        for (int i = 0; i < 10; i++) {
            // the last connection closes while the next one opens
            Connection closing = open();
            Thread closer = new Thread(() -> close(closing), "closer-of-a-test");
            closer.start();
            open().close();
            closer.join();
        }
    }

    private static void close(Connection connection) {
        try {
            connection.close();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aSecondProcessIsRefused() throws Exception {
        Process child = Child.start("hold", database, folder);
        try (BufferedReader lines = child.inputReader(StandardCharsets.UTF_8)) {
            assertThat(lines.readLine()).isEqualTo("open");
            long start = System.nanoTime();
            assertThatThrownBy(this::open)
                    .isInstanceOf(SQLException.class)
                    .hasMessageStartingWith(
                            "database \"" + database + "\" is in use by pid " + child.pid() + " on host \"")
                    .extracting("SQLState")
                    .isEqualTo("08001");
            assertThat(System.nanoTime() - start).isLessThan(TimeUnit.SECONDS.toNanos(1));
        } finally {
            child.destroyForcibly().waitFor();
        }
        open().close();
    }

    @Test
    void theDamagedFileIsNamed() throws Exception {
        try (Connection connection = open()) {
            Jdbc.execute(connection, "CREATE TABLE t (a INT) WITH ('connector'='memory')");
        }
        Path catalog = database.resolve("catalog-00000000000000000002");
        byte[] bytes = Files.readAllBytes(catalog);
        bytes[60] ^= 1;
        Files.write(catalog, bytes);
        assertThatThrownBy(this::open)
                .hasMessage("file \"catalog-00000000000000000002\" of database \"" + database
                        + "\" is damaged: its bytes do not match its checksum; restore the database from a copy");
        assertThatThrownBy(() -> DriverManager.getConnection("jdbc:millrace:file:" + catalog))
                .hasMessageContaining("it is not a folder");
    }

    /** Kill -9 at any moment, again and again: what is written in the end is the batch answer. */
    @Test
    @Timeout(300)
    void killedAtAnyMomentItGoesOn() throws Exception {
        int kills = Integer.getInteger("millrace.kills", 3);
        for (int kill = 0; kill < kills; kill++) {
            Process child = Child.start("run", database, folder);
            try (BufferedReader lines = child.inputReader(StandardCharsets.UTF_8)) {
                // the first one before its INSERT has been answered
                for (int line = 0; line < 3 * kill; line++) {
                    lines.readLine();
                }
            } finally {
                child.destroyForcibly().waitFor();
            }
        }
        Process last = Child.start("run", database, folder);
        try (BufferedReader lines = last.inputReader(StandardCharsets.UTF_8)) {
            assertThat(lines.lines().toList()).last().isEqualTo("finished");
        }
        assertThat(last.waitFor()).isZero();
        try (Connection connection = open()) {
            assertThat(queries(connection)).containsExactly("out finished");
            List<String> expected = Jdbc.rows(connection, "SELECT auction, price FROM bid").stream()
                    .map(row -> String.join(",", row))
                    .sorted()
                    .toList();
            List<String> found = written("out");
            assertThat(found).hasSameSizeAs(expected);
            assertThat(found.equals(expected)).as("same rows").isTrue();
        }
    }

    /** Another process with the database. */
    static final class Child {
        private static final int ROWS = 20_000;

        private Child() {}

        static Process start(String what, Path database, Path folder) throws IOException {
            return new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xmx256m",
                            "-XX:TieredStopAtLevel=1",
                            "-cp",
                            System.getProperty("java.class.path"),
                            Child.class.getName(),
                            what,
                            database.toString(),
                            folder.toString())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
        }

        public static void main(String[] arguments) throws Exception {
            PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
            try (Connection connection = DriverManager.getConnection("jdbc:millrace:file:" + arguments[1])) {
                out.println("open");
                if (arguments[0].equals("hold")) {
                    System.in.read();
                }
                run(connection, Path.of(arguments[2]).resolve("out"), out);
            }
        }

        private static void run(Connection connection, Path to, PrintStream out) throws SQLException {
            Jdbc.execute(
                    connection,
                    "CREATE TABLE IF NOT EXISTS bid WITH ('connector'='nexmark', 'table'='bid', 'rows'='" + ROWS + "')",
                    "CREATE TABLE IF NOT EXISTS out (auction BIGINT, price BIGINT)"
                            + " WITH ('connector'='files', 'format'='csv', 'header'='false', 'path'='" + to + "')");
            if (Jdbc.rows(connection, "SHOW QUERIES").isEmpty()) {
                Thread inserter = new Thread(() -> insert(connection), "inserter-of-a-test");
                inserter.setDaemon(true);
                inserter.start();
            }
            String before = "";
            while (true) {
                List<List<String>> queries = Jdbc.rows(connection, "SHOW QUERIES");
                String state = queries.isEmpty() ? "none" : queries.get(0).get(2);
                if (List.of("finished", "failed", "stopped").contains(state)) {
                    out.println(state);
                    return;
                }
                String now =
                        queries.isEmpty() ? "none" : "batch " + queries.get(0).get(3);
                if (!now.equals(before)) {
                    out.println(now);
                    before = now;
                }
            }
        }

        private static void insert(Connection connection) {
            try {
                Jdbc.execute(
                        connection,
                        "SET 'max-rows-per-batch' = '400'",
                        "SET 'trigger' = '20 milliseconds'",
                        "INSERT INTO out SELECT auction, price FROM bid");
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}

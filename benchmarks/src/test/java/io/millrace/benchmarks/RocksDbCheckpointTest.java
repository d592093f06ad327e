package io.millrace.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.checkpoint.CheckpointCheck;
import io.millrace.connector.ChangeBatch;
import io.millrace.error.MillraceException;
import io.millrace.runtime.StreamingQuery;
import io.millrace.sql.RowCursor;
import io.millrace.sql.Session;
import io.millrace.sql.StatementResult;
import io.millrace.storage.LocalFileStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A checkpoint whose snapshots are files of RocksDB: what is shown of it while its query runs and when it does not, and how
 * the query goes on, in RocksDB and in memory.
 */
class RocksDbCheckpointTest {
    private static final int ROWS = 60_000;
    private static final String COUNT = "SELECT extra, COUNT(*) AS n FROM t GROUP BY extra";

    @TempDir
    private Path folder;

    private Session session;
    private StreamingQuery query;
    private int fills;

    @BeforeEach
    void start() {
        session = Session.create();
        session.set("checkpoint.dir", folder.toString());
        session.set("state.backend", "rocksdb");
        session.set("max-rows-per-batch", "10000");
        session.execute("CREATE TABLE auction WITH ('connector'='nexmark', 'table'='auction', 'rows'='" + ROWS + "')");
        session.execute("CREATE TABLE t (extra VARCHAR) WITH ('connector'='memory')");
        session.execute("CREATE TABLE r (extra VARCHAR, n BIGINT) WITH ('connector'='blackhole')");
        begin();
        more();
    }

    private void begin() {
        session.set("query.name", "r");
        session.set("output.mode", "update");
        query = ((StatementResult.Started) session.execute("INSERT INTO r " + COUNT)).query();
    }

    /** The same groups again: each has one row more. */
    private void more() {
        session.set("query.name", "fill" + fills++);
        session.set("output.mode", "append");
        ((StatementResult.Started) session.execute("INSERT INTO t SELECT extra FROM auction"))
                .query()
                .awaitTermination();
        query.processAllAvailable();
    }

    @AfterEach
    void close() {
        session.close();
    }

    @Test
    void isShownWhetherItsQueryRunsOrNot() throws IOException {
        requireShown("1");
        more();
        more();
        requireShared();
        session.execute("STOP QUERY r");
        assertThat(checkpoint().resolve("work")).doesNotExist();
        requireShown("3");
        assertThat(files()).anyMatch(name -> name.endsWith(".sst"));
        for (String name : files()) {
            assertThat(Files.getPosixFilePermissions(
                            checkpoint().resolve("state").resolve(name)))
                    .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        }
    }

    private void requireShown(String count) {
        List<String> groups = values("SELECT n, COUNT(*) FROM TABLE(STATE('" + checkpoint()
                + "', operator => 'Aggregate', state_table => 'groups')) GROUP BY n");
        assertThat(groups).containsExactly("[" + count + "," + groups() + "]");
        List<Object> snapshots = new ArrayList<>();
        try (RowCursor batches =
                ((StatementResult.Rows) session.execute("SHOW CHECKPOINT '" + checkpoint() + "'")).cursor()) {
            for (Optional<ChangeBatch> batch = batches.next(); batch.isPresent(); batch = batches.next()) {
                batch.get().rows().rows().forEach(row -> snapshots.add(row.get(8)));
            }
        }
        assertThat(snapshots).anyMatch(bytes -> bytes != null && (Long) bytes > 4 << 20);
        CheckpointCheck.Report report = check();
        assertThat(report.damaged()).isEmpty();
        assertThat(report.restorable()).isEqualTo(report.lastBatch());
        assertThat(report.files())
                .extracting(CheckpointCheck.File::note)
                .anyMatch(note -> note.matches("part of the state after batch \\d+ \\(rocksdb\\)"))
                .doesNotContain("not referred to");
    }

    /** What the last snapshot has in common with the one before is there once. */
    private void requireShared() throws IOException {
        long snapshot =
                files().stream().mapToLong(RocksDbCheckpointTest::batch).max().orElseThrow();
        assertThat(files())
                .filteredOn(name -> name.endsWith(".sst"))
                .anyMatch(name -> batch(name) < snapshot)
                .anyMatch(name -> batch(name) == snapshot);
    }

    private String groups() {
        return values("SELECT COUNT(DISTINCT extra) FROM auction").get(0).replaceAll("[\\[\\]]", "");
    }

    @Test
    void theQueryGoesOnInMemoryAndBack() throws IOException {
        for (String backend : List.of("memory", "rocksdb", "rocksdb")) {
            session.execute("STOP QUERY r");
            session.set("state.backend", backend);
            begin();
            more();
        }
        requireShown("4");
    }

    /** The command line says the same of it. */
    @Test
    void aTableThatIsDamagedOrMissingIsNamedBeforeItIsUsed() throws Exception {
        session.execute("STOP QUERY r");
        Path table = table(checkpoint());
        String file = "state/" + table.getFileName() + " ";
        String verdict = " files is damaged; the log goes to batch ";
        requireFsck(0, "good     " + file, "part of the state after batch ", "query \"r\": no file is damaged; ");
        byte[] bytes = Files.readAllBytes(table);
        byte[] flipped = bytes.clone();
        flipped[bytes.length / 2] ^= 1;
        Files.write(table, flipped);
        requireRefused(table, "its bytes are not those that the log names");
        requireFsck(3, "DAMAGED  " + file, "its bytes are not those that the log names", verdict);
        Files.write(table, Files.readAllBytes(tableOfAnotherQuery()));
        requireFsck(3, "DAMAGED  " + file, verdict);
        Files.write(table, new byte[bytes.length - 1]);
        requireRefused(table, "it has " + (bytes.length - 1) + " bytes, expected " + bytes.length);
        Files.delete(table);
        requireRefused(table, "the file is missing");
        requireFsck(3, "DAMAGED  " + file, "the file is missing", verdict);
    }

    private Path tableOfAnotherQuery() throws IOException {
        session.execute("CREATE TABLE other (extra VARCHAR, n BIGINT) WITH ('connector'='blackhole')");
        session.set("query.name", "other");
        session.set("output.mode", "update");
        ((StatementResult.Started) session.execute("INSERT INTO other " + COUNT))
                .query()
                .processAllAvailable();
        session.execute("STOP QUERY other");
        return table(folder.resolve("other"));
    }

    private static Path table(Path checkpoint) throws IOException {
        return checkpoint
                .resolve("state")
                .resolve(databaseFiles(checkpoint).stream()
                        .filter(file -> file.endsWith(".sst"))
                        .sorted()
                        .findFirst()
                        .orElseThrow());
    }

    /** What the command line says; in a process of its own. */
    private void requireFsck(int code, String... said) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xshare:auto", "-XX:TieredStopAtLevel=1", "-cp", CrashRig.classPath()));
        command.addAll(List.of("io.millrace.shell.Main", "fsck", checkpoint().toString()));
        Path log = folder.resolve("fsck.log");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        int found = CrashRig.await(process, "fsck");
        assertThat(Files.readString(log)).contains(said);
        assertThat(found).isEqualTo(code);
    }

    private void requireRefused(Path table, String found) {
        String message = "file \"state/" + table.getFileName() + "\" of checkpoint \"" + checkpoint()
                + "\" is damaged: " + found
                + "; restore the checkpoint from a copy, or start the query on a new checkpoint";
        assertThatThrownBy(this::begin).isInstanceOf(MillraceException.class).hasMessage(message);
        assertThatThrownBy(() -> values("SELECT * FROM TABLE(STATE('" + checkpoint()
                        + "', operator => 'Aggregate', state_table => 'groups'))"))
                .hasMessage(message);
        assertThat(check().damaged())
                .extracting(CheckpointCheck.File::name, CheckpointCheck.File::problem)
                .contains(org.assertj.core.groups.Tuple.tuple("state/" + table.getFileName(), found));
    }

    private Path checkpoint() {
        return folder.resolve("r");
    }

    private CheckpointCheck.Report check() {
        return CheckpointCheck.run(LocalFileStore.ownerOnly(checkpoint()));
    }

    private Set<String> files() throws IOException {
        return databaseFiles(checkpoint());
    }

    private static Set<String> databaseFiles(Path checkpoint) throws IOException {
        try (Stream<Path> files = Files.list(checkpoint.resolve("state"))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.contains(".database-"))
                    .collect(Collectors.toSet());
        }
    }

    private static long batch(String name) {
        return Long.parseLong(name.substring(0, 20));
    }

    private List<String> values(String select) {
        return session.sql(select).collectAsList().stream()
                .map(Object::toString)
                .toList();
    }
}

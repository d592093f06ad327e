package io.millrace.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connectors.files.CommittedFiles;
import io.millrace.sql.Session;
import io.millrace.state.StateBackend;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A job over bids in files, which may be run in a process of its own, ended there by force and started again;
 * and what an undisturbed run writes, to which the result must be equal to the byte.
 */
final class CrashRig {
    private static final long RUN_MINUTES_MAX = 3;
    private static final int FILES = 10;
    private static final LocalDateTime START = LocalDateTime.of(2026, 1, 1, 0, 0, 1);

    private final Path folder;
    private final Path bids;
    private final int batchRows;
    private final String backend;
    private final Path undisturbed;

    /**
     * What the job reads.
     *
     * @param rows one for every two milliseconds
     * @param auctions in which they bid
     * @param noteChars length of the text that comes with each
     */
    record Bids(int rows, int auctions, int noteChars) {}

    /** @param folder for everything that the rig writes */
    CrashRig(Path folder, Bids written, int batchRows) throws IOException {
        this(folder, written, batchRows, StateBackend.MEMORY);
    }

    /** @param backend where the state of the job is that is disturbed; that of the other is in memory */
    CrashRig(Path folder, Bids written, int batchRows, String backend) throws IOException {
        this.folder = folder;
        this.batchRows = batchRows;
        this.backend = backend;
        bids = Files.createDirectory(folder.resolve("bids"));
        write(written);
        undisturbed = Files.createDirectory(folder.resolve("undisturbed"));
        finishHere(undisturbed, StateBackend.MEMORY);
    }

    private void write(Bids written) throws IOException {
        Random random = new Random(written.rows());
        int fileRows = written.rows() / FILES;
        for (int file = 0; file < FILES; file++) {
            StringBuilder text = new StringBuilder("auction,price,note,date_time\n");
            for (int row = fileRows * file; row < fileRows * (file + 1); row++) {
                text.append(random.nextInt(written.auctions())).append(',').append(random.nextInt(10_000));
                text.append(',');
                random.ints(written.noteChars(), 'A', 'Z' + 1).forEach(c -> text.append((char) c));
                text.append(',').append(START.plus(row * 2L - random.nextInt(500), ChronoUnit.MILLIS));
                text.append('\n');
            }
            Files.writeString(bids.resolve("bids-" + file + ".csv"), text);
        }
    }

    /** A job that has not run yet; its results and its checkpoint go below the folder that is given back. */
    Path newJob(String name) throws IOException {
        return Files.createDirectory(folder.resolve(name));
    }

    private List<String> statements(Path job, String stateBackend) {
        return List.of(
                "SET 'state.backend'='" + stateBackend + "'",
                "SET 'checkpoint.dir'='" + job.resolve("checkpoint") + "'",
                "SET 'max-rows-per-batch'='" + batchRows + "'",
                "CREATE TABLE bid (auction BIGINT, price BIGINT, note VARCHAR, date_time TIMESTAMP(3),"
                        + " WATERMARK FOR date_time AS date_time - INTERVAL '4' SECOND) "
                        + files(bids, ", 'bounded'='true'"),
                "CREATE TABLE win (auction BIGINT, window_start TIMESTAMP(3), bids BIGINT, total BIGINT, note VARCHAR) "
                        + files(job.resolve("win"), ""),
                "INSERT INTO win SELECT auction, window_start, COUNT(*), SUM(price), MAX(note)"
                        + " FROM TABLE(TUMBLE(TABLE bid, DESCRIPTOR(date_time), INTERVAL '2' SECOND))"
                        + " GROUP BY auction, window_start, window_end");
    }

    private static String files(Path directory, String options) {
        return "WITH ('connector'='files', 'format'='csv', 'path'='" + directory + "'" + options + ")";
    }

    /** Runs the job to its end, in this process. */
    void finishHere(Path job) {
        finishHere(job, backend);
    }

    private void finishHere(Path job, String stateBackend) {
        try (Session session = Session.create()) {
            List<String> statements = statements(job, stateBackend);
            int last = statements.size() - 1;
            statements.subList(0, last).forEach(session::execute);
            BidFiles.await(session.execute(statements.get(last)));
        }
    }

    /**
     * Starts the job in a process.
     *
     * @param around a program that runs it, with its arguments; empty for none
     */
    Process start(Path job, List<String> around) throws IOException {
        Path script = Files.writeString(job.resolve("job.sql"), String.join(";\n", statements(job, backend)));
        List<String> command = new ArrayList<>(around);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(
                "-Xshare:auto",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-XX:-UsePerfData",
                "-Xmx256m",
                "-cp",
                classPath()));
        command.addAll(List.of("io.millrace.shell.Main", "-f", script.toString()));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log(job).toFile())
                .start();
    }

    /** Of this process, for one that is started. */
    static String classPath() {
        return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    }

    /** Waits for the end of a process and gives its exit code. */
    static int await(Process process, String situation) throws InterruptedException {
        assertThat(process.waitFor(RUN_MINUTES_MAX, TimeUnit.MINUTES))
                .as("it has ended, " + situation)
                .isTrue();
        return process.exitValue();
    }

    /** What the last process of the job has printed. */
    String said(Path job) throws IOException {
        return Files.readString(log(job));
    }

    private static Path log(Path job) {
        return job.resolve("log");
    }

    /** How the rows that a job has written differ from those of an undisturbed one. */
    record Difference(int lost, int duplicated, int wrong) {
        static final Difference NONE = new Difference(0, 0, 0);

        static Difference between(List<String> found, List<String> expected) {
            Map<String, Integer> left = new TreeMap<>();
            expected.forEach(row -> left.merge(row, 1, Integer::sum));
            int duplicated = 0;
            int wrong = 0;
            for (String row : found) {
                int before = left.getOrDefault(row, -1);
                if (before > 0) {
                    left.put(row, before - 1);
                } else if (before == 0) {
                    duplicated++;
                } else {
                    wrong++;
                }
            }
            int lost = left.values().stream().mapToInt(Integer::intValue).sum();
            return new Difference(lost, duplicated, wrong);
        }
    }

    /**
     * Fails unless the job, which has ended, has written what an undisturbed one does, by a plain listing and by the
     * manifests, and has left nothing behind.
     */
    void requireRight(Path job, String situation) throws IOException {
        Map<String, String> listing = listing(job.resolve("win"));
        Map<String, String> expected = listing(undisturbed.resolve("win"));
        assertThat(Difference.between(rows(listing), rows(expected)))
                .as("rows, " + situation)
                .isEqualTo(Difference.NONE);
        assertThat(listing).as(situation).isEqualTo(expected);
        List<CommittedFiles.Entry> committed = CommittedFiles.list(job.resolve("win"));
        assertThat(committed.stream().map(CommittedFiles.Entry::name).toList())
                .as("the manifests, " + situation)
                .doesNotHaveDuplicates()
                .containsExactlyInAnyOrderElementsOf(listing.keySet());
        assertThat(committed)
                .as("the manifests, " + situation)
                .isEqualTo(CommittedFiles.list(undisturbed.resolve("win")));
        try (Stream<Path> left = Files.walk(job)) {
            assertThat(left.filter(CrashRig::isTemporary))
                    .as("left behind, " + situation)
                    .isEmpty();
        }
    }

    /** Makes room. */
    void delete(Path job) throws IOException {
        List<Path> all;
        try (Stream<Path> files = Files.walk(job)) {
            all = files.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : all) {
            Files.delete(file);
        }
    }

    /** How many micro-batches of the job have been committed. */
    static long batches(Path job) throws IOException {
        try (Stream<Path> names = Files.list(job.resolve("win/_millrace"))) {
            return names.map(path -> path.getFileName().toString())
                            .filter(name -> name.matches("(\\d+-)?\\d+"))
                            .mapToLong(name -> Long.parseLong(name.substring(name.indexOf('-') + 1)))
                            .max()
                            .orElse(-1)
                    + 1;
        }
    }

    private static boolean isTemporary(Path path) {
        return path.toString().endsWith(".new")
                || path.getFileName().toString().equals("creating")
                || path.getParent().getFileName().toString().equals(".millrace-staging");
    }

    private static List<String> rows(Map<String, String> listing) {
        return listing.values().stream().flatMap(String::lines).toList();
    }

    /** What a plain listing shows: names and contents. */
    private static Map<String, String> listing(Path directory) throws IOException {
        Map<String, String> contents = new TreeMap<>();
        List<Path> files;
        try (Stream<Path> list = Files.list(directory)) {
            files = list.filter(Files::isRegularFile).toList();
        }
        for (Path file : files) {
            contents.put(file.getFileName().toString(), Files.readString(file));
        }
        return contents;
    }
}

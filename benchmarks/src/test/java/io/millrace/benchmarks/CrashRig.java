package io.millrace.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connectors.files.CommittedFiles;
import io.millrace.sql.Session;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A job over Nexmark bids in files, which may be run in a process of its own, ended there by force and started again;
 * and what an undisturbed run writes, to which the result must be equal to the byte.
 */
final class CrashRig {
    private static final long RUN_MINUTES_MAX = 3;

    private final Path folder;
    private final Path bids;
    private final int batchRows;
    private final Path undisturbed;

    /** @param folder for everything that the rig writes */
    CrashRig(Path folder, int rows, int batchRows) throws IOException {
        this.folder = folder;
        this.batchRows = batchRows;
        bids = Files.createDirectory(folder.resolve("bids"));
        BidFiles.write(bids, rows, rows / 10);
        undisturbed = Files.createDirectory(folder.resolve("undisturbed"));
        finishHere(undisturbed);
    }

    /** A job that has not run yet; its results and its checkpoint go below the folder that is given back. */
    Path newJob(String name) throws IOException {
        return Files.createDirectory(folder.resolve(name));
    }

    private List<String> statements(Path job) {
        return List.of(
                "SET 'checkpoint.dir'='" + job.resolve("checkpoint") + "'",
                "SET 'max-rows-per-batch'='" + batchRows + "'",
                BidFiles.createBid(bids),
                BidFiles.createWin(job.resolve("win")),
                "INSERT INTO win " + BidFiles.query());
    }

    /** Runs the job to its end, in this process. */
    void finishHere(Path job) {
        try (Session session = Session.create()) {
            List<String> statements = statements(job);
            statements.subList(0, 4).forEach(session::execute);
            BidFiles.await(session.execute(statements.get(4)));
        }
    }

    /**
     * Starts the job in a process.
     *
     * @param around a program that runs it, with its arguments; empty for none
     */
    Process start(Path job, List<String> around) throws IOException {
        Path script = Files.writeString(job.resolve("job.sql"), String.join(";\n", statements(job)));
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        List<String> command = new ArrayList<>(around);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(
                List.of("-Xshare:auto", "-XX:TieredStopAtLevel=1", "-XX:-UsePerfData", "-Xmx256m", "-cp", classPath));
        command.addAll(List.of("io.millrace.shell.Main", "-f", script.toString()));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log(job).toFile())
                .start();
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

    /** Fails unless the job has written what an undisturbed one does: by a plain listing, and by the manifests. */
    void requireRight(Path job, String situation) throws IOException {
        Map<String, String> listing = listing(job.resolve("win"));
        assertThat(listing).as(situation).isEqualTo(listing(undisturbed.resolve("win")));
        List<CommittedFiles.Entry> committed = CommittedFiles.list(job.resolve("win"));
        assertThat(committed.stream().map(CommittedFiles.Entry::name).toList())
                .as("the manifests, " + situation)
                .doesNotHaveDuplicates()
                .containsExactlyInAnyOrderElementsOf(listing.keySet());
        assertThat(committed)
                .as("the manifests, " + situation)
                .isEqualTo(CommittedFiles.list(undisturbed.resolve("win")));
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

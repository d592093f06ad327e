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
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A job in a process of its own, killed (kill -9) at random moments of its writing and started again until it has ended:
 * what it has written is, to the byte, what an undisturbed run writes. {@code -Dmillrace.kills} says how often,
 * {@code -Dmillrace.seed} which moments.
 */
class KillTest {
    private static final int ROWS = 200_000;
    private static final int KILLS = Integer.getInteger("millrace.kills", 4);
    /** Changes in the folders, each micro-batch makes about ten, that a run gets before it is killed. */
    private static final int CHANGES_MAX = 60;

    private static final int BATCH_ROWS = ROWS / (12 * KILLS);

    private static final long RUN_MINUTES_MAX = 3;

    @TempDir
    Path folder;

    @Test
    void aJobKilledAtAnyMomentWritesWhatAnUndisturbedOneDoes() throws Exception {
        long seed = Long.getLong("millrace.seed", System.nanoTime());
        Path bids = Files.createDirectory(folder.resolve("bids"));
        BidFiles.write(bids, ROWS, ROWS / 10);
        Path undisturbed = Files.createDirectory(folder.resolve("undisturbed"));
        runHere(bids, undisturbed);
        Path killed = Files.createDirectory(folder.resolve("killed"));
        Path script = Files.writeString(folder.resolve("job.sql"), String.join(";\n", statements(bids, killed)));

        runAndKill(script, killed, new Random(seed), seed);

        Map<String, String> listing = listing(killed.resolve("win"));
        assertThat(listing).as("seed " + seed).isEqualTo(listing(undisturbed.resolve("win")));
        assertThat(CommittedFiles.list(killed.resolve("win")).stream()
                        .map(CommittedFiles.Entry::name)
                        .toList())
                .as("the manifests, seed " + seed)
                .doesNotHaveDuplicates()
                .containsExactlyInAnyOrderElementsOf(listing.keySet());
        assertThat(CommittedFiles.list(killed.resolve("win")))
                .as("the manifests, seed " + seed)
                .isEqualTo(CommittedFiles.list(undisturbed.resolve("win")));
    }

    private static List<String> statements(Path bids, Path out) {
        return List.of(
                "SET 'checkpoint.dir'='" + out.resolve("checkpoint") + "'",
                "SET 'max-rows-per-batch'='" + BATCH_ROWS + "'",
                BidFiles.createBid(bids),
                BidFiles.createWin(out.resolve("win")),
                "INSERT INTO win " + BidFiles.query());
    }

    private static void runHere(Path bids, Path out) {
        try (Session session = Session.create()) {
            List<String> statements = statements(bids, out);
            statements.subList(0, 4).forEach(session::execute);
            BidFiles.await(session.execute(statements.get(4)));
        }
    }

    private void runAndKill(Path script, Path out, Random random, long seed) throws Exception {
        for (int kill = 1; kill <= KILLS; kill++) {
            Process process = start(script);
            try (FolderEvents events = new FolderEvents(out)) {
                int changes = 1 + random.nextInt(CHANGES_MAX);
                while (changes > 0) {
                    int seen = events.next(TimeUnit.MINUTES.toMillis(RUN_MINUTES_MAX));
                    assertThat(seen).as("changes, seed " + seed + logged()).isPositive();
                    changes -= seen;
                }
                boolean ended = process.waitFor(random.nextInt(10_000), TimeUnit.MICROSECONDS);
                assertThat(ended)
                        .as("over before kill " + kill + ", seed " + seed + logged())
                        .isFalse();
            } finally {
                process.destroyForcibly();
            }
            assertThat(process.waitFor(RUN_MINUTES_MAX, TimeUnit.MINUTES)).isTrue();
        }
        Process last = start(script);
        try {
            assertThat(last.waitFor(RUN_MINUTES_MAX, TimeUnit.MINUTES)).isTrue();
            assertThat(last.exitValue()).as("seed " + seed + logged()).isZero();
        } finally {
            last.destroyForcibly();
        }
    }

    private Process start(Path script) throws IOException {
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(List.of("-Xshare:auto", "-XX:TieredStopAtLevel=1", "-Xmx256m", "-cp", classPath));
        command.addAll(List.of("io.millrace.shell.Main", "-f", script.toString()));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
    }

    private String logged() throws IOException {
        return ", said " + Files.readString(folder.resolve("log"));
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

package io.millrace.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Readers of a table in memory while the query that writes it runs, and its process is killed (kill -9) and started again:
 * whatever anybody sees is the answer on whole micro-batches, so that no money is made or lost, and nobody sees an older
 * answer than somebody has seen before, in this process or one before it. {@code -Dmillrace.kills} says how often, twice;
 * {@code -Dmillrace.seed} when.
 */
@Tag("crash")
class ConsistencyKillTest {
    private static final int KILLS = Math.max(1, Integer.getInteger("millrace.kills", 4) / 2);
    private static final int LOOKS_MAX = Integer.getInteger("millrace.looks", 400);

    @TempDir
    Path folder;

    private long looks;
    private long transfersSeen;

    @Test
    @Timeout(value = 2, unit = TimeUnit.HOURS)
    void theTotalIsZeroInEveryReadAndNoReadGoesBack() throws Exception {
        long seed = Long.getLong("millrace.seed", System.nanoTime());
        Random random = new Random(seed);
        for (int kill = 1; kill <= KILLS; kill++) {
            long before = transfersSeen;
            readAndKill(1 + random.nextInt(LOOKS_MAX), "kill " + kill + ", seed " + seed);
            assertThat(transfersSeen)
                    .as("progress, kill " + kill + ", seed " + seed)
                    .isGreaterThan(before);
        }
        System.out.println(KILLS + " kills, " + looks + " reads up to " + transfersSeen
                + " transfers: total 0 in all, none older than one before (seed " + seed + ")");
    }

    private void readAndKill(int looksOfThis, String situation) throws Exception {
        Process process = start();
        try (BufferedReader lines = process.inputReader()) {
            Map<String, Long> byReader = new HashMap<>();
            long before = transfersSeen;
            long left = looksOfThis;
            while (left > 0 || transfersSeen == before) {
                String line = lines.readLine();
                assertThat(line)
                        .as(situation + ", said " + Files.readString(errors()))
                        .isNotNull();
                String[] words = line.split(" ");
                long transfers = Long.parseLong(words[3]);
                assertThat(List.of(words[1], words[2]))
                        .as(line + ", " + situation)
                        .containsExactly("0", "10");
                assertThat(transfers % Totals.BATCH_ROWS)
                        .as(line + ", " + situation)
                        .isZero();
                assertThat(transfers)
                        .as("transfers in " + line + ", " + situation)
                        .isGreaterThanOrEqualTo(byReader.getOrDefault(words[0], before));
                byReader.put(words[0], transfers);
                transfersSeen = Math.max(transfersSeen, transfers);
                looks++;
                left--;
            }
        } finally {
            process.destroyForcibly();
        }
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).as(situation).isTrue();
    }

    private Process start() throws IOException {
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-XX:-UsePerfData",
                        "-Xmx256m",
                        "-cp",
                        classPath,
                        Totals.class.getName(),
                        folder.resolve("checkpoint").toString())
                .redirectError(errors().toFile())
                .start();
    }

    private Path errors() {
        return folder.resolve("errors");
    }
}

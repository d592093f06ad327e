package io.millrace.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A query whose state grows without end is told so, and the JVM lives. */
@Timeout(120)
class MemoryLimitTest {
    private static final Pattern HELD = Pattern.compile("held by Aggregate \\((\\d+) rows, (\\d+) (Ki|Mi)B\\)");

    @Test
    void stateThatOutgrowsTheLimitStopsTheMicroBatchItGrowsIn() {
        int rows = 1_500_000;
        String failure = SmallHeapQuery.failure(40L << 20, rows);
        assertThat(failure)
                .startsWith(
                        "MEMORY_LIMIT: query \"grows\" needs more memory than its limit of 40 MiB ('memory-limit')");
        Matcher held = HELD.matcher(failure);
        assertThat(held.find()).as(failure).isTrue();
        assertThat(Long.parseLong(held.group(1))).as(failure).isBetween(1_000L, rows - 1_000L);
    }

    @Test
    void rowsOfOneMicroBatchCountToo() {
        assertThat(SmallHeapQuery.failure(8L << 20, 2_000_000))
                .startsWith("MEMORY_LIMIT")
                .contains("the rows of the micro-batch 8", "lower 'max-rows-per-batch'");
    }

    @Test
    void aSmallHeapIsEnoughToSaySo() throws Exception {
        assertThat(run("160m", 32L << 20))
                .startsWith("MEMORY_LIMIT: query \"grows\" needs more memory than its limit of 32 MiB")
                .containsPattern(HELD);
    }

    /** Where the limit is set too high for the heap, the JVM's own failure is put into the same words. */
    @Test
    void aFullHeapIsNamedToo() throws Exception {
        assertThat(run("48m", Long.MAX_VALUE))
                .startsWith("MEMORY_LIMIT: the JVM has no memory left for query \"grows\" (Java heap space)")
                .containsPattern(HELD);
    }

    private static String run(String heap, long limitBytes) throws IOException, InterruptedException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        List<String> command = List.of(
                java,
                "-Xmx" + heap,
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                SmallHeapQuery.class.getName(),
                Long.toString(limitBytes),
                "100000");
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output.lines()
                .filter(line -> line.startsWith("MEMORY_LIMIT"))
                .findFirst()
                .orElse(output);
    }
}

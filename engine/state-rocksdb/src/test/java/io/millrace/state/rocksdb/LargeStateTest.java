package io.millrace.state.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * State larger than the heap, in a JVM of its own. {@code -Dmillrace.largeState=10} makes it so many times the heap; without
 * it the state is a little larger than the heap.
 */
class LargeStateTest {
    private static final int HEAP_MIB = 48;
    private static final int ROW_BYTES = 1_000;
    private static final double TIMES = Double.parseDouble(System.getProperty("millrace.largeState", "1.1"));
    private static final long KEYS = (long) (TIMES * (HEAP_MIB << 20) / ROW_BYTES);

    private static final Pattern RIGHT = Pattern.compile("right: (\\d+) rows in state, (\\d+) KiB of it in memory.*");

    @Test
    void stateLargerThanTheHeapGivesTheRightAnswer() throws Exception {
        String printed = run("rocksdb", KEYS);
        Matcher right = RIGHT.matcher(printed);
        assertThat(right.matches()).as(printed).isTrue();
        assertThat(Long.parseLong(right.group(1))).isEqualTo(KEYS);
        assertThat(Long.parseLong(right.group(2))).as(printed).isLessThan(HEAP_MIB << 10 >> 1);
    }

    @Test
    void inMemoryTheSameQueryIsToldWhereItsStateCouldBe() throws Exception {
        assertThat(run("memory", KEYS))
                .startsWith("MEMORY_LIMIT")
                .containsPattern("most of it held by Aggregate \\(\\d+ rows, \\d+ (Ki|Mi)B\\)")
                .contains("keep it on disk with 'state.backend'='rocksdb'");
    }

    private static String run(String backend, long keys) throws IOException, InterruptedException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        List<String> command = List.of(
                java,
                "-Xmx" + HEAP_MIB + "m",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                LargeState.class.getName(),
                backend,
                Integer.toString(HEAP_MIB << 19),
                Long.toString(keys),
                "2",
                "2000");
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output.lines()
                .filter(line -> line.startsWith("right") || line.startsWith("WRONG") || line.startsWith("MEMORY_LIMIT"))
                .findFirst()
                .orElse(output);
    }
}

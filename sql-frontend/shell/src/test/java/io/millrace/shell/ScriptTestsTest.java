package io.millrace.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScriptTestsTest {
    private static final String SCRIPT = """
            Counts, and closed windows.

            === counts by auction ===
            modes: update
            setup: CREATE TABLE bid (auction BIGINT) WITH ('connector' = 'memory')
            SELECT auction, COUNT(*) FROM bid GROUP BY auction
            -- batch
            INSERT INTO bid VALUES (1), (2);
            INSERT INTO bid VALUES (1)
            -- gives
            1 | 2
            2 | 1
            -- batch
            INSERT INTO bid VALUES (2)
            -- gives
            2 | 2

            === windows close ===
            setup: CREATE TABLE e (at TIMESTAMP(3), WATERMARK FOR at AS at) WITH ('connector' = 'memory')
            SELECT TUMBLE_END(at, INTERVAL '1' MINUTE), COUNT(*) FROM e GROUP BY TUMBLE(at, INTERVAL '1' MINUTE)
            -- batch
            INSERT INTO e VALUES (TIMESTAMP '2026-01-01 10:00:05')
            -- gives
            -- batch
            END INPUT e
            -- gives
            2026-01-01 10:01:00.000 | 1
            """;

    @TempDir
    Path folder;

    private ShellRun test(String script) throws IOException {
        return ShellRun.of(
                "test", Files.writeString(folder.resolve("a.sql"), script).toString());
    }

    @Test
    void scriptsThatGiveWhatTheySayPass() throws IOException {
        ShellRun run = test(SCRIPT);
        assertThat(run.out()).isEqualTo("passed  counts by auction\npassed  windows close\n2 passed\n");
        assertThat(run.code()).isZero();
    }

    @Test
    void aDifferenceIsShownByBatch() throws IOException {
        ShellRun run = test(SCRIPT.replace("2 | 2", "2 | 3"));
        assertThat(run.out())
                .contains(
                        "FAILED  counts by auction\nbatch 2 was to give\n    2 | 3\nbut gave\n    2 | 2\n",
                        "1 of 2 failed");
        assertThat(run.code()).isEqualTo(ExitCode.USER_MISTAKE);
    }

    @Test
    void mistakesAreTold() throws IOException {
        assertThat(test("SELECT 1").err()).contains("one begins with === name ===");
        assertThat(test("=== a ===\nSELECT 1\n-- batch\nx").err()).contains("add a line -- gives");
        assertThat(test(SCRIPT.replace("FROM bid", "FROM bidd")).out())
                .contains("there is no table", "did you mean \"bid\"");
        assertThat(ShellRun.of("test", folder.resolve("none").toString()).err()).contains("there is no such file");
    }
}

package io.millrace.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The page of windows says what is so. */
class WindowsPageTest {
    @Test
    void everyBlockRuns() throws IOException {
        List<String> blocks = DocsPage.read("windows.md").blocks();
        assertThat(blocks).hasSize(9);
        String answers = ScriptRun.run(String.join("\n", blocks));
        assertThat(answers.lines().filter(line -> line.startsWith("! "))).isEmpty();
        assertThat(answers)
                .contains(
                        "home | 2026-01-31 23:00:00.000 | 2",
                        "2026-01-31 23:00:00.000 | 2026-01-31 23:40:00.000 | 3",
                        "month_ | visits\n2026-01-01 00:00:00.000 | 4\n2026-02-01 00:00:00.000 | 1",
                        "month_ | visits\n2025-12-31 23:00:00.000 | 1\n2026-01-31 23:00:00.000 | 4",
                        "ann | 2026-01-31 22:59:50.000 | 2026-01-31 23:01:10.000 | 3",
                        "ann | 2026-01-31 23:00:47.000 | 1",
                        "ann | help | 2026-01-31 22:59:50.000 | 2026-01-31 23:01:10.000",
                        "state: sessions by visitor; one goes when the watermark has passed its end; bounded",
                        "2026-02-01 00:00:00.000 | 2 | 3",
                        "NULL | NULL | 2026-02-01 00:00:00.000 | 4 | 3");
    }
}

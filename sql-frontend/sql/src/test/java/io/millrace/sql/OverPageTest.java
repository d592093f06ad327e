package io.millrace.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The page of OVER says what is so. */
class OverPageTest {
    @Test
    void everyBlockRuns() throws IOException {
        List<String> blocks = DocsPage.read("over.md").blocks();
        assertThat(blocks).hasSize(6);
        String answers = ScriptRun.run(String.join("\n", blocks));
        assertThat(answers.lines().filter(line -> line.startsWith("! "))).isEmpty();
        assertThat(answers)
                .contains(
                        "attic | 2026-01-01 10:00:00.000 | 20.0 | 20.0 | NULL",
                        "attic | 2026-01-01 10:00:01.000 | 21.5 | 20.75 | 1.5",
                        "attic | 2026-01-01 10:00:02.000 | 23.0 | 21.5 | 1.5",
                        "attic | 2026-01-01 10:00:02.000 | 20.0 | 23.0 | 2",
                        "attic | 2026-01-01 10:00:20.000 | 30.0 | 30.0 | 1",
                        "state: rows until the watermark passes their at plus 1 h; bounded",
                        "attic | 20.0\nattic | 30.0",
                        "attic | 30.0 | 1",
                        "attic | 23.0 | 2")
                .endsWith("attic | 2026-01-01 10:00:00.000 | 20.0")
                .doesNotContain("10:00:20.000 | 30.0 | 24.8");
    }
}

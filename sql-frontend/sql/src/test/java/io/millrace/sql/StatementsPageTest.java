package io.millrace.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.config.Option;
import io.millrace.sql.catalog.TableOptions;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page of statements says what is so. */
class StatementsPageTest {
    @Test
    void everyBlockRuns() throws IOException {
        List<String> blocks = DocsPage.read("statements.md").blocks();
        assertThat(blocks).hasSizeGreaterThan(8);
        String answers = ScriptRun.run(String.join("\n", blocks));
        assertThat(answers.lines().filter(line -> line.startsWith("! "))).isEmpty();
        assertThat(answers)
                .contains(
                        "started per_minute",
                        "2026-01-01 10:01:00.000 | 2 | 139.90",
                        "table \"per_minute\" dropped",
                        "{\"page\": \"help\", \"seen\": \"2026-01-01 10:00:59.000\"} | WindowAggregate"
                                + " | [2026-01-01 10:00:00, 2026-01-01 10:01:00) | 2026-01-01 10:02:20.000000");
    }

    @Test
    void everySettingAndTableOptionIsThereWithItsDefault() throws IOException {
        String page = page();
        Stream.concat(SessionSettings.ALL.stream(), TableOptions.ALL.stream()).forEach(option -> {
            assertThat(page).contains("| `" + option.key() + "` |");
            if (!dependsOnTheMachine(option) && option.defaultText() != null) {
                assertThat(page).contains("| `" + option.key() + "` | `" + option.defaultText() + "` |");
            }
        });
    }

    private static boolean dependsOnTheMachine(Option<?> option) {
        return option == SessionSettings.PARALLELISM
                || option == SessionSettings.TIME_ZONE
                || option == SessionSettings.MEMORY_LIMIT;
    }

    private static String page() throws IOException {
        return DocsPage.read("statements.md").text();
    }
}

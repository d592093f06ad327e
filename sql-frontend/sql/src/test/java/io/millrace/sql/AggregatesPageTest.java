package io.millrace.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.aggregate.AggregateFunction;
import io.millrace.aggregate.AggregateFunction.Property;
import io.millrace.aggregate.AggregateFunctions;
import io.millrace.columnar.DataType;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The page of aggregates says what is so. */
class AggregatesPageTest {
    @Test
    void everyBlockRuns() throws IOException {
        List<String> blocks = DocsPage.read("aggregates.md").blocks();
        assertThat(blocks).hasSizeGreaterThan(2);
        String answers = ScriptRun.run(String.join("\n", blocks));
        assertThat(answers.lines().filter(line -> line.startsWith("! "))).isEmpty();
        assertThat(answers)
                .contains(
                        "1 | bob | cid | true\n2 | ann | bob | true",
                        "bob, cid, ann | [10, 25]",
                        "25.0 | 34.0 | bob",
                        "2026-01-01 10:00:20.000 | 2 | NULL | 1",
                        "0.717 | 10.296 | 4 | 3 | 40");
    }

    @Test
    void everyFunctionIsInTheTableAndNoOther() throws IOException {
        List<String> expected = new AggregateFunctions()
                .all().stream().map(AggregatesPageTest::row).toList();
        assertThat(page().lines().filter(line -> line.startsWith("| `"))).containsExactlyElementsOf(expected);
    }

    private static String row(AggregateFunction function) {
        String also = function.synonyms().isEmpty() ? "" : " Also `" + String.join("`, `", function.synonyms()) + "`.";
        return "| `" + function.signature() + "` | " + function.description() + also + " | " + keeps(function) + " |";
    }

    private static String keeps(AggregateFunction function) {
        Set<Property> properties = function.properties(Collections.nCopies(2, DataType.BIGINT));
        if (properties.contains(Property.GATHERING)) {
            return "every value";
        }
        return properties.contains(Property.INVERTIBLE) ? "little" : "little; every value where rows are taken back";
    }

    private static String page() throws IOException {
        return DocsPage.read("aggregates.md").text();
    }
}

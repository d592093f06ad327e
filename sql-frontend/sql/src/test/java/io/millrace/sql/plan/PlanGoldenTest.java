package io.millrace.sql.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.sql.GoldenFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Queries and what EXPLAIN says of them; mistakes, what is said of them, and where. */
class PlanGoldenTest {
    private static final GoldenFile PLANS = new GoldenFile("io/millrace/sql/plan/plans.golden");
    private static final GoldenFile MISTAKES = new GoldenFile("io/millrace/sql/plan/mistakes.golden");

    private final Planning planning = new Planning();

    @TestFactory
    Stream<DynamicTest> plans() {
        return tests(PLANS);
    }

    @TestFactory
    Stream<DynamicTest> mistakes() {
        return tests(MISTAKES);
    }

    private Stream<DynamicTest> tests(GoldenFile file) {
        if (GoldenFile.rewriting()) {
            file.rewrite(planning::describe);
        }
        return file.cases().stream()
                .map(one -> DynamicTest.dynamicTest(
                        one.title(),
                        () -> assertThat(planning.describe(one.input())).isEqualTo(one.output())));
    }

    @Test
    void allCasesAreRead() {
        assertThat(PLANS.cases()).hasSizeGreaterThanOrEqualTo(60);
        assertThat(MISTAKES.cases()).hasSizeGreaterThanOrEqualTo(40);
    }

    @Test
    void noMistakeIsExplainedInSomeoneElsesWords() {
        assertThat(MISTAKES.cases())
                .allSatisfy(one -> assertThat(one.output())
                        .doesNotContain("INTERNAL", "Calcite", "Rex", "Rel", "Sql", "$", "Exception", "org.apache"));
    }
}

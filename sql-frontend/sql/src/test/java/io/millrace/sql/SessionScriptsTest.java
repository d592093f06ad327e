package io.millrace.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Scripts and all that a session says to them. */
class SessionScriptsTest {
    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final GoldenFile DEFINITIONS = new GoldenFile("io/millrace/sql/session/definitions.golden");
    private static final GoldenFile QUERIES = new GoldenFile("io/millrace/sql/session/queries.golden");
    private static final GoldenFile SETTINGS = new GoldenFile("io/millrace/sql/session/settings.golden");

    @TestFactory
    Stream<DynamicTest> definitions() {
        return tests(DEFINITIONS);
    }

    @TestFactory
    Stream<DynamicTest> queries() {
        return tests(QUERIES);
    }

    @TestFactory
    Stream<DynamicTest> settings() {
        return tests(SETTINGS);
    }

    private static Stream<DynamicTest> tests(GoldenFile file) {
        if (GoldenFile.rewriting()) {
            file.rewrite(ScriptRun::run);
        }
        return file.cases().stream()
                .map(one -> DynamicTest.dynamicTest(
                        one.title(),
                        () -> assertTimeoutPreemptively(
                                LIMIT,
                                () -> assertThat(ScriptRun.run(one.input())).isEqualTo(one.output()))));
    }

    @Test
    void allCasesAreRead() {
        assertThat(DEFINITIONS.cases()).hasSizeGreaterThan(20);
        assertThat(QUERIES.cases()).hasSizeGreaterThan(10);
        assertThat(SETTINGS.cases()).hasSizeGreaterThan(5);
    }
}

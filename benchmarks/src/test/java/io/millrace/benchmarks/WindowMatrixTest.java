package io.millrace.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.aggregate.AggregateFunctions;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The promise for every window with every aggregate in every output mode, row by row, in batches and with a restart after
 * each: after each micro-batch the result table holds what DuckDB gives for the rows so far, less those that came late.
 *
 * <p>The build takes for each window and way of batching some of the aggregates, so that each of them comes up. All of them
 * with all windows:
 *
 * <pre>
 * mvn -pl benchmarks -am test -Dtest=WindowMatrixTest -Dsurefire.failIfNoSpecifiedTests=false -Dmillrace.matrix=whole
 * </pre>
 *
 * {@code -Dmillrace.seed=} takes other rows and another choice, {@code -Dmillrace.matrix.only=} the cases whose name, such
 * as "percentiles, hop by key", holds the text.
 */
class WindowMatrixTest {
    private static final long SEED = Long.getLong("millrace.seed", 20_260_101);
    private static final boolean WHOLE = "whole".equals(System.getProperty("millrace.matrix"));
    private static final String ONLY = System.getProperty("millrace.matrix.only", "");
    /** Cases that run beside each other. */
    private static final int TOGETHER = 10;

    static Stream<Arguments> runs() {
        List<Arguments> runs = new ArrayList<>();
        for (MatrixRun.Batching batching : MatrixRun.Batching.values()) {
            Map<ScriptRows.Clock, List<MatrixCase>> cases = new LinkedHashMap<>();
            chosen(new Random(SEED + batching.ordinal())).stream()
                    .filter(one -> one.toString().contains(ONLY))
                    .forEach(one -> cases.computeIfAbsent(one.kind().clock(), c -> new ArrayList<>())
                            .add(one));
            cases.forEach((clock, some) -> {
                for (int from = 0; from < some.size(); from += TOGETHER) {
                    List<MatrixCase> part = some.subList(from, Math.min(some.size(), from + TOGETHER));
                    runs.add(Arguments.of(batching, clock, part));
                }
            });
        }
        return runs.stream();
    }

    /** Of each kind with some aggregates; those of them that have come up least. */
    private static List<MatrixCase> chosen(Random random) {
        List<MatrixCase> chosen = new ArrayList<>();
        Map<String, Integer> times = new LinkedHashMap<>();
        List<WindowKind> kinds = new ArrayList<>(WindowKind.all());
        Collections.shuffle(kinds, random);
        for (WindowKind kind : kinds) {
            List<AggregateCalls> calls = new ArrayList<>(kind.calls());
            Collections.shuffle(calls, random);
            calls.sort((a, b) -> times.getOrDefault(a.name(), 0) - times.getOrDefault(b.name(), 0));
            for (AggregateCalls some : WHOLE ? calls : calls.subList(0, 1)) {
                times.merge(some.name(), 1, Integer::sum);
                chosen.add(new MatrixCase(kind, some));
            }
        }
        return chosen;
    }

    @ParameterizedTest(name = "{0}, {1}, {2}")
    @MethodSource("runs")
    void everyMicroBatchGivesTheBatchAnswer(
            MatrixRun.Batching batching, ScriptRows.Clock clock, List<MatrixCase> cases, @TempDir Path checkpoints)
            throws SQLException {
        try (MatrixRun run = new MatrixRun(cases, batching, SEED, checkpoints)) {
            StringBuilder failures = new StringBuilder();
            run.failures().forEach((name, text) -> failures.append("\n" + name + ": " + text));
            assertThat(failures).as("seed " + SEED + ", " + clock).isEmpty();
        }
    }

    @Test
    void everyAggregateIsInIt() {
        List<String> calls = AggregateCalls.all(false).stream()
                .flatMap(group -> Arrays.stream(group.ours().split("\\W+")))
                .toList();
        assertThat(new AggregateFunctions().all())
                .allSatisfy(function -> assertThat(calls)
                        .as(function.name())
                        .containsAnyElementsOf(Stream.concat(Stream.of(function.name()), function.synonyms().stream())
                                .toList()));
    }
}

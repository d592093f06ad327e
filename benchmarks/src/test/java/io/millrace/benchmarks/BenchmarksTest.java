package io.millrace.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchmarksTest {
    @TempDir
    Path directory;

    /** In the full form they take minutes; results of both engines are compared in the quick one, too. */
    @Test
    void theQuickFormRunsEveryBenchmark() throws IOException, InterruptedException {
        StringBuilder printed = new StringBuilder();
        List<Figure> figures = Benchmarks.run(BenchmarkSettings.of(directory, true), List.of(), printed::append);
        assertThat(figures)
                .as(printed.toString())
                .noneMatch(Figure::isFailed)
                .allMatch(figure -> figure.measured() > 0 || figure.benchmark().startsWith("micro-batch"));
        assertThat(figures.stream().map(Figure::benchmark)).doesNotHaveDuplicates();
        assertThat(figures.stream().filter(Figure::isAsked)).hasSizeGreaterThan(15);
        assertThat(printed).contains(Files.readString(directory.resolve("benchmarks.md")));
        assertThat(Files.readString(directory.resolve("benchmarks.svg"))).contains("</svg>");
        assertThat(Files.readString(directory.resolve("files.md")).lines())
                .hasSize(2 + ComparisonQuery.all().size());
    }

    @Test
    void aFigureSaysWhetherItIsMet() {
        Figure least = Figure.atLeast("speed", "", 0.8, 0.4, "1 & 2");
        Figure most = Figure.atMost("memory", " MiB", 500, 250, "");
        Figure failed = Figure.failed("files", "no\nspace");
        assertThat(BenchmarkReport.table(List.of(least, most, Figure.reported("other", " s", 123.4, ""), failed)))
                .contains("| speed | ≥ 0.80 | 0.40 | NOT MET | 1 & 2 |")
                .contains("| memory | ≤ 500 MiB | 250 MiB | met |  |")
                .contains("| other |  | 123 s |  |  |")
                .contains("| files |  |  | failed | failed: no space |");
        assertThat(least.reached()).isEqualTo(0.5);
        assertThat(most.reached()).isEqualTo(2);
        assertThat(BenchmarkReport.plot(List.of(least, most, failed)))
                .contains("width=\"52.5\"")
                .contains("width=\"210.0\"")
                .contains("0.40 (≥ 0.80)");
    }
}

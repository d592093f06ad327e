package io.millrace.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** {@link UpdateLatency} at 20,000 rows a second. */
final class LatencyPart implements BenchmarkPart {
    private static final long ROWS_PER_SECOND = 20_000;
    private static final long SECONDS = 15;

    @Override
    public String name() {
        return "latency";
    }

    @Override
    public List<Figure> run(BenchmarkSettings settings) throws IOException, InterruptedException {
        Path checkpoint = Files.createTempDirectory(settings.directory(), "latency");
        UpdateLatency.Measured measured =
                UpdateLatency.measure(ROWS_PER_SECOND, settings.quick() ? 1 : SECONDS, checkpoint);
        MillraceRuns.delete(checkpoint);
        return List.of(
                Figure.atMost("update of a row at 20,000 rows/s, median", " ms", 5, measured.at(0.5), measured.text()),
                Figure.atMost("the same, 99th percentile", " ms", 25, measured.at(0.99), ""));
    }
}

package io.millrace.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** {@link EmissionStall} with the watermark four seconds behind, and with one that is not behind at all. */
final class EmissionPart implements BenchmarkPart {
    private static final int SLIDES = 24;
    private static final int QUICK_SLIDES = 9;

    @Override
    public String name() {
        return "emission";
    }

    @Override
    public List<Figure> run(BenchmarkSettings settings) throws IOException {
        return List.of(
                figure(
                        settings,
                        4_000,
                        "a window of a million keys closes: longest micro-batch of a slide, of the median"),
                figure(settings, 0, "the same, the watermark not behind"));
    }

    private static Figure figure(BenchmarkSettings settings, long delayMillis, String name) throws IOException {
        Path checkpoint = Files.createTempDirectory(settings.directory(), "emission");
        try {
            EmissionStall.Measured measured = EmissionStall.measure(
                    settings.quick() ? QUICK_SLIDES : SLIDES, delayMillis, settings.quick() ? 10 : 1, checkpoint);
            return Figure.reported(name, "", measured.stall(), measured.text());
        } finally {
            MillraceRuns.delete(checkpoint);
        }
    }
}

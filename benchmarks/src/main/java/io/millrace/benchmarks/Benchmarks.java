package io.millrace.benchmarks;

import io.millrace.connector.builtin.Console;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.OperatingSystemMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.openjdk.jmh.runner.RunnerException;

/**
 * All benchmarks with one command; prints a table of what is asked and what was measured, and writes it with a plot.
 *
 * <pre>
 * mvn -q -Pbench -DskipTests -pl benchmarks -am package
 * java -cp benchmarks/target/benchmarks.jar io.millrace.benchmarks.Benchmarks /var/tmp/millrace [quick] [part ...]
 * </pre>
 *
 * Into the directory go the data, once (7 GB), and {@code benchmarks.md} and {@code benchmarks.svg}.
 */
public final class Benchmarks {
    /** Has SLF4J not complain that nobody listens. */
    static final String SILENCE = "slf4j.internal.verbosity";

    private static final String QUICK = "quick";
    private static final OperatingSystemMXBean OS = ManagementFactory.getOperatingSystemMXBean();

    private Benchmarks() {}

    static List<BenchmarkPart> parts() {
        List<BenchmarkPart> parts = new ArrayList<>(LoopParts.all());
        parts.add(new LatencyPart());
        parts.add(new EmissionPart());
        parts.add(new RecoveryPart());
        parts.add(new CheckpointCostPart());
        parts.add(new FilesPart());
        parts.add(new ShellPart());
        return parts;
    }

    public static void main(String[] args) throws IOException, InterruptedException {
        if (args.length == 0) {
            throw new IllegalArgumentException("where to? give a directory, then \"" + QUICK + "\" or names of parts: "
                    + parts().stream().map(BenchmarkPart::name).toList());
        }
        List<String> more = new ArrayList<>(List.of(args).subList(1, args.length));
        boolean quick = more.remove(QUICK);
        System.setProperty(SILENCE, "ERROR");
        List<Figure> figures = run(BenchmarkSettings.of(Path.of(args[0]), quick), more, Console.standardOutput());
        System.exit(figures.stream().anyMatch(Figure::isFailed) ? 1 : 0);
    }

    /** @param names of parts; empty for all */
    static List<Figure> run(BenchmarkSettings settings, List<String> names, Console console)
            throws IOException, InterruptedException {
        Files.createDirectories(settings.directory());
        List<Figure> figures = new ArrayList<>();
        StringBuilder times = new StringBuilder();
        for (BenchmarkPart part : parts()) {
            if (names.isEmpty() || names.contains(part.name())) {
                double before = OS.getSystemLoadAverage();
                long start = System.nanoTime();
                figures.addAll(run(part, settings));
                double seconds = (System.nanoTime() - start) / 1e9;
                String time =
                        String.format(Locale.ROOT, "%s: %.0f s, load before %.1f%n", part.name(), seconds, before);
                console.print(time);
                times.append("- ").append(time);
            }
        }
        String table = BenchmarkReport.table(figures) + "\n" + circumstances(settings) + times;
        console.print("\n" + table);
        Files.writeString(settings.directory().resolve("benchmarks.md"), table, StandardCharsets.UTF_8);
        Files.writeString(
                settings.directory().resolve("benchmarks.svg"), BenchmarkReport.plot(figures), StandardCharsets.UTF_8);
        return figures;
    }

    /** A part that fails is a line of the table, and the others still run. */
    private static List<Figure> run(BenchmarkPart part, BenchmarkSettings settings) throws InterruptedException {
        try {
            return part.run(settings);
        } catch (IOException | SQLException | RunnerException | IllegalStateException e) {
            return List.of(Figure.failed(part.name(), e.getMessage()));
        }
    }

    /** What the figures depend on; where others wanted the cores too, the load tells. */
    private static String circumstances(BenchmarkSettings settings) {
        return String.format(
                Locale.ROOT,
                "%s%d cores, JDK %s; parts, with the load (processes that want a core) of the minute before:%n%n",
                settings.quick() ? "Quick: the figures mean nothing. " : "",
                OS.getAvailableProcessors(),
                Runtime.version());
    }
}

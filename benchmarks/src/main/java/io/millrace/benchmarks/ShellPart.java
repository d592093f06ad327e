package io.millrace.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The shell by {@code java -jar}, from the start of its JVM to its exit: the statements of the comparison over the Parquet
 * files in a script, streaming, with a synced checkpoint, the result forgotten; the best of three runs. Beside it the start
 * script, which gives the JVM the archive of class data that the build made.
 *
 * <pre>
 * mvn -q -Pbench -DskipTests -pl benchmarks -am package
 * java -cp benchmarks/target/benchmarks.jar io.millrace.benchmarks.Benchmarks /var/tmp/millrace shell
 * </pre>
 *
 * <p>Last figures (two cores, JDK 17): W1 on 10 million bids 3.27 s, on a quieter day 2.35 s; W2 3.96 s; W1 on 46,000 bids 2.53 s,
 * by the start script 1.48 s.
 */
final class ShellPart implements BenchmarkPart {
    private static final Path JAR = Path.of("sql-frontend", "shell", "target", "millrace.jar");
    private static final Path START_SCRIPT = Path.of("sql-frontend", "shell", "target", "millrace");
    private static final Path ARCHIVE = Path.of("sql-frontend", "shell", "target", "millrace.jsa");
    private static final long SMALL_ROWS = 46_000;

    @Override
    public String name() {
        return "shell";
    }

    @Override
    public List<Figure> run(BenchmarkSettings settings) throws IOException, SQLException, InterruptedException {
        ComparisonData data = new ComparisonData(settings.data());
        data.write(settings.rows());
        ComparisonData small = data;
        if (!settings.quick()) {
            small = new ComparisonData(settings.directory().resolve("bids-" + SMALL_ROWS));
            small.write(SMALL_ROWS);
        }
        List<String> java = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        java.addAll(settings.jvmFlags());
        java.addAll(launcher());
        double tumble = seconds(settings, data, "W1", java);
        double hop = seconds(settings, data, "W2", java);
        double few = seconds(settings, small, "W1", java);
        String rows = String.format(Locale.ROOT, "%,d", settings.rows());
        String how = launcher().contains("-jar") ? "java -jar" : "without millrace.jar, from classes";
        List<Figure> figures = new ArrayList<>(List.of(
                Figure.atMost("shell, W1 on " + rows + " bids, start to exit", " s", 3, tumble, how),
                Figure.atMost("shell, W2 against W1", "", 1.6, hop / tumble, String.format(Locale.ROOT, "%.2f s", hop)),
                Figure.atMost("shell, W1 on 46,000 bids, start to exit", " s", 1.5, few, how)));
        if (Files.exists(ARCHIVE)) {
            List<String> script = List.of(START_SCRIPT.toString());
            figures.add(Figure.reported(
                    "shell, the same by the start script",
                    " s",
                    seconds(settings, small, "W1", script),
                    "millrace, with its class-data archive"));
        }
        return figures;
    }

    private static double seconds(BenchmarkSettings settings, ComparisonData data, String name, List<String> launcher)
            throws IOException, InterruptedException {
        ComparisonQuery query = ComparisonQuery.of(name);
        double best = Double.MAX_VALUE;
        for (int i = 0; i < settings.runs(); i++) {
            Path checkpoint = settings.directory().resolve("shell-checkpoint");
            Path script = Files.writeString(
                    settings.directory().resolve("shell.sql"),
                    script(settings, data, query, checkpoint),
                    StandardCharsets.UTF_8);
            List<String> command = new ArrayList<>(launcher);
            command.addAll(List.of("-f", script.toString()));
            best = Math.min(best, ChildProcess.run(command).seconds());
            MillraceRuns.delete(checkpoint);
        }
        return best;
    }

    private static List<String> launcher() {
        return Files.exists(JAR)
                ? List.of("-jar", JAR.toString())
                : List.of("-cp", ChildProcess.classPath(), "io.millrace.shell.Main");
    }

    private static String script(
            BenchmarkSettings settings, ComparisonData data, ComparisonQuery query, Path checkpoint) {
        return String.join(
                "\n",
                "SET 'checkpoint.dir'='" + checkpoint + "';",
                "SET 'max-rows-per-batch'='" + settings.rowsPerBatch() + "';",
                "SET 'parallelism'='" + BenchmarkSettings.THREADS + "';",
                data.createBid(query.format()) + ";",
                "CREATE TABLE answer (auction BIGINT, window_start TIMESTAMP(3), window_end TIMESTAMP(3), bids BIGINT,"
                        + " total BIGINT, highest BIGINT, average DOUBLE) WITH ('connector'='blackhole');",
                "INSERT INTO answer " + query.millrace() + ";",
                "WAIT QUERY answer;",
                "");
    }
}

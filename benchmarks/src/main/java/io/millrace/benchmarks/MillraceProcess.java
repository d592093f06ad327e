package io.millrace.benchmarks;

import io.millrace.connector.builtin.Console;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs of queries of the comparison in a JVM of their own, which holds nothing else. */
public final class MillraceProcess {
    private static final String RUN = "run ";
    private static final String PEAK = "peak ";

    private MillraceProcess() {}

    /**
     * What such a process told.
     *
     * @param runs one after the other, in one JVM
     * @param peakMebibytes most memory that was resident
     */
    record Told(List<MillraceRuns.Run> runs, long peakMebibytes) {
        MillraceRuns.Run last() {
            return runs.get(runs.size() - 1);
        }
    }

    /** What the process told of each query. */
    static List<Told> run(String heap, BenchmarkSettings settings, List<ComparisonQuery> queries)
            throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of(
                settings.data().toString(), Long.toString(settings.rowsPerBatch()), Integer.toString(settings.runs())));
        queries.forEach(query -> arguments.add(query.name()));
        List<String> flags = new ArrayList<>(settings.jvmFlags());
        flags.add("-Xmx" + heap);
        ChildProcess.Ended ended = ChildProcess.run(flags, MillraceProcess.class, arguments);
        List<Told> told = new ArrayList<>();
        List<MillraceRuns.Run> runs = new ArrayList<>();
        for (String line : ended.output()) {
            if (line.startsWith(RUN)) {
                String[] values = line.substring(RUN.length()).split(" ", 3);
                runs.add(new MillraceRuns.Run(Double.parseDouble(values[0]), Long.parseLong(values[1]), values[2]));
            } else if (line.startsWith(PEAK)) {
                told.add(new Told(List.copyOf(runs), Long.parseLong(line.substring(PEAK.length()))));
                runs.clear();
            }
        }
        if (told.size() != queries.size()) {
            throw new IllegalStateException(String.join("\n", ended.output()));
        }
        return told;
    }

    /** Arguments: directory of the data, rows per micro-batch, runs of each query, names of queries. */
    public static void main(String[] args) throws IOException {
        Path directory = Path.of(args[0]);
        MillraceRuns millrace = new MillraceRuns(
                new ComparisonData(directory),
                directory.resolve("checkpoints"),
                Long.parseLong(args[1]),
                BenchmarkSettings.THREADS);
        Console console = Console.standardOutput();
        for (String name : List.of(args).subList(3, args.length)) {
            for (int i = 0; i < Integer.parseInt(args[2]); i++) {
                MillraceRuns.Run run = millrace.run(ComparisonQuery.of(name));
                console.print(RUN + run.seconds() + " " + run.batches() + " " + run.checksum() + "\n");
            }
            console.print(PEAK + ChildProcess.peakMebibytes() + "\n");
        }
    }
}

package io.millrace.benchmarks;

import io.millrace.state.StateBackend;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What the checkpoint saves: how soon a query that was killed gives its next result, from the start of the new process to the
 * commit of its first micro-batch, with little state, also in RocksDB, and with much.
 *
 * <pre>
 * mvn -q -Pbench -DskipTests -pl benchmarks -am package
 * java -cp benchmarks/target/benchmarks.jar io.millrace.benchmarks.Benchmarks /var/tmp/millrace recovery
 * </pre>
 *
 * <p>Last figures (two cores, JDK 17, two runs): the next result after 3.3 and 3.2 s with 10 MiB of state, 4.0 and 4.3 s with as
 * many groups in RocksDB, 15.3 and 14.6 s with 1 GiB.
 */
final class RecoveryPart implements BenchmarkPart {
    private static final long MEBIBYTE = 1L << 20;
    private static final String HEAP = "4g";

    @Override
    public String name() {
        return "recovery";
    }

    @Override
    public List<Figure> run(BenchmarkSettings settings) throws IOException, InterruptedException {
        List<Figure> figures = new ArrayList<>();
        boolean quick = settings.quick();
        Run memory = new Run(settings, StateBackend.MEMORY, quick ? 10_000 : 50_000);
        int little = quick ? 1 : 10;
        long groups = memory.restart(little + " MiB of state", little * MEBIBYTE, 0, figures);
        new Run(settings, "rocksdb", memory.rowsPerBatch()).restart("as many groups in RocksDB", 0, groups, figures);
        if (!quick) {
            new Run(settings, StateBackend.MEMORY, 500_000).restart("1024 MiB of state", 1024 * MEBIBYTE, 0, figures);
        }
        return figures;
    }

    private record Run(BenchmarkSettings settings, String backend, long rowsPerBatch) {

        /** Gives the groups that there were. */
        long restart(String state, long bytesMin, long groupsMin, List<Figure> figures) throws IOException {
            Path checkpoint = Files.createTempDirectory(settings.directory(), "recovery");
            try {
                long groups = Long.parseLong(untilKilled(checkpoint, bytesMin, groupsMin)[2]);
                long start = System.nanoTime();
                String[] told = untilKilled(checkpoint, 0, 0);
                double seconds = (System.nanoTime() - start) / 1e9;
                figures.add(Figure.reported(
                        "restart after a kill with " + state + ", to the next result",
                        " s",
                        seconds,
                        String.format(Locale.ROOT, "%s s of it since the INSERT; %,d groups", told[3], groups)));
                return groups;
            } finally {
                MillraceRuns.delete(checkpoint);
            }
        }

        /** Runs the query until it has committed a micro-batch with so much state; what it said of that. */
        private String[] untilKilled(Path checkpoint, long bytesMin, long groupsMin) throws IOException {
            List<String> command = new ArrayList<>();
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            command.addAll(settings.jvmFlags());
            command.addAll(List.of(
                    "-Xmx" + (settings.quick() ? "256m" : HEAP),
                    "-D" + Benchmarks.SILENCE + "=ERROR",
                    "-cp",
                    ChildProcess.classPath(),
                    RecoveryProcess.class.getName(),
                    checkpoint.toString(),
                    backend,
                    Long.toString(bytesMin),
                    Long.toString(groupsMin),
                    Long.toString(rowsPerBatch)));
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            List<String> said = new ArrayList<>();
            try (BufferedReader output = process.inputReader()) {
                for (String line = output.readLine(); line != null; line = output.readLine()) {
                    if (line.startsWith(RecoveryProcess.COMMITTED)) {
                        return line.split(" ");
                    }
                    said.add(line);
                }
            } finally {
                process.destroyForcibly().onExit().join();
            }
            throw new IllegalStateException("the query has ended: " + String.join(" ", said));
        }
    }
}

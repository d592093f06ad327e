package io.millrace.benchmarks;

import io.millrace.sql.Session;
import io.millrace.sql.StatementResult;
import io.millrace.state.StateBackend;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * What the checkpoint costs and what it saves. How soon a query that was killed gives its next result, from the start of the
 * new process to the commit of its first micro-batch, with little state, also in RocksDB, and with much. And how much
 * longer a run over generated bids takes with a checkpoint than without: both on two threads, in micro-batches as large as
 * are done in a second, in turns, the medians compared.
 *
 * <pre>
 * mvn -q -Pbench -DskipTests -pl benchmarks -am package
 * java -cp benchmarks/target/benchmarks.jar io.millrace.benchmarks.Benchmarks /var/tmp/millrace recovery
 * </pre>
 *
 * <p>Last figures (two cores, JDK 17, two runs): the next result after 3.3 and 3.2 s with 10 MiB of state, 4.0 and 4.3 s with as
 * many groups in RocksDB, 15.3 and 14.6 s with 1 GiB. The cost came out as 0.54 and 1.10: a turn takes but a second, which is
 * too short to tell.
 */
final class RecoveryPart implements BenchmarkPart {
    private static final long MEBIBYTE = 1L << 20;
    private static final String HEAP = "4g";
    private static final long COST_ROWS = 20_000_000;
    private static final int COST_TURNS = 3;
    private static final int COST_BATCHES_MIN = 3;
    private static final int COST_BATCHES_MAX = 20;

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
        figures.add(cost(settings));
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

    private static Figure cost(BenchmarkSettings settings) throws IOException {
        long rows = settings.quick() ? settings.rows() : COST_ROWS;
        double warm = seconds(settings, rows, rows / 10, false);
        long rowsPerBatch = Math.max(rows / COST_BATCHES_MAX, Math.min(rows / COST_BATCHES_MIN, (long) (rows / warm)));
        int turns = settings.quick() ? 1 : COST_TURNS;
        double[] without = new double[turns];
        double[] with = new double[turns];
        for (int i = 0; i < turns; i++) {
            without[i] = seconds(settings, rows, rowsPerBatch, false);
            with[i] = seconds(settings, rows, rowsPerBatch, true);
        }
        Arrays.sort(without);
        Arrays.sort(with);
        double off = without[turns / 2];
        double on = with[turns / 2];
        return Figure.atMost(
                "time with a checkpoint every second, against none",
                "",
                1.1,
                on / off,
                String.format(Locale.ROOT, "%.2f s beside %.2f s, %,d rows a micro-batch", on, off, rowsPerBatch));
    }

    private static double seconds(BenchmarkSettings settings, long rows, long rowsPerBatch, boolean checkpointed)
            throws IOException {
        Path checkpoint = Files.createTempDirectory(settings.directory(), "cost");
        try (Session session = Session.create()) {
            if (checkpointed) {
                session.set("checkpoint.dir", checkpoint.toString());
            }
            session.set("max-rows-per-batch", Long.toString(rowsPerBatch));
            session.set("parallelism", Integer.toString(BenchmarkSettings.THREADS));
            session.set("output.mode", "update");
            session.execute("CREATE TABLE bid WITH ('connector'='nexmark', 'table'='bid', 'rows'='" + rows + "')");
            session.execute("CREATE TABLE answer (auction BIGINT, n BIGINT, total BIGINT, highest BIGINT)"
                    + " WITH ('connector'='blackhole')");
            long start = System.nanoTime();
            StatementResult.Started started = (StatementResult.Started) session.execute(
                    "INSERT INTO answer SELECT auction, COUNT(*), SUM(price), MAX(price) FROM bid GROUP BY auction");
            started.query().awaitTermination();
            return (System.nanoTime() - start) / 1e9;
        } finally {
            MillraceRuns.delete(checkpoint);
        }
    }
}

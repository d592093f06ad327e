package io.millrace.benchmarks;

import io.millrace.sql.Session;
import io.millrace.sql.StatementResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * What the checkpoint costs: how much longer a run over generated bids takes with a checkpoint than without, that is with one
 * in a temporary folder that is never synced. Both on two threads, in micro-batches as large as are done in a second, three
 * aggregates of 50,000 groups that all change in each, in turns, the medians compared.
 *
 * <pre>
 * mvn -q -Pbench -DskipTests -pl benchmarks -am package
 * java -cp benchmarks/target/benchmarks.jar io.millrace.benchmarks.Benchmarks /var/tmp/millrace checkpoint-cost
 * </pre>
 *
 * <p>Last figures (two cores, JDK 17, micro-batches of 20 million rows): 8.04 s beside 9.90 s, and with a quarter of the rows 2.31
 * beside 2.94 s, so nothing that can be told from the machine's own noise. Recording and committing took 0.46 of the 8.04 s,
 * most of it while the next micro-batch ran: more than six in a hundred it cannot cost.
 */
final class CheckpointCostPart implements BenchmarkPart {
    private static final long ROWS = 400_000_000;
    private static final int GROUPS = 50_000;
    private static final int TURNS = 3;
    private static final int BATCHES_MIN = 3;
    private static final int BATCHES_MAX = 20;

    @Override
    public String name() {
        return "checkpoint-cost";
    }

    @Override
    public List<Figure> run(BenchmarkSettings settings) throws IOException {
        long rows = settings.quick() ? settings.rows() : ROWS;
        double warm = counted(settings, rows / 10, rows / 100, false).seconds() * 10;
        long rowsPerBatch = Math.max(rows / BATCHES_MAX, Math.min(rows / BATCHES_MIN, (long) (rows / warm)));
        int turns = settings.quick() ? 1 : TURNS;
        Counted[] without = new Counted[turns];
        Counted[] with = new Counted[turns];
        for (int i = 0; i < turns; i++) {
            without[i] = counted(settings, rows, rowsPerBatch, false);
            with[i] = counted(settings, rows, rowsPerBatch, true);
        }
        Arrays.sort(without, Comparator.comparing(Counted::seconds));
        Arrays.sort(with, Comparator.comparing(Counted::seconds));
        double off = without[turns / 2].seconds();
        double on = with[turns / 2].seconds();
        return List.of(Figure.atMost(
                "time with a checkpoint every second, against none",
                "",
                1.1,
                on / off,
                String.format(
                        Locale.ROOT,
                        "%.2f s beside %.2f s, %,d rows a micro-batch; %.2f s of it record and commit, beside %.2f s",
                        on,
                        off,
                        rowsPerBatch,
                        with[turns / 2].committing(),
                        without[turns / 2].committing())));
    }

    /** @param committing seconds in which micro-batches were recorded and committed, most of them beside the next one's rows */
    private record Counted(double seconds, double committing) {}

    private static Counted counted(BenchmarkSettings settings, long rows, long rowsPerBatch, boolean checkpointed)
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
            session.execute("CREATE TABLE answer (k BIGINT, n BIGINT, total BIGINT, highest BIGINT)"
                    + " WITH ('connector'='blackhole')");
            long start = System.nanoTime();
            StatementResult.Started started = (StatementResult.Started) session.execute(
                    "INSERT INTO answer SELECT MOD(auction, " + GROUPS + "), COUNT(*), SUM(price), MAX(price) FROM bid"
                            + " GROUP BY MOD(auction, " + GROUPS + ")");
            started.query().awaitTermination();
            double seconds = (System.nanoTime() - start) / 1e9;
            long committing = started.query().recentProgress().stream()
                    .mapToLong(batch -> batch.durationMs().getOrDefault("walCommit", 0L)
                            + batch.durationMs().getOrDefault("commitBatch", 0L))
                    .sum();
            return new Counted(seconds, committing / 1e3);
        } finally {
            MillraceRuns.delete(checkpoint);
        }
    }
}

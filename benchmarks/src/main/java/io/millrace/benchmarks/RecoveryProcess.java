package io.millrace.benchmarks;

import io.millrace.connector.builtin.Console;
import io.millrace.runtime.QueryProgress;
import io.millrace.sql.Session;
import io.millrace.sql.StatementResult;
import io.millrace.sql.streaming.StreamingQueryListener;
import java.nio.file.Path;
import java.util.Locale;

/**
 * A query whose every row is a new group, in a JVM of its own that is to be killed: five aggregates by number, with a
 * checkpoint on disk, synced for every micro-batch. Prints a line as soon as a micro-batch is committed after which its
 * state is large enough.
 */
public final class RecoveryProcess {
    /** Begins the line; bytes of state in memory, groups, and seconds since the INSERT follow. */
    static final String COMMITTED = "committed ";

    private RecoveryProcess() {}

    /** Arguments: directory of the checkpoint, backend, least bytes of state in memory, least groups, most rows of a micro-batch. */
    public static void main(String[] args) {
        long bytesMin = Long.parseLong(args[2]);
        long groupsMin = Long.parseLong(args[3]);
        Console console = Console.standardOutput();
        try (Session session = Session.create()) {
            session.set("checkpoint.dir", Path.of(args[0]).toString());
            session.set("state.backend", args[1]);
            session.set("max-rows-per-batch", args[4]);
            session.set("parallelism", Integer.toString(BenchmarkSettings.THREADS));
            session.set("output.mode", "update");
            session.execute("CREATE TABLE numbers WITH ('connector'='rate', 'rows-per-second'='100000000')");
            session.execute("CREATE TABLE answer (k BIGINT, n BIGINT, s BIGINT, l BIGINT, h BIGINT, a DOUBLE)"
                    + " WITH ('connector'='blackhole')");
            long start = System.nanoTime();
            session.streams().addListener(new Committed((bytes, groups) -> {
                if (bytes >= bytesMin && groups >= groupsMin) {
                    double seconds = (System.nanoTime() - start) / 1e9;
                    console.print(String.format(Locale.ROOT, "%s%d %d %.3f%n", COMMITTED, bytes, groups, seconds));
                }
            }));
            StatementResult.Started started = (StatementResult.Started) session.execute(
                    "INSERT INTO answer SELECT \"value\", COUNT(*), SUM(\"value\"), MIN(\"value\"), MAX(\"value\"),"
                            + " AVG(CAST(\"value\" AS DOUBLE)) FROM numbers GROUP BY \"value\"");
            started.query().awaitTermination();
        }
    }

    private interface StateSize {
        void is(long bytes, long groups);
    }

    /** Is told of committed micro-batches. */
    private static final class Committed extends StreamingQueryListener {
        private final StateSize state;

        Committed(StateSize state) {
            this.state = state;
        }

        @Override
        public void onQueryStarted(QueryStartedEvent event) {}

        @Override
        public void onQueryProgress(QueryProgressEvent event) {
            QueryProgress.OperatorProgress aggregate =
                    event.progress().stateOperators().get(0);
            state.is(aggregate.memoryUsedBytes(), aggregate.numRowsTotal());
        }

        @Override
        public void onQueryTerminated(QueryTerminatedEvent event) {}
    }
}

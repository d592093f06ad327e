package io.millrace.benchmarks;

import io.millrace.columnar.Schema;
import io.millrace.runtime.StreamingQuery;
import io.millrace.sql.Session;
import io.millrace.sql.StatementResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Millrace's side of the comparison: a continuous query over the files into a table that reads every value of the result,
 * with a checkpoint on disk, synced at every micro-batch.
 */
final class MillraceRuns {
    private final ComparisonData data;
    private final Path checkpoints;
    private final long rowsPerBatch;
    private final int threads;

    MillraceRuns(ComparisonData data, Path checkpoints, long rowsPerBatch, int threads) {
        this.data = data;
        this.checkpoints = checkpoints;
        this.rowsPerBatch = rowsPerBatch;
        this.threads = threads;
    }

    /**
     * How a run went.
     *
     * @param checksum of the result, as {@link Checksum#text}
     */
    record Run(double seconds, long batches, String checksum) {}

    Run run(ComparisonQuery query) throws IOException {
        Path checkpoint = checkpoints.resolve(UUID.randomUUID().toString());
        try (Session session = Session.create()) {
            session.set("max-rows-per-batch", Long.toString(rowsPerBatch));
            session.set("parallelism", Integer.toString(threads));
            session.set("checkpoint.dir", checkpoint.toString());
            return run(query, session);
        } finally {
            delete(checkpoint);
        }
    }

    private Run run(ComparisonQuery query, Session session) {
        session.execute(data.createBid(query.format()));
        StatementResult.Rows shape = (StatementResult.Rows) session.execute(stream(query));
        Schema schema = shape.schema();
        shape.cursor().close();
        session.execute("CREATE TABLE answer (" + columns(schema) + ") WITH ('connector'='checksum')");
        long start = System.nanoTime();
        StatementResult.Started started =
                (StatementResult.Started) session.execute("INSERT INTO answer " + query.millrace());
        StreamingQuery running = started.query();
        running.awaitTermination();
        double seconds = (System.nanoTime() - start) / 1e9;
        if (running.lateRows() > 0) {
            throw new IllegalStateException(running.lateRows() + " rows came late in " + query.name());
        }
        long batches = running.lastProgress().orElseThrow().batchId() + 1;
        return new Run(seconds, batches, ChecksumTables.of("answer").text());
    }

    static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        List<Path> found;
        try (Stream<Path> all = Files.walk(folder)) {
            found = all.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : found) {
            Files.delete(path);
        }
    }

    private static String stream(ComparisonQuery query) {
        return "SELECT STREAM" + query.millrace().substring("SELECT".length());
    }

    private static String columns(Schema schema) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < schema.size(); i++) {
            text.append(i == 0 ? "c" : ", c").append(i).append(' ').append(schema.type(i));
        }
        return text.toString();
    }
}

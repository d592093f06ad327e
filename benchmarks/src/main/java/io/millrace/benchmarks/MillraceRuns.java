package io.millrace.benchmarks;

import io.millrace.columnar.BytesColumn;
import io.millrace.columnar.Column;
import io.millrace.columnar.ColumnBatch;
import io.millrace.columnar.DoubleColumn;
import io.millrace.columnar.LongColumn;
import io.millrace.columnar.Schema;
import io.millrace.connector.ChangeBatch;
import io.millrace.runtime.StreamingQuery;
import io.millrace.sql.RowCursor;
import io.millrace.sql.Session;
import io.millrace.sql.StatementResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Millrace's side of the comparison: a continuous query over the files into a table in memory, with a checkpoint on disk,
 * synced at every micro-batch.
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

    /** How a run went. */
    record Run(double seconds, long batches, Checksum checksum) {}

    /** @param checked whether the result is read back */
    Run run(ComparisonQuery query, boolean checked) throws IOException {
        Path checkpoint = checkpoints.resolve(UUID.randomUUID().toString());
        try (Session session = Session.create()) {
            session.set("max-rows-per-batch", Long.toString(rowsPerBatch));
            session.set("parallelism", Integer.toString(threads));
            session.set("checkpoint.dir", checkpoint.toString());
            return run(query, session, checked);
        } finally {
            delete(checkpoint);
        }
    }

    private Run run(ComparisonQuery query, Session session, boolean checked) {
        session.execute(data.createBid(query.format()));
        StatementResult.Rows shape = (StatementResult.Rows) session.execute(stream(query));
        Schema schema = shape.schema();
        shape.cursor().close();
        session.execute("CREATE TABLE answer (" + columns(schema) + ") WITH ('connector'='memory')");
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
        return new Run(seconds, batches, checked ? checksum(session) : null);
    }

    private static void delete(Path folder) throws IOException {
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

    private static Checksum checksum(Session session) {
        Checksum checksum = new Checksum();
        StatementResult.Rows result = (StatementResult.Rows) session.execute("SELECT * FROM answer");
        try (RowCursor cursor = result.cursor()) {
            for (Optional<ChangeBatch> next = cursor.next(); next.isPresent(); next = cursor.next()) {
                add(next.get().rows(), checksum);
            }
        }
        return checksum;
    }

    private static void add(ColumnBatch rows, Checksum checksum) {
        for (int row = 0; row < rows.rowCount(); row++) {
            for (int i = 0; i < rows.schema().size(); i++) {
                Column column = rows.column(i);
                if (column instanceof LongColumn longs) {
                    checksum.value(longs.values()[row]);
                } else if (column instanceof DoubleColumn doubles) {
                    checksum.value(doubles.values()[row]);
                } else {
                    BytesColumn bytes = (BytesColumn) column;
                    checksum.value(bytes.data(), bytes.offsets()[row], bytes.offsets()[row + 1]);
                }
            }
            checksum.endRow();
        }
    }
}

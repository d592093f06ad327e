package io.millrace.sql.testing;

import io.millrace.runtime.StreamingQuery;
import io.millrace.sql.DataFrame;
import io.millrace.sql.DataStreamWriter;
import io.millrace.sql.Row;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/**
 * A running query whose rows a test looks at.
 *
 * <p>Threads: used by that of the test. Errors: an AssertionError that shows expected and found rows; a failure of the query
 * is thrown by whatever waits for it.
 */
public final class QueryTest implements AutoCloseable {
    private static final AtomicLong NUMBERS = new AtomicLong();

    private final List<Row> rows = new ArrayList<>();
    private final StreamingQuery query;

    private QueryTest(DataFrame frame, String mode) {
        DataStreamWriter writer = frame.writeStream()
                .queryName("test-" + NUMBERS.incrementAndGet())
                .foreachBatch((batch, id) -> add(batch.collectAsList()));
        query = (mode == null ? writer : writer.outputMode(mode)).start();
    }

    /** Starts the query of a frame in the output mode that fits it best. */
    public static QueryTest of(DataFrame frame) {
        return new QueryTest(frame, null);
    }

    /** @param mode append, update, complete or changelog: then rows end with what each says, such as {@code +I} */
    public static QueryTest of(DataFrame frame, String mode) {
        return new QueryTest(frame, mode);
    }

    private void add(List<Row> more) {
        synchronized (rows) {
            rows.addAll(more);
        }
    }

    public StreamingQuery query() {
        return query;
    }

    /** Waits until all that was added is processed, and what the watermark or the clock has closed is out. */
    public void processAllAvailable() {
        query.processAllAvailable();
    }

    /** The rows that have come out since the last look, when all is processed. */
    public List<Row> newRows() {
        processAllAvailable();
        synchronized (rows) {
            List<Row> taken = List.copyOf(rows);
            rows.clear();
            return taken;
        }
    }

    /** Exactly these rows have come out since the last look, in any order; values are as {@link Row} has them. */
    public void assertRows(Row... expected) {
        compare(Arrays.stream(expected).map(Row::toString).sorted().toList(), sorted(newRows()));
    }

    /** The same, of values in one text each, such as {@code "[1,10]"}. */
    public void assertRows(String... expected) {
        compare(Arrays.stream(expected).sorted().toList(), sorted(newRows()));
    }

    /** No row has come out since the last look. */
    public void assertNoRows() {
        compare(List.of(), sorted(newRows()));
    }

    private static List<String> sorted(List<Row> rows) {
        return rows.stream().map(Row::toString).sorted().toList();
    }

    private static void compare(List<String> expected, List<String> found) {
        if (!expected.equals(found)) {
            throw new AssertionError("expected rows:\n" + lines(expected) + "found rows:\n" + lines(found));
        }
    }

    private static String lines(List<String> rows) {
        return rows.isEmpty()
                ? "  (none)\n"
                : rows.stream().map(row -> "  " + row + "\n").collect(Collectors.joining());
    }

    /** Stops the query. */
    @Override
    public void close() {
        query.stop();
    }
}

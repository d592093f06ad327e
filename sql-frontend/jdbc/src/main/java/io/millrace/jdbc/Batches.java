package io.millrace.jdbc;

import java.sql.BatchUpdateException;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;

/** Executes the statements of a batch in order; the first that fails ends it. */
final class Batches {
    private Batches() {}

    /** Executes one of them and says how many rows it changed. */
    interface Execution<T> {
        long execute(T one) throws SQLException;
    }

    static <T> long[] execute(List<T> all, Execution<T> execution) throws SQLException {
        long[] counts = new long[all.size()];
        for (int i = 0; i < counts.length; i++) {
            try {
                counts[i] = execution.execute(all.get(i));
            } catch (SQLException e) {
                throw new BatchUpdateException(
                        "number " + (i + 1) + " of a batch of " + counts.length + ": " + e.getMessage(),
                        e.getSQLState(),
                        e.getErrorCode(),
                        Arrays.copyOf(counts, i),
                        e);
            }
        }
        return counts;
    }

    /** The same for ones that can be executed several at a time, each with as many rows as the others. */
    static <T> long[] executeJoined(List<T> all, int atOnceMax, Execution<List<T>> execution) throws SQLException {
        long[] counts = new long[all.size()];
        for (int from = 0; from < counts.length; from += atOnceMax) {
            int to = Math.min(from + atOnceMax, counts.length);
            try {
                Arrays.fill(counts, from, to, execution.execute(all.subList(from, to)) / (to - from));
            } catch (SQLException e) {
                throw new BatchUpdateException(
                        "numbers " + (from + 1) + " to " + to + " of a batch of " + counts.length
                                + ", executed together: " + e.getMessage(),
                        e.getSQLState(),
                        e.getErrorCode(),
                        Arrays.copyOf(counts, from),
                        e);
            }
        }
        return counts;
    }

    static int[] narrow(long[] counts) {
        return Arrays.stream(counts)
                .mapToInt(count -> (int) Math.min(count, Integer.MAX_VALUE))
                .toArray();
    }
}

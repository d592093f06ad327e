package io.millrace.plan;

/**
 * How long after a row its session ends unless another one comes.
 *
 * @param micros the gap of all rows, positive; 0 where each row has its own
 * @param column position of each row's gap, an INTERVAL of days to seconds; -1 where all have the same. A row whose gap is
 *     NULL or not positive is in no session
 */
public record SessionGap(long micros, int column) {
    public static SessionGap fixed(long micros) {
        return new SessionGap(micros, -1);
    }

    public static SessionGap ofColumn(int column) {
        return new SessionGap(0, column);
    }
}

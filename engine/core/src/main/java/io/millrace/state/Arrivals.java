package io.millrace.state;

import io.millrace.columnar.ColumnBatch;
import io.millrace.columnar.LongColumn;

/**
 * Numbers for rows in the order of their arrival: what aggregates that depend on it keep beside their values. They rise
 * for as long as the state lives, after a restart too; rows that come to different operators have nothing to do with each
 * other.
 */
final class Arrivals {
    private long next;
    private ColumnBatch batch;
    private LongColumn ofBatch;

    /** The numbers of a batch's rows; the same again when asked for the same batch next. */
    LongColumn of(ColumnBatch rows) {
        if (rows != batch) {
            int count = rows.rowCount();
            long[] numbers = new long[count];
            for (int i = 0; i < count; i++) {
                numbers[i] = next++;
            }
            batch = rows;
            ofBatch = new LongColumn(numbers, null, count);
        }
        return ofBatch;
    }

    /** What is numbered from now on comes after all of these, which state has brought back. */
    void passed(LongColumn numbers) {
        for (int i = 0; i < numbers.rowCount(); i++) {
            if (!numbers.isNull(i)) {
                next = Math.max(next, numbers.values()[i] + 1);
            }
        }
    }

    /** Lets go of the batch seen last. */
    void release() {
        batch = null;
        ofBatch = null;
    }
}

package io.millrace.aggregate;

import io.millrace.columnar.Column;
import io.millrace.columnar.DoubleColumn;

/** Which measure of spread: of a number of values and the sum of the squares of their distances from the mean. */
enum Spread {
    VAR_POP(false, false),
    VAR_SAMP(true, false),
    STDDEV_POP(false, true),
    STDDEV_SAMP(true, true);

    private final boolean sample;
    private final boolean root;

    Spread(boolean sample, boolean root) {
        this.sample = sample;
        this.root = root;
    }

    /** How many degrees of freedom so many values have; 0 or less makes a NULL. */
    long freedom(long count) {
        return sample ? count - 1 : count;
    }

    double of(double variance) {
        return root ? Math.sqrt(variance) : variance;
    }

    /** Works out the variance of a slot from its degrees of freedom. */
    interface Variance {
        double of(int slot, long freedom);
    }

    /** Results of these slots. */
    Column results(long[] counts, int[] slots, int count, Variance variance) {
        double[] values = new double[count];
        boolean[] nulls = null;
        for (int i = 0; i < count; i++) {
            long freedom = freedom(counts[slots[i]]);
            if (freedom <= 0) {
                nulls = nulls == null ? new boolean[count] : nulls;
                nulls[i] = true;
            } else {
                values[i] = of(variance.of(slots[i], freedom));
            }
        }
        return new DoubleColumn(values, nulls, count);
    }
}

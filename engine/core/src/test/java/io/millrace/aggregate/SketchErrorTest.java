package io.millrace.aggregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.columnar.Column;
import io.millrace.columnar.DoubleColumn;
import io.millrace.columnar.LongColumn;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The errors that the sketches state. */
class SketchErrorTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 10, 100, 1_000, 5_000, 30_000, 300_000})
    void countsOfDistinctValuesAreWithinTheErrorStated(int distinct) {
        int trials = 20;
        double squares = 0;
        for (int trial = 0; trial < trials; trial++) {
            DistinctSketch sketch = new DistinctSketch();
            long[] values = new long[distinct];
            for (int i = 0; i < distinct; i++) {
                values[i] = i + 1_000_003L * trial;
            }
            Column column = new LongColumn(values, null, distinct);
            for (int i = 0; i < distinct; i++) {
                sketch.add(column, i, 1);
            }
            double error = (sketch.estimate() - (double) distinct) / distinct;
            squares += error * error;
        }
        // the standard deviation over twenty trials strays by a sixth
        assertThat(Math.sqrt(squares / trials)).isLessThan(0.0163 * 1.5);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void percentilesAreWithinTheErrorStated(long seed) {
        Random random = new Random(seed);
        int count = 20_000;
        double[] values = new double[count];
        for (int i = 0; i < count; i++) {
            values[i] = Math.exp(random.nextGaussian() * 5) * (random.nextInt(4) == 0 ? -1 : 1);
        }
        values[0] = 0;
        values[1] = Double.NaN;
        values[2] = Double.POSITIVE_INFINITY;
        values[3] = Double.NEGATIVE_INFINITY;
        values[4] = Double.MIN_VALUE;
        values[5] = Double.MAX_VALUE;
        Column column = new DoubleColumn(values, null, count);
        PercentileSketch sketch = new PercentileSketch();
        PercentileSketch other = new PercentileSketch();
        for (int i = 0; i < count; i++) {
            (i % 3 == 0 ? sketch : other).add(column, i, 1);
        }
        sketch.merge(PercentileSketch.read(other.toBytes()));
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        for (double fraction = 0; fraction <= 1; fraction += 0.01) {
            double exact = sorted[Math.max(0, (int) Math.ceil(fraction * count) - 1)];
            double found = sketch.at(fraction);
            if (Double.isInfinite(exact) || Double.isNaN(exact)) {
                assertThat(found).isEqualTo(exact);
            } else {
                double allowed = Math.abs(exact) * PercentileSketch.ERROR_MAX * (1 + 1e-9) + Double.MIN_VALUE;
                assertThat(found).as("seed " + seed + ", " + fraction).isEqualTo(exact, within(allowed));
            }
        }
    }
}

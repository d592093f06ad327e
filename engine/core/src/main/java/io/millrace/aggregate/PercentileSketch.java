package io.millrace.aggregate;

import io.millrace.columnar.Column;
import io.millrace.columnar.DoubleColumn;
import io.millrace.columnar.LongColumn;
import io.millrace.columnar.ObjectColumn;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Counts values in ranges that each reach 1% further from zero than the one before, so that a percentile is known to half
 * a percent of its own value. Counting forgets nothing else: rows can be taken back, and neither their order nor how they
 * were merged plays a part. Only ranges that hold a value take space.
 *
 * <p>Source: DDSketch (Masson, Rim and Lee, VLDB 2019), with no limit to the number of ranges: all doubles there are fill
 * about 140,000 of them, values of the same sign within a factor of a million 1,400.
 */
final class PercentileSketch implements Sketch<PercentileSketch> {
    /** How far a result is from the exact one at most, as a share of that. */
    static final double ERROR_MAX = 0.005;

    private static final double GROWTH = (1 + ERROR_MAX) / (1 - ERROR_MAX);
    private static final double LOG_OF_GROWTH = Math.log(GROWTH);
    /** What stands for the range around 1; those below zero count down from its negative. */
    private static final int ONE = 1_000_000;

    private static final int NAN = Integer.MAX_VALUE;
    private static final int INFINITY = Integer.MAX_VALUE - 1;

    /** Open addressing; a range is in use where it was ever counted. */
    private int[] ranges = new int[8];

    private long[] counts = new long[8];
    private boolean[] used = new boolean[8];
    private int size;
    private long total;

    static PercentileSketch read(byte[] bytes) {
        PercentileSketch sketch = new PercentileSketch();
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
            int range = buffer.getInt();
            sketch.count(range, buffer.getLong());
        }
        return sketch;
    }

    @Override
    public byte[] toBytes() {
        int[] live = live();
        ByteBuffer buffer = ByteBuffer.allocate((Integer.BYTES + Long.BYTES) * live.length);
        for (int range : live) {
            buffer.putInt(range).putLong(counts[place(range)]);
        }
        return buffer.array();
    }

    @Override
    public void add(Column column, int row, long weight) {
        double value;
        if (column instanceof LongColumn longs) {
            value = longs.values()[row];
        } else if (column instanceof DoubleColumn doubles) {
            value = doubles.values()[row];
        } else {
            value = ((BigDecimal) ((ObjectColumn) column).values()[row]).doubleValue();
        }
        count(range(value), weight);
    }

    private static int range(double value) {
        if (value == 0) {
            return 0;
        }
        if (Double.isNaN(value)) {
            return NAN;
        }
        double size = Math.abs(value);
        int range = Double.isInfinite(size) ? INFINITY : ONE + (int) Math.ceil(Math.log(size) / LOG_OF_GROWTH);
        return value > 0 ? range : -range;
    }

    /** The value in the middle of a range, as its limits go: off by as large a share at both. */
    private static double value(int range) {
        if (range == 0 || range == NAN) {
            return range == 0 ? 0 : Double.NaN;
        }
        int steps = Math.abs(range) - ONE;
        double size = Math.abs(range) == INFINITY
                ? Double.POSITIVE_INFINITY
                : 2 / (GROWTH + 1) * Math.exp(steps * LOG_OF_GROWTH);
        return range > 0 ? size : -size;
    }

    private void count(int range, long weight) {
        int at = place(range);
        if (!used[at]) {
            if (2 * (size + 1) > ranges.length) {
                grow();
                at = place(range);
            }
            used[at] = true;
            ranges[at] = range;
            counts[at] = 0;
            size++;
        }
        counts[at] += weight;
        total += weight;
    }

    private int place(int range) {
        int mask = ranges.length - 1;
        int at = (range * 0x9e3779b9) >>> 7 & mask;
        while (used[at] && ranges[at] != range) {
            at = (at + 1) & mask;
        }
        return at;
    }

    private void grow() {
        int[] oldRanges = ranges;
        long[] oldCounts = counts;
        boolean[] oldUsed = used;
        ranges = new int[2 * oldRanges.length];
        counts = new long[ranges.length];
        used = new boolean[ranges.length];
        for (int i = 0; i < oldRanges.length; i++) {
            if (oldUsed[i]) {
                int at = place(oldRanges[i]);
                used[at] = true;
                ranges[at] = oldRanges[i];
                counts[at] = oldCounts[i];
            }
        }
    }

    @Override
    public void merge(PercentileSketch other) {
        for (int i = 0; i < other.ranges.length; i++) {
            if (other.used[i] && other.counts[i] != 0) {
                count(other.ranges[i], other.counts[i]);
            }
        }
    }

    /** Ranges that hold a value, ascending. */
    private int[] live() {
        int[] live = new int[size];
        int found = 0;
        for (int i = 0; i < ranges.length; i++) {
            if (used[i] && counts[i] != 0) {
                live[found++] = ranges[i];
            }
        }
        int[] sorted = Arrays.copyOf(live, found);
        Arrays.sort(sorted);
        return sorted;
    }

    boolean isEmpty() {
        return total == 0;
    }

    /** About the first value with at least that fraction of all values up to it. Of no values there is none. */
    double at(double fraction) {
        long before = Math.max(1, (long) Math.ceil(fraction * total));
        int[] live = live();
        long seen = 0;
        for (int range : live) {
            seen += counts[place(range)];
            if (seen >= before) {
                return value(range);
            }
        }
        return value(live[live.length - 1]);
    }

    @Override
    public long heapBytes() {
        return 64 + 13L * ranges.length;
    }
}

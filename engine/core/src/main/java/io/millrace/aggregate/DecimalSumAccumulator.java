package io.millrace.aggregate;

import io.millrace.columnar.Column;
import io.millrace.columnar.DataType;
import io.millrace.columnar.LongColumn;
import io.millrace.columnar.ObjectColumn;
import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.List;

/**
 * SUM and AVG of DECIMAL, exact. A sum beyond 38 digits is an error when a result is given; the state itself is text, since
 * it may be longer than that while rows come and go.
 */
final class DecimalSumAccumulator implements Accumulator {
    private final boolean average;
    private final DataType type;
    private BigDecimal[] sums = new BigDecimal[0];
    private long[] counts = new long[0];

    DecimalSumAccumulator(boolean average, DataType type) {
        this.average = average;
        this.type = type;
    }

    @Override
    public void reserve(int slotLimit) {
        if (slotLimit > counts.length) {
            int from = counts.length;
            int capacity = Slots.grown(from, slotLimit);
            sums = Arrays.copyOf(sums, capacity);
            Arrays.fill(sums, from, capacity, BigDecimal.ZERO);
            counts = Arrays.copyOf(counts, capacity);
        }
    }

    @Override
    public void add(int[] groups, int[] rows, int count, Column[] inputs, long[] weights) {
        Column input = inputs[0];
        Object[] values = ((ObjectColumn) input).values();
        for (int i = 0; i < count; i++) {
            int row = rows == null ? i : rows[i];
            if (!input.isNull(row)) {
                long weight = weights == null ? 1 : weights[row];
                BigDecimal value = (BigDecimal) values[row];
                int group = groups[i];
                sums[group] = sums[group].add(weight == 1 ? value : value.multiply(BigDecimal.valueOf(weight)));
                counts[group] += weight;
            }
        }
    }

    @Override
    public void merge(Accumulator other, int[] from, int[] to, int count) {
        DecimalSumAccumulator theirs = (DecimalSumAccumulator) other;
        for (int i = 0; i < count; i++) {
            sums[to[i]] = sums[to[i]].add(theirs.sums[from[i]]);
            counts[to[i]] += theirs.counts[from[i]];
        }
    }

    @Override
    public Column result(int[] slots, int count) {
        Object[] results = new Object[count];
        for (int i = 0; i < count; i++) {
            results[i] = counts[slots[i]] == 0 ? null : result(slots[i]);
        }
        return ObjectColumn.of(results);
    }

    private BigDecimal result(int slot) {
        BigDecimal value = average
                ? sums[slot].divide(BigDecimal.valueOf(counts[slot]), type.scale(), RoundingMode.HALF_UP)
                : sums[slot].setScale(type.scale(), RoundingMode.HALF_UP);
        if (value.precision() > type.precision()) {
            throw new MillraceException(
                    ErrorCode.NUMERIC_OVERFLOW,
                    (average ? "AVG " : "SUM ") + value + " has more digits than " + type + " holds");
        }
        return value;
    }

    @Override
    public void clear(int slot) {
        sums[slot] = BigDecimal.ZERO;
        counts[slot] = 0;
    }

    @Override
    public List<DataType> stateTypes() {
        return List.of(DataType.VARCHAR, DataType.BIGINT);
    }

    @Override
    public Column[] save(int[] slots, int count) {
        String[] texts = new String[count];
        for (int i = 0; i < count; i++) {
            texts[i] = sums[slots[i]].toString();
        }
        return new Column[] {
            io.millrace.columnar.BytesColumn.ofStrings(texts),
            new LongColumn(Slots.take(counts, slots, count), null, count)
        };
    }

    @Override
    public void load(int[] slots, int count, Column[] state) {
        for (int i = 0; i < count; i++) {
            sums[slots[i]] = new BigDecimal((String) state[0].value(i, DataType.VARCHAR));
        }
        Slots.put(counts, slots, count, state[1]);
    }

    @Override
    public long heapBytes() {
        return 64L * counts.length;
    }
}

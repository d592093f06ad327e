package io.millrace.aggregate;

import io.millrace.columnar.BytesColumn;
import io.millrace.columnar.Column;
import io.millrace.columnar.DataType;
import io.millrace.columnar.LongColumn;
import io.millrace.columnar.ObjectColumn;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.List;

/**
 * Variance and standard deviation of integers and DECIMAL from exact sums of the values and of their squares, so that rows
 * can be taken back and the result does not depend on their order. Sums are longs for as long as they fit.
 */
final class ExactSpreadAccumulator implements Accumulator {
    private static final MathContext DIGITS = new MathContext(40);

    private final Spread spread;
    private long[] counts = new long[0];
    private long[] sums = new long[0];
    private long[] squares = new long[0];
    /** What of the sums of a group is beyond longs or has a fraction; null where nothing is. */
    private Rest[] rests = new Rest[0];

    private record Rest(BigDecimal sum, BigDecimal squares) {
        Rest plus(BigDecimal moreSum, BigDecimal moreSquares) {
            return new Rest(sum.add(moreSum), squares.add(moreSquares));
        }
    }

    ExactSpreadAccumulator(Spread spread) {
        this.spread = spread;
    }

    @Override
    public void reserve(int slotLimit) {
        if (slotLimit > counts.length) {
            int capacity = Slots.grown(counts.length, slotLimit);
            counts = Arrays.copyOf(counts, capacity);
            sums = Arrays.copyOf(sums, capacity);
            squares = Arrays.copyOf(squares, capacity);
            rests = Arrays.copyOf(rests, capacity);
        }
    }

    @Override
    public void add(int[] groups, int[] rows, int count, Column[] inputs, long[] weights) {
        if (inputs[0] instanceof LongColumn longs) {
            addLongs(groups, rows, count, longs.values(), weights);
            return;
        }
        Object[] values = ((ObjectColumn) inputs[0]).values();
        for (int i = 0; i < count; i++) {
            int row = rows == null ? i : rows[i];
            addBig(groups[i], (BigDecimal) values[row], weights == null ? 1 : weights[row]);
        }
    }

    private void addLongs(int[] groups, int[] rows, int count, long[] values, long[] weights) {
        for (int i = 0; i < count; i++) {
            int row = rows == null ? i : rows[i];
            long value = values[row];
            long weight = weights == null ? 1 : weights[row];
            int group = groups[i];
            if (weight == 1 && value == (int) value) {
                if (squares[group] < 0 || squares[group] >>> 61 != 0 || sums[group] != (sums[group] << 1) >> 1) {
                    spill(group);
                }
                sums[group] += value;
                squares[group] += value * value;
                counts[group]++;
            } else {
                addBig(group, BigDecimal.valueOf(value), weight);
            }
        }
    }

    /** Makes room in the longs: a square of an int takes 62 bits. */
    private void spill(int group) {
        addRest(group, BigDecimal.valueOf(sums[group]), BigDecimal.valueOf(squares[group]));
        sums[group] = 0;
        squares[group] = 0;
    }

    private void addBig(int group, BigDecimal value, long weight) {
        BigDecimal weighted = value.multiply(BigDecimal.valueOf(weight));
        addRest(group, weighted, weighted.multiply(value));
        counts[group] += weight;
    }

    private void addRest(int group, BigDecimal sum, BigDecimal square) {
        Rest rest = rests[group];
        rests[group] = rest == null ? new Rest(sum, square) : rest.plus(sum, square);
    }

    @Override
    public void merge(Accumulator other, int[] from, int[] to, int count) {
        ExactSpreadAccumulator theirs = (ExactSpreadAccumulator) other;
        for (int i = 0; i < count; i++) {
            int slot = from[i];
            if (theirs.counts[slot] != 0) {
                counts[to[i]] += theirs.counts[slot];
                mergeSums(to[i], theirs, slot);
            }
        }
    }

    private void mergeSums(int group, ExactSpreadAccumulator theirs, int slot) {
        long sum = sums[group] + theirs.sums[slot];
        long square = squares[group] + theirs.squares[slot];
        boolean overflows = ((sums[group] ^ sum) & (theirs.sums[slot] ^ sum)) < 0 || square < 0;
        if (overflows || theirs.rests[slot] != null) {
            addRest(group, theirs.sum(slot), theirs.squares(slot));
        } else {
            sums[group] = sum;
            squares[group] = square;
        }
    }

    private BigDecimal sum(int slot) {
        BigDecimal sum = BigDecimal.valueOf(sums[slot]);
        return rests[slot] == null ? sum : sum.add(rests[slot].sum());
    }

    private BigDecimal squares(int slot) {
        BigDecimal square = BigDecimal.valueOf(squares[slot]);
        return rests[slot] == null ? square : square.add(rests[slot].squares());
    }

    @Override
    public Column result(int[] slots, int count) {
        return spread.results(counts, slots, count, this::variance);
    }

    private double variance(int slot, long freedom) {
        BigDecimal rows = BigDecimal.valueOf(counts[slot]);
        BigDecimal sum = sum(slot);
        BigDecimal distance = squares(slot).multiply(rows).subtract(sum.multiply(sum));
        return distance.divide(rows.multiply(BigDecimal.valueOf(freedom)), DIGITS)
                .doubleValue();
    }

    @Override
    public void clear(int slot) {
        counts[slot] = 0;
        sums[slot] = 0;
        squares[slot] = 0;
        rests[slot] = null;
    }

    @Override
    public List<DataType> stateTypes() {
        return List.of(DataType.BIGINT, DataType.VARCHAR, DataType.VARCHAR);
    }

    @Override
    public Column[] save(int[] slots, int count) {
        String[] texts = new String[count];
        String[] squareTexts = new String[count];
        for (int i = 0; i < count; i++) {
            texts[i] = sum(slots[i]).toString();
            squareTexts[i] = squares(slots[i]).toString();
        }
        return new Column[] {
            new LongColumn(Slots.take(counts, slots, count), null, count),
            BytesColumn.ofStrings(texts),
            BytesColumn.ofStrings(squareTexts)
        };
    }

    @Override
    public void load(int[] slots, int count, Column[] state) {
        Slots.put(counts, slots, count, state[0]);
        for (int i = 0; i < count; i++) {
            int slot = slots[i];
            BigDecimal sum = new BigDecimal(((BytesColumn) state[1]).string(i));
            BigDecimal square = new BigDecimal(((BytesColumn) state[2]).string(i));
            boolean fits = isLong(sum) && isLong(square);
            sums[slot] = fits ? sum.longValue() : 0;
            squares[slot] = fits ? square.longValue() : 0;
            rests[slot] = fits ? null : new Rest(sum, square);
        }
    }

    private static boolean isLong(BigDecimal value) {
        return value.scale() == 0 && value.unscaledValue().bitLength() < Long.SIZE;
    }

    @Override
    public long heapBytes() {
        return 32L * counts.length;
    }
}

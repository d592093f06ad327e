package io.millrace.aggregate;

import io.millrace.columnar.Column;
import io.millrace.columnar.DataType;
import io.millrace.columnar.LongColumn;
import java.util.Arrays;
import java.util.List;

/** BIT_AND, BIT_OR and BIT_XOR of integers. Only BIT_XOR can take rows back. */
final class BitAccumulator implements Accumulator {
    /** How two values become one. */
    enum Operation {
        AND(-1),
        OR(0),
        XOR(0);

        private final long neutral;

        Operation(long neutral) {
            this.neutral = neutral;
        }

        long apply(long a, long b) {
            return switch (this) {
                case AND -> a & b;
                case OR -> a | b;
                case XOR -> a ^ b;
            };
        }
    }

    private final Operation operation;
    private long[] values = new long[0];
    private long[] counts = new long[0];

    BitAccumulator(Operation operation) {
        this.operation = operation;
    }

    @Override
    public void reserve(int slotLimit) {
        if (slotLimit > values.length) {
            int from = values.length;
            int capacity = Slots.grown(from, slotLimit);
            values = Arrays.copyOf(values, capacity);
            Arrays.fill(values, from, capacity, operation.neutral);
            counts = Arrays.copyOf(counts, capacity);
        }
    }

    @Override
    public void add(int[] groups, int[] rows, int count, Column[] inputs, long[] weights) {
        long[] source = ((LongColumn) inputs[0]).values();
        boolean xor = operation == Operation.XOR;
        for (int i = 0; i < count; i++) {
            int row = rows == null ? i : rows[i];
            long weight = weights == null ? 1 : weights[row];
            int group = groups[i];
            counts[group] += weight;
            // a value that is there an even number of times cancels itself
            if (!xor || (weight & 1) != 0) {
                values[group] = operation.apply(values[group], source[row]);
            }
        }
    }

    @Override
    public void merge(Accumulator other, int[] from, int[] to, int count) {
        BitAccumulator theirs = (BitAccumulator) other;
        for (int i = 0; i < count; i++) {
            values[to[i]] = operation.apply(values[to[i]], theirs.values[from[i]]);
            counts[to[i]] += theirs.counts[from[i]];
        }
    }

    @Override
    public Column result(int[] slots, int count) {
        return new LongColumn(Slots.take(values, slots, count), Slots.zeros(counts, slots, count), count);
    }

    @Override
    public void clear(int slot) {
        values[slot] = operation.neutral;
        counts[slot] = 0;
    }

    @Override
    public List<DataType> stateTypes() {
        return List.of(DataType.BIGINT, DataType.BIGINT);
    }

    @Override
    public Column[] save(int[] slots, int count) {
        return new Column[] {
            new LongColumn(Slots.take(values, slots, count), null, count),
            new LongColumn(Slots.take(counts, slots, count), null, count)
        };
    }

    @Override
    public void load(int[] slots, int count, Column[] state) {
        Slots.put(values, slots, count, state[0]);
        Slots.put(counts, slots, count, state[1]);
    }

    @Override
    public long heapBytes() {
        return 16L * values.length;
    }
}

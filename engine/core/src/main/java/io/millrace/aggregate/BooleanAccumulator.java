package io.millrace.aggregate;

import io.millrace.columnar.Column;
import io.millrace.columnar.DataType;
import io.millrace.columnar.LongColumn;
import java.util.Arrays;
import java.util.List;

/** EVERY and SOME: how many values are true, and how many there are, so that rows can be taken back. */
final class BooleanAccumulator implements Accumulator {
    private final boolean every;
    private long[] counts = new long[0];
    private long[] trues = new long[0];

    BooleanAccumulator(boolean every) {
        this.every = every;
    }

    @Override
    public void reserve(int slotLimit) {
        if (slotLimit > counts.length) {
            int capacity = Slots.grown(counts.length, slotLimit);
            counts = Arrays.copyOf(counts, capacity);
            trues = Arrays.copyOf(trues, capacity);
        }
    }

    @Override
    public void add(int[] groups, int[] rows, int count, Column[] inputs, long[] weights) {
        long[] values = ((LongColumn) inputs[0]).values();
        for (int i = 0; i < count; i++) {
            int row = rows == null ? i : rows[i];
            long weight = weights == null ? 1 : weights[row];
            counts[groups[i]] += weight;
            trues[groups[i]] += values[row] == 0 ? 0 : weight;
        }
    }

    @Override
    public void merge(Accumulator other, int[] from, int[] to, int count) {
        BooleanAccumulator theirs = (BooleanAccumulator) other;
        for (int i = 0; i < count; i++) {
            counts[to[i]] += theirs.counts[from[i]];
            trues[to[i]] += theirs.trues[from[i]];
        }
    }

    @Override
    public Column result(int[] slots, int count) {
        long[] results = new long[count];
        for (int i = 0; i < count; i++) {
            int slot = slots[i];
            boolean result = every ? trues[slot] == counts[slot] : trues[slot] != 0;
            results[i] = result ? 1 : 0;
        }
        return new LongColumn(results, Slots.zeros(counts, slots, count), count);
    }

    @Override
    public void clear(int slot) {
        counts[slot] = 0;
        trues[slot] = 0;
    }

    @Override
    public List<DataType> stateTypes() {
        return List.of(DataType.BIGINT, DataType.BIGINT);
    }

    @Override
    public Column[] save(int[] slots, int count) {
        return new Column[] {
            new LongColumn(Slots.take(counts, slots, count), null, count),
            new LongColumn(Slots.take(trues, slots, count), null, count)
        };
    }

    @Override
    public void load(int[] slots, int count, Column[] state) {
        Slots.put(counts, slots, count, state[0]);
        Slots.put(trues, slots, count, state[1]);
    }

    @Override
    public long heapBytes() {
        return 16L * counts.length;
    }
}

package io.millrace.aggregate;

import io.millrace.columnar.Column;
import io.millrace.columnar.DataType;
import io.millrace.columnar.LongColumn;
import java.util.Arrays;
import java.util.List;

/** COUNT(*) and COUNT(x). */
final class CountAccumulator implements Accumulator {
    private long[] counts = new long[0];

    @Override
    public void reserve(int slotLimit) {
        if (slotLimit > counts.length) {
            counts = Arrays.copyOf(counts, Slots.grown(counts.length, slotLimit));
        }
    }

    @Override
    public void add(int[] groups, int[] rows, int count, Column[] inputs, long[] weights) {
        boolean[] nulls = nulls(inputs);
        if (nulls == null && weights == null) {
            addAll(counts, groups, count);
            return;
        }
        for (int i = 0; i < count; i++) {
            int row = rows == null ? i : rows[i];
            if (nulls == null || !nulls[row]) {
                counts[groups[i]] += weights == null ? 1 : weights[row];
            }
        }
    }

    /** Which rows have a NULL among the arguments, or null when none has. */
    private static boolean[] nulls(Column[] inputs) {
        boolean[] nulls = inputs.length == 0 ? null : inputs[0].nulls();
        for (int i = 1; i < inputs.length; i++) {
            boolean[] more = inputs[i].nulls();
            if (nulls == null) {
                nulls = more;
            } else if (more != null) {
                boolean[] both = nulls.clone();
                for (int row = 0; row < inputs[i].rowCount(); row++) {
                    both[row] |= more[row];
                }
                nulls = both;
            }
        }
        return nulls;
    }

    private static void addAll(long[] counts, int[] groups, int count) {
        for (int i = 0; i < count; i++) {
            counts[groups[i]]++;
        }
    }

    @Override
    public void merge(Accumulator other, int[] from, int[] to, int count) {
        long[] theirs = ((CountAccumulator) other).counts;
        for (int i = 0; i < count; i++) {
            counts[to[i]] += theirs[from[i]];
        }
    }

    @Override
    public Column result(int[] slots, int count) {
        return save(slots, count)[0];
    }

    @Override
    public void clear(int slot) {
        counts[slot] = 0;
    }

    @Override
    public void clearAll(int slotLimit) {
        Arrays.fill(counts, 0, slotLimit, 0);
    }

    @Override
    public List<DataType> stateTypes() {
        return List.of(DataType.BIGINT);
    }

    @Override
    public Column[] save(int[] slots, int count) {
        return new Column[] {new LongColumn(Slots.take(counts, slots, count), null, count)};
    }

    @Override
    public void load(int[] slots, int count, Column[] state) {
        Slots.put(counts, slots, count, state[0]);
    }

    @Override
    public long heapBytes() {
        return 8L * counts.length;
    }
}

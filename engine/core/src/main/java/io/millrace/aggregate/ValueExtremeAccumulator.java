package io.millrace.aggregate;

import io.millrace.columnar.Column;
import io.millrace.columnar.ColumnBuilder;
import io.millrace.columnar.DataType;
import java.util.Comparator;
import java.util.List;

/** MIN and MAX of doubles (NaN is the greatest), decimals, texts and byte strings (by unsigned bytes). */
final class ValueExtremeAccumulator implements Accumulator {
    private final boolean max;
    private final DataType type;
    private final Comparator<Object> order;
    private final ObjectSlots values = new ObjectSlots();

    ValueExtremeAccumulator(boolean max, DataType type) {
        this.max = max;
        this.type = type;
        this.order = ValueOrder.of(type);
    }

    @Override
    public void reserve(int slotLimit) {
        values.reserve(slotLimit);
    }

    @Override
    public void add(int[] groups, int[] rows, int count, Column[] inputs, long[] weights) {
        Column input = inputs[0];
        for (int i = 0; i < count; i++) {
            int row = rows == null ? i : rows[i];
            if (!input.isNull(row)) {
                fold(groups[i], ValueOrder.comparable(input, row, type));
            }
        }
    }

    private void fold(int group, Object value) {
        Object mine = values.get(group);
        if (mine == null || (max ? order.compare(value, mine) > 0 : order.compare(value, mine) < 0)) {
            values.set(group, value);
        }
    }

    @Override
    public void merge(Accumulator other, int[] from, int[] to, int count) {
        ObjectSlots theirs = ((ValueExtremeAccumulator) other).values;
        for (int i = 0; i < count; i++) {
            Object value = theirs.get(from[i]);
            if (value != null) {
                fold(to[i], value);
            }
        }
    }

    @Override
    public Column result(int[] slots, int count) {
        ColumnBuilder builder = ColumnBuilder.of(type, count);
        for (int i = 0; i < count; i++) {
            builder.append(values.get(slots[i]));
        }
        return builder.build();
    }

    @Override
    public void clear(int slot) {
        values.set(slot, null);
    }

    @Override
    public List<DataType> stateTypes() {
        return List.of(type);
    }

    @Override
    public Column[] save(int[] slots, int count) {
        return new Column[] {result(slots, count)};
    }

    @Override
    public void load(int[] slots, int count, Column[] state) {
        for (int i = 0; i < count; i++) {
            values.set(slots[i], state[0].isNull(i) ? null : ValueOrder.comparable(state[0], i, type));
        }
    }

    @Override
    public long heapBytes() {
        return values.heapBytes();
    }
}

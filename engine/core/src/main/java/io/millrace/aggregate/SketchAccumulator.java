package io.millrace.aggregate;

import io.millrace.columnar.BytesColumn;
import io.millrace.columnar.Column;
import io.millrace.columnar.ColumnBuilder;
import io.millrace.columnar.DataType;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/** An aggregate whose state of a group is a sketch, made when the first row comes. */
final class SketchAccumulator<S extends Sketch<S>> implements Accumulator {
    /** Appends the result of a sketch, null for a group without rows. */
    interface Result<S> {
        void append(S sketch, ColumnBuilder out);
    }

    private final Supplier<S> empty;
    private final Function<byte[], S> reading;
    private final Result<S> result;
    private final DataType type;
    private Object[] sketches = new Object[0];

    SketchAccumulator(Supplier<S> empty, Function<byte[], S> reading, Result<S> result, DataType type) {
        this.empty = empty;
        this.reading = reading;
        this.result = result;
        this.type = type;
    }

    @SuppressWarnings("unchecked")
    private S at(int slot) {
        return (S) sketches[slot];
    }

    private S made(int slot) {
        if (sketches[slot] == null) {
            sketches[slot] = empty.get();
        }
        return at(slot);
    }

    @Override
    public void reserve(int slotLimit) {
        if (slotLimit > sketches.length) {
            sketches = Arrays.copyOf(sketches, Slots.grown(sketches.length, slotLimit));
        }
    }

    @Override
    public void add(int[] groups, int[] rows, int count, Column[] inputs, long[] weights) {
        for (int i = 0; i < count; i++) {
            int row = rows == null ? i : rows[i];
            made(groups[i]).add(inputs[0], row, weights == null ? 1 : weights[row]);
        }
    }

    @Override
    @SuppressWarnings("unchecked")
    public void merge(Accumulator other, int[] from, int[] to, int count) {
        SketchAccumulator<S> theirs = (SketchAccumulator<S>) other;
        for (int i = 0; i < count; i++) {
            if (theirs.sketches[from[i]] != null) {
                made(to[i]).merge(theirs.at(from[i]));
            }
        }
    }

    @Override
    public Column result(int[] slots, int count) {
        ColumnBuilder builder = ColumnBuilder.of(type, count);
        for (int i = 0; i < count; i++) {
            result.append(at(slots[i]), builder);
        }
        return builder.build();
    }

    @Override
    public void clear(int slot) {
        sketches[slot] = null;
    }

    @Override
    public List<DataType> stateTypes() {
        return List.of(DataType.VARBINARY);
    }

    @Override
    public Column[] save(int[] slots, int count) {
        ColumnBuilder builder = ColumnBuilder.of(DataType.VARBINARY, count);
        for (int i = 0; i < count; i++) {
            S sketch = at(slots[i]);
            builder.append((Object) (sketch == null ? null : sketch.toBytes()));
        }
        return new Column[] {builder.build()};
    }

    @Override
    public void load(int[] slots, int count, Column[] state) {
        for (int i = 0; i < count; i++) {
            sketches[slots[i]] = state[0].isNull(i) ? null : reading.apply(((BytesColumn) state[0]).bytes(i));
        }
    }

    @Override
    public long heapBytes() {
        long bytes = 4L * sketches.length;
        for (int slot = 0; slot < sketches.length; slot++) {
            bytes += sketches[slot] == null ? 0 : at(slot).heapBytes();
        }
        return bytes;
    }
}

package io.millrace.aggregate;

import io.millrace.columnar.Column;
import io.millrace.columnar.DataType;
import java.util.List;

/** Another result of the state that an accumulator of the same operator keeps, such as AVG beside SUM. Keeps nothing. */
final class SharedAccumulator implements Accumulator {
    /** Works results out of the state. */
    interface Results {
        Column of(int[] slots, int count);
    }

    private final Accumulator keeper;
    private final Results results;

    SharedAccumulator(Accumulator keeper, Results results) {
        this.keeper = keeper;
        this.results = results;
    }

    @Override
    public void reserve(int slotLimit) {}

    @Override
    public void add(int[] groups, int[] rows, int count, Column input, long[] weights) {}

    @Override
    public void merge(Accumulator other, int[] from, int[] to, int count) {}

    @Override
    public Column result(int[] slots, int count) {
        return results.of(slots, count);
    }

    @Override
    public void clear(int slot) {}

    @Override
    public void clearAll(int slotLimit) {}

    @Override
    public boolean invertible() {
        return keeper.invertible();
    }

    @Override
    public List<DataType> stateTypes() {
        return List.of();
    }

    @Override
    public Column[] save(int[] slots, int count) {
        return new Column[0];
    }

    @Override
    public void load(int[] slots, int count, Column[] state) {}

    @Override
    public long heapBytes() {
        return 0;
    }
}

package io.millrace.aggregate;

import io.millrace.columnar.Column;
import io.millrace.columnar.DataType;
import java.util.List;

/** Another result of the state that an accumulator of the same operator keeps, such as AVG beside SUM. Keeps nothing. */
public final class SharedAccumulator implements Accumulator {
    /** Works results out of the state. */
    private interface Results {
        Column of(int[] slots, int count);
    }

    private final Results results;

    /**
     * An accumulator for a call that gives its results from the state of another one over the same rows, added to and
     * merged along with that; null when the state does not say enough.
     */
    public static Accumulator of(Accumulator keeper, AggregateCall call) {
        if (keeper instanceof LongSummary summary) {
            return LongSummary.part(call) < 0
                    ? null
                    : new SharedAccumulator((slots, count) -> summary.result(call, slots, count));
        }
        boolean average = call.function().name().equals("AVG");
        if (!average && !call.function().name().equals("SUM")) {
            return null;
        }
        if (keeper instanceof LongSumAccumulator sum) {
            return new SharedAccumulator(average ? sum::averages : sum::sums);
        }
        if (keeper instanceof DoubleSumAccumulator sum) {
            return new SharedAccumulator(average ? sum::averages : sum::sums);
        }
        return null;
    }

    private SharedAccumulator(Results results) {
        this.results = results;
    }

    @Override
    public void reserve(int slotLimit) {}

    @Override
    public void add(int[] groups, int[] rows, int count, Column[] inputs, long[] weights) {}

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

package io.millrace.aggregate;

import io.millrace.columnar.Column;
import io.millrace.columnar.DataType;
import io.millrace.columnar.LongColumn;
import java.util.Arrays;
import java.util.List;

/**
 * The value of one row of each group: the first or last to arrive, or the one with the least or greatest key, of several
 * the first to arrive.
 *
 * <p>Which row it is does not depend on the order of adding and merging, since the arrival of the chosen row is kept.
 */
final class ChoiceAccumulator implements Accumulator {
    /** Which row is chosen. */
    enum Rule {
        FIRST,
        LAST,
        LEAST,
        GREATEST
    }

    private static final long NONE = -1;

    private final Rule rule;
    private final DataType type;
    private final DataType keyType;
    private final SlotValues values;
    /** Null for the rules that need none. */
    private final SlotValues keys;

    private long[] arrivals = new long[0];

    /** @param types of the value and, for LEAST and GREATEST, of the key */
    ChoiceAccumulator(Rule rule, List<DataType> types) {
        this.rule = rule;
        this.type = types.get(0);
        this.keyType = types.size() < 2 ? null : types.get(1);
        this.values = SlotValues.of(type);
        this.keys = keyType == null ? null : SlotValues.of(keyType);
    }

    @Override
    public void reserve(int slotLimit) {
        values.reserve(slotLimit);
        if (keys != null) {
            keys.reserve(slotLimit);
        }
        if (slotLimit > arrivals.length) {
            int from = arrivals.length;
            arrivals = Arrays.copyOf(arrivals, Slots.grown(from, slotLimit));
            Arrays.fill(arrivals, from, arrivals.length, NONE);
        }
    }

    @Override
    public void add(int[] groups, int[] rows, int count, Column[] inputs, long[] weights) {
        Column key = keys == null ? null : inputs[1];
        long[] numbers = ((LongColumn) inputs[inputs.length - 1]).values();
        for (int i = 0; i < count; i++) {
            int row = rows == null ? i : rows[i];
            int group = groups[i];
            int byKey = key == null || arrivals[group] == NONE ? 0 : keys.compare(group, key, row);
            if ((weights == null || weights[row] > 0) && isBetter(byKey, arrivals[group], numbers[row])) {
                values.put(group, inputs[0], row);
                arrivals[group] = numbers[row];
                if (key != null) {
                    keys.put(group, key, row);
                }
            }
        }
    }

    /** Whether a row takes the place of the chosen one. */
    private boolean isBetter(int chosenToRow, long chosenArrival, long arrival) {
        if (chosenArrival == NONE) {
            return true;
        }
        return switch (rule) {
            case FIRST -> arrival < chosenArrival;
            case LAST -> arrival > chosenArrival;
            case LEAST -> chosenToRow > 0 || (chosenToRow == 0 && arrival < chosenArrival);
            case GREATEST -> chosenToRow < 0 || (chosenToRow == 0 && arrival < chosenArrival);
        };
    }

    @Override
    public void merge(Accumulator other, int[] from, int[] to, int count) {
        ChoiceAccumulator theirs = (ChoiceAccumulator) other;
        for (int i = 0; i < count; i++) {
            int slot = from[i];
            int group = to[i];
            long arrival = theirs.arrivals[slot];
            if (arrival == NONE) {
                continue;
            }
            int byKey = keys == null || arrivals[group] == NONE ? 0 : keys.compare(group, theirs.keys, slot);
            if (isBetter(byKey, arrivals[group], arrival)) {
                values.put(group, theirs.values, slot);
                arrivals[group] = arrival;
                if (keys != null) {
                    keys.put(group, theirs.keys, slot);
                }
            }
        }
    }

    @Override
    public Column result(int[] slots, int count) {
        return values.take(slots, count);
    }

    @Override
    public void clear(int slot) {
        values.clear(slot);
        arrivals[slot] = NONE;
        if (keys != null) {
            keys.clear(slot);
        }
    }

    @Override
    public List<DataType> stateTypes() {
        return keys == null ? List.of(type, DataType.BIGINT) : List.of(type, keyType, DataType.BIGINT);
    }

    @Override
    public Column[] save(int[] slots, int count) {
        Column numbers = new LongColumn(Slots.take(arrivals, slots, count), null, count);
        return keys == null
                ? new Column[] {values.take(slots, count), numbers}
                : new Column[] {values.take(slots, count), keys.take(slots, count), numbers};
    }

    @Override
    public void load(int[] slots, int count, Column[] state) {
        values.load(slots, count, state[0]);
        if (keys != null) {
            keys.load(slots, count, state[1]);
        }
        Slots.put(arrivals, slots, count, state[state.length - 1]);
    }

    @Override
    public long heapBytes() {
        return values.heapBytes() + (keys == null ? 0 : keys.heapBytes()) + 8L * arrivals.length;
    }
}

package io.millrace.aggregate;

import static io.millrace.aggregate.LongParts.COUNT;
import static io.millrace.aggregate.LongParts.LOW;
import static io.millrace.aggregate.LongParts.MAX;
import static io.millrace.aggregate.LongParts.MIN;
import static io.millrace.aggregate.LongParts.WIDTH;

import io.millrace.columnar.Column;
import io.millrace.columnar.DataType;
import io.millrace.columnar.DoubleColumn;
import io.millrace.columnar.LongColumn;
import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * What COUNT, SUM, AVG, MIN and MAX need of one column of longs, side by side: the calls of a query over the same rows are
 * fed by one loop that touches a group once. Rows may count several times, but cannot be taken back.
 */
public final class LongSummary implements Accumulator {
    private static final double TWO_TO_64 = 0x1p64;

    private final AggregateCall call;
    private final boolean hasMin;
    private final boolean hasMax;
    /** As {@link LongParts} has them. */
    private long[] parts = new long[0];
    /** The sum is {@code high * 2^64 + low} with a signed low word: high counts the wraps of low. Null as long as there were none. */
    private long[] high;
    /** Rows with NULL. Null as long as there were none. */
    private long[] nullRows;

    private int capacity;
    /** Unless it is known, sums have to be looked at. */
    private final SumReach reach = new SumReach();

    /**
     * For some calls over the same rows.
     *
     * @param call the one whose results {@link #result(int[], int)} gives; not COUNT(*)
     * @param calls all of them
     */
    public LongSummary(AggregateCall call, List<AggregateCall> calls) {
        this.call = call;
        this.hasMin = calls.stream().anyMatch(c -> part(c) == MIN);
        this.hasMax = calls.stream().anyMatch(c -> part(c) == MAX);
    }

    /** Whether a call is about such a column, {@code input}; null for COUNT(*). */
    public static boolean serves(AggregateCall call, DataType input) {
        boolean longs = input == null || input.storage() == DataType.Storage.LONG;
        return longs && part(call) >= 0 && call.arguments().size() <= 1;
    }

    /** Which part a call's result comes from; calls that need different parts gain from sharing. */
    public static int part(AggregateCall call) {
        return switch (call.function().name()) {
            case "COUNT" -> COUNT;
            case "SUM", "AVG" -> LOW;
            case "MIN" -> MIN;
            case "MAX" -> MAX;
            default -> -1;
        };
    }

    // ---- for a loop that also finds the groups

    /** Whether so many {@linkplain SumReach#isNear near} values may be added without looking at their sums. */
    public boolean canAddNear(int count) {
        return reach.canAddNear(count);
    }

    /** Takes note of near values that {@link LongParts#addNear} has added. */
    public void addedNear(long bits, int count) {
        reach.extend(SumReach.magnitude(bits), count);
    }

    /** The array that this works on, until the next {@link #reserve}. */
    public long[] parts() {
        return parts;
    }

    /** All slots below this have room. */
    public int capacity() {
        return capacity;
    }

    public boolean hasMin() {
        return hasMin;
    }

    public boolean hasMax() {
        return hasMax;
    }

    @Override
    public void reserve(int slotLimit) {
        if (slotLimit > capacity) {
            int from = capacity;
            capacity = Slots.grown(from, slotLimit);
            parts = Arrays.copyOf(parts, WIDTH * capacity);
            high = high == null ? null : Arrays.copyOf(high, capacity);
            nullRows = nullRows == null ? null : Arrays.copyOf(nullRows, capacity);
            LongParts.empty(parts, from, capacity);
        }
    }

    private void addNullRows(int slot, long count) {
        if (nullRows == null) {
            nullRows = new long[capacity];
        }
        nullRows[slot] += count;
    }

    private void addHigh(int slot, long wraps) {
        if (wraps != 0) {
            if (high == null) {
                high = new long[capacity];
            }
            high[slot] += wraps;
        }
    }

    private long high(int slot) {
        return high == null ? 0 : high[slot];
    }

    @Override
    public void add(int[] groups, int[] rows, int count, Column[] inputs, long[] weights) {
        long[] values = ((LongColumn) inputs[0]).values();
        boolean[] nulls = inputs[0].nulls();
        if (nulls == null && weights == null) {
            addAll(groups, rows, count, values);
            return;
        }
        reach.lose();
        for (int i = 0; i < count; i++) {
            int row = rows == null ? i : rows[i];
            long weight = weights == null ? 1 : weights[row];
            if (nulls != null && nulls[row]) {
                addNullRows(groups[i], weight);
            } else {
                add(groups[i], values[row], weight);
            }
        }
    }

    private void add(int group, long value, long weight) {
        long low = value * weight;
        merge(group, weight, low, Math.multiplyHigh(value, weight) - (low >> 63), value, value);
    }

    private void addAll(int[] groups, int[] rows, int count, long[] values) {
        if (!reach.extend(SumReach.magnitude(values, rows, count), count)) {
            for (int i = 0; i < count; i++) {
                long value = values[rows == null ? i : rows[i]];
                merge(groups[i], 1, value, 0, value, value);
            }
        } else if (!hasMin) {
            LongParts.addMax(parts, groups, rows, count, values);
        } else if (!hasMax) {
            LongParts.addMin(parts, groups, rows, count, values);
        } else {
            LongParts.addBoth(parts, groups, rows, count, values);
        }
    }

    private void merge(int slot, long count, long low, long wraps, long min, long max) {
        int at = WIDTH * slot;
        long before = parts[at + LOW];
        long sum = before + low;
        boolean first = parts[at + COUNT] == 0;
        parts[at + COUNT] += count;
        parts[at + LOW] = sum;
        parts[at + MIN] = first ? min : Math.min(parts[at + MIN], min);
        parts[at + MAX] = first ? max : Math.max(parts[at + MAX], max);
        boolean wrapped = ((before ^ sum) & (low ^ sum)) < 0;
        addHigh(slot, wraps + (wrapped ? low < 0 ? -1 : 1 : 0));
    }

    @Override
    public void merge(Accumulator other, int[] from, int[] to, int count) {
        LongSummary theirs = (LongSummary) other;
        if (reach.extend(theirs.reach)) {
            LongParts.mergeNear(parts, theirs.parts, from, to, count);
        } else {
            mergeFar(theirs, from, to, count);
        }
        for (int i = 0; theirs.nullRows != null && i < count; i++) {
            addNullRows(to[i], theirs.nullRows[from[i]]);
        }
    }

    private void mergeFar(LongSummary theirs, int[] from, int[] to, int count) {
        long[] their = theirs.parts;
        for (int i = 0; i < count; i++) {
            int at = WIDTH * from[i];
            if (their[at + COUNT] != 0) {
                long wraps = theirs.high(from[i]);
                merge(to[i], their[at + COUNT], their[at + LOW], wraps, their[at + MIN], their[at + MAX]);
            }
        }
    }

    @Override
    public Column result(int[] slots, int count) {
        return result(call, slots, count);
    }

    Column result(AggregateCall of, int[] slots, int count) {
        return switch (part(of)) {
            case COUNT -> of.arguments().isEmpty() ? rows(slots, count) : values(slots, count);
            case LOW -> of.function().name().equals("SUM") ? sums(slots, count) : averages(slots, count);
            case MIN -> present(MIN, slots, count);
            default -> present(MAX, slots, count);
        };
    }

    private Column rows(int[] slots, int count) {
        long[] rows = LongParts.take(parts, COUNT, slots, count);
        for (int i = 0; nullRows != null && i < count; i++) {
            rows[i] += nullRows[slots[i]];
        }
        return new LongColumn(rows, null, count);
    }

    private Column values(int[] slots, int count) {
        return new LongColumn(LongParts.take(parts, COUNT, slots, count), null, count);
    }

    private Column sums(int[] slots, int count) {
        for (int i = 0; high != null && i < count; i++) {
            if (high[slots[i]] != 0) {
                throw new MillraceException(
                        ErrorCode.NUMERIC_OVERFLOW,
                        "SUM is beyond BIGINT; cast the argument to DECIMAL(38, 0) to get the exact sum");
            }
        }
        return present(LOW, slots, count);
    }

    private Column averages(int[] slots, int count) {
        double[] averages = new double[count];
        boolean empty = false;
        for (int i = 0; i < count; i++) {
            int at = WIDTH * slots[i];
            double sum = parts[at + LOW];
            long rows = parts[at + COUNT];
            if (high != null && high[slots[i]] != 0) {
                sum += high[slots[i]] * TWO_TO_64;
            }
            empty |= rows == 0;
            averages[i] = sum / rows;
        }
        return new DoubleColumn(averages, empty ? empty(slots, count) : null, count);
    }

    /** A part of the slots, NULL where they hold no values. */
    private Column present(int part, int[] slots, int count) {
        long[] taken = new long[count];
        boolean empty = false;
        for (int i = 0; i < count; i++) {
            int at = WIDTH * slots[i];
            empty |= parts[at + COUNT] == 0;
            taken[i] = parts[at + part];
        }
        return new LongColumn(taken, empty ? empty(slots, count) : null, count);
    }

    /** Which of the slots hold no values, as NULL flags; some do. */
    private boolean[] empty(int[] slots, int count) {
        boolean[] nulls = new boolean[count];
        for (int i = 0; i < count; i++) {
            nulls[i] = parts[WIDTH * slots[i] + COUNT] == 0;
        }
        return nulls;
    }

    @Override
    public void clear(int slot) {
        LongParts.empty(parts, slot, slot + 1);
        if (high != null) {
            high[slot] = 0;
        }
        if (nullRows != null) {
            nullRows[slot] = 0;
        }
    }

    @Override
    public void clearAll(int slotLimit) {
        LongParts.empty(parts, 0, slotLimit);
        if (high != null) {
            Arrays.fill(high, 0, slotLimit, 0);
        }
        if (nullRows != null) {
            Arrays.fill(nullRows, 0, slotLimit, 0);
        }
        reach.reset();
    }

    @Override
    public List<DataType> stateTypes() {
        return Collections.nCopies(WIDTH + 2, DataType.BIGINT);
    }

    @Override
    public Column[] save(int[] slots, int count) {
        Column[] state = new Column[WIDTH + 2];
        for (int part = 0; part < WIDTH; part++) {
            state[part] = new LongColumn(LongParts.take(parts, part, slots, count), null, count);
        }
        long[] zeros = new long[high == null || nullRows == null ? count : 0];
        state[WIDTH] = new LongColumn(high == null ? zeros : Slots.take(high, slots, count), null, count);
        state[WIDTH + 1] = new LongColumn(nullRows == null ? zeros : Slots.take(nullRows, slots, count), null, count);
        return state;
    }

    @Override
    public void load(int[] slots, int count, Column[] state) {
        for (int part = 0; part < WIDTH; part++) {
            long[] values = ((LongColumn) state[part]).values();
            for (int i = 0; i < count; i++) {
                parts[WIDTH * slots[i] + part] = values[i];
            }
        }
        loadWideParts(slots, count, ((LongColumn) state[WIDTH]).values(), ((LongColumn) state[WIDTH + 1]).values());
        long bits = 0;
        for (int i = 0; i < count; i++) {
            int at = WIDTH * slots[i];
            if (parts[at + COUNT] == 0) {
                LongParts.empty(parts, slots[i], slots[i] + 1);
            } else {
                bits |= SumReach.spread(parts[at + LOW]) | (high(slots[i]) == 0 ? 0 : Long.MAX_VALUE);
                bits |= (hasMin ? SumReach.spread(parts[at + MIN]) : 0)
                        | (hasMax ? SumReach.spread(parts[at + MAX]) : 0);
            }
        }
        reach.extend(SumReach.magnitude(bits), 1);
    }

    private void loadWideParts(int[] slots, int count, long[] wraps, long[] nulls) {
        for (int i = 0; i < count; i++) {
            addHigh(slots[i], wraps[i] - high(slots[i]));
            long more = nulls[i] - (nullRows == null ? 0 : nullRows[slots[i]]);
            if (more != 0) {
                addNullRows(slots[i], more);
            }
        }
    }

    @Override
    public long heapBytes() {
        int wide = (high == null ? 0 : 1) + (nullRows == null ? 0 : 1);
        return 8L * (WIDTH + wide) * capacity;
    }
}

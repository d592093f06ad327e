package io.millrace.aggregate;

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

    private static final int WIDTH = 4;
    private static final int COUNT = 0;
    private static final int LOW = 1;
    private static final int MIN = 2;
    private static final int MAX = 3;

    // No values yet: with values below 2^62, which all are while the reach is known, no difference to these wraps.
    private static final long NO_MIN = 1L << 62;
    private static final long NO_MAX = -(1L << 62);

    private static final int NEAR_BITS = 40;
    private static final int NEAR_COUNT_BITS = 62 - NEAR_BITS;

    private final AggregateCall call;
    private final boolean hasMin;
    private final boolean hasMax;
    /** Of each slot: how many values, the low word of their sum, the least and the greatest. */
    private long[] parts = new long[0];
    /** The sum is {@code high * 2^64 + low} with a signed low word: high counts the wraps of low. */
    private long[] high = new long[0];
    /** Rows with NULL. */
    private long[] nullRows = new long[0];

    private boolean hasNullRows;
    /** No sum is further from 0 than this; Long.MAX_VALUE when that is not known, so that sums have to be looked at. */
    private long reach;

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

    /** Whether a value is so near to 0 that {@link #addNear} may take it. */
    public static boolean isNear(long value) {
        return spread(value) >>> NEAR_BITS == 0;
    }

    /** Whether so many near values may be added without looking at their sums. */
    public boolean canAddNear(int count) {
        return reach < Long.MAX_VALUE / 2 && count < 1 << NEAR_COUNT_BITS;
    }

    /** Adds a near value to a slot of {@link #parts()}. */
    public static void addNear(long[] parts, int slot, long value, boolean min, boolean max) {
        int at = WIDTH * slot;
        parts[at + COUNT]++;
        parts[at + LOW] += value;
        if (min) {
            parts[at + MIN] = lesser(parts[at + MIN], value);
        }
        if (max) {
            parts[at + MAX] = greater(parts[at + MAX], value);
        }
    }

    /** Takes note of near values that have been added. */
    public void addedNear(long bits, int count) {
        extend(magnitude(bits), count);
    }

    /** The array that this works on, until the next {@link #reserve}. */
    public long[] parts() {
        return parts;
    }

    /** All slots below this have room. */
    public int capacity() {
        return high.length;
    }

    public boolean hasMin() {
        return hasMin;
    }

    public boolean hasMax() {
        return hasMax;
    }

    @Override
    public void reserve(int slotLimit) {
        if (slotLimit > high.length) {
            int from = high.length;
            int capacity = Slots.grown(from, slotLimit);
            parts = Arrays.copyOf(parts, WIDTH * capacity);
            high = Arrays.copyOf(high, capacity);
            nullRows = Arrays.copyOf(nullRows, capacity);
            empty(from, capacity);
        }
    }

    private void empty(int from, int to) {
        for (int at = WIDTH * from; at < WIDTH * to; at += WIDTH) {
            parts[at + COUNT] = 0;
            parts[at + LOW] = 0;
            parts[at + MIN] = NO_MIN;
            parts[at + MAX] = NO_MAX;
        }
    }

    @Override
    public void add(int[] groups, int[] rows, int count, Column[] inputs, long[] weights) {
        long[] values = ((LongColumn) inputs[0]).values();
        boolean[] nulls = inputs[0].nulls();
        if (nulls == null && weights == null) {
            addAll(groups, rows, count, values);
            return;
        }
        reach = Long.MAX_VALUE;
        for (int i = 0; i < count; i++) {
            int row = rows == null ? i : rows[i];
            long weight = weights == null ? 1 : weights[row];
            if (nulls != null && nulls[row]) {
                hasNullRows = true;
                nullRows[groups[i]] += weight;
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
        if (!extend(magnitude(values, rows, count), count)) {
            for (int i = 0; i < count; i++) {
                long value = values[rows == null ? i : rows[i]];
                merge(groups[i], 1, value, 0, value, value);
            }
        } else if (!hasMin) {
            addMax(parts, groups, rows, count, values);
        } else if (!hasMax) {
            addMin(parts, groups, rows, count, values);
        } else {
            addBoth(parts, groups, rows, count, values);
        }
    }

    private static long magnitude(long[] values, int[] rows, int count) {
        long bits = 0;
        if (rows == null) {
            for (int i = 0; i < count; i++) {
                bits |= spread(values[i]);
            }
        } else {
            for (int i = 0; i < count; i++) {
                bits |= spread(values[rows[i]]);
            }
        }
        return magnitude(bits);
    }

    /** The bits of a value that say how far from 0 it is. */
    private static long spread(long value) {
        return value ^ (value >> 63);
    }

    /** A number that no value with these bits is further from 0 than; not above 0 where it would be beyond a long. */
    private static long magnitude(long bits) {
        return bits == 0 ? 1 : 2 * Long.highestOneBit(bits);
    }

    /** Takes note that sums may grow by so much. Returns whether all of them still fit into 63 bits for sure. */
    private boolean extend(long magnitude, long count) {
        boolean fits = magnitude >= 0 && Math.multiplyHigh(magnitude, count) == 0 && magnitude * count >= 0;
        reach = fits && reach + magnitude * count > 0 ? reach + magnitude * count : Long.MAX_VALUE;
        return reach != Long.MAX_VALUE;
    }

    // Most groups have few rows, so that a new extreme is neither rare nor foreseeable: no branches.

    private static void addMax(long[] parts, int[] groups, int[] rows, int count, long[] values) {
        for (int i = 0; i < count; i++) {
            int at = WIDTH * groups[i];
            long value = values[rows == null ? i : rows[i]];
            parts[at + COUNT]++;
            parts[at + LOW] += value;
            parts[at + MAX] = greater(parts[at + MAX], value);
        }
    }

    private static void addMin(long[] parts, int[] groups, int[] rows, int count, long[] values) {
        for (int i = 0; i < count; i++) {
            int at = WIDTH * groups[i];
            long value = values[rows == null ? i : rows[i]];
            parts[at + COUNT]++;
            parts[at + LOW] += value;
            parts[at + MIN] = lesser(parts[at + MIN], value);
        }
    }

    private static void addBoth(long[] parts, int[] groups, int[] rows, int count, long[] values) {
        for (int i = 0; i < count; i++) {
            int at = WIDTH * groups[i];
            long value = values[rows == null ? i : rows[i]];
            parts[at + COUNT]++;
            parts[at + LOW] += value;
            parts[at + MIN] = lesser(parts[at + MIN], value);
            parts[at + MAX] = greater(parts[at + MAX], value);
        }
    }

    /** The greater of two numbers whose difference is a long. */
    private static long greater(long a, long b) {
        long more = b - a;
        return a + (more & ~(more >> 63));
    }

    /** The lesser of two numbers whose difference is a long. */
    private static long lesser(long a, long b) {
        long more = b - a;
        return a + (more & (more >> 63));
    }

    private void merge(int slot, long count, long low, long addHigh, long min, long max) {
        int at = WIDTH * slot;
        long before = parts[at + LOW];
        long sum = before + low;
        boolean first = parts[at + COUNT] == 0;
        parts[at + COUNT] += count;
        parts[at + LOW] = sum;
        parts[at + MIN] = first ? min : Math.min(parts[at + MIN], min);
        parts[at + MAX] = first ? max : Math.max(parts[at + MAX], max);
        high[slot] += addHigh;
        if (((before ^ sum) & (low ^ sum)) < 0) {
            high[slot] += low < 0 ? -1 : 1;
        }
    }

    @Override
    public void merge(Accumulator other, int[] from, int[] to, int count) {
        LongSummary theirs = (LongSummary) other;
        if (extend(theirs.reach, 1)) {
            mergeNear(parts, theirs.parts, from, to, count);
        } else {
            mergeFar(theirs, from, to, count);
        }
        if (theirs.hasNullRows) {
            hasNullRows = true;
            for (int i = 0; i < count; i++) {
                nullRows[to[i]] += theirs.nullRows[from[i]];
            }
        }
    }

    private static void mergeNear(long[] parts, long[] others, int[] from, int[] to, int count) {
        for (int i = 0; i < count; i++) {
            int at = WIDTH * to[i];
            int other = WIDTH * from[i];
            parts[at + COUNT] += others[other + COUNT];
            parts[at + LOW] += others[other + LOW];
            parts[at + MIN] = lesser(parts[at + MIN], others[other + MIN]);
            parts[at + MAX] = greater(parts[at + MAX], others[other + MAX]);
        }
    }

    private void mergeFar(LongSummary theirs, int[] from, int[] to, int count) {
        long[] their = theirs.parts;
        for (int i = 0; i < count; i++) {
            int at = WIDTH * from[i];
            if (their[at + COUNT] != 0) {
                long addHigh = theirs.high[from[i]];
                merge(to[i], their[at + COUNT], their[at + LOW], addHigh, their[at + MIN], their[at + MAX]);
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
        long[] rows = take(COUNT, slots, count);
        for (int i = 0; hasNullRows && i < count; i++) {
            rows[i] += nullRows[slots[i]];
        }
        return new LongColumn(rows, null, count);
    }

    private Column values(int[] slots, int count) {
        return new LongColumn(take(COUNT, slots, count), null, count);
    }

    private Column sums(int[] slots, int count) {
        for (int i = 0; isFar() && i < count; i++) {
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
        boolean far = isFar();
        boolean empty = false;
        for (int i = 0; i < count; i++) {
            int at = WIDTH * slots[i];
            double sum = parts[at + LOW];
            long rows = parts[at + COUNT];
            if (far && high[slots[i]] != 0) {
                sum += high[slots[i]] * TWO_TO_64;
            }
            empty |= rows == 0;
            averages[i] = sum / rows;
        }
        return new DoubleColumn(averages, empty ? empty(slots, count) : null, count);
    }

    /** Whether a sum may be beyond 64 bits. */
    private boolean isFar() {
        return reach == Long.MAX_VALUE;
    }

    private long[] take(int part, int[] slots, int count) {
        long[] taken = new long[count];
        for (int i = 0; i < count; i++) {
            taken[i] = parts[WIDTH * slots[i] + part];
        }
        return taken;
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
        empty(slot, slot + 1);
        high[slot] = 0;
        nullRows[slot] = 0;
    }

    @Override
    public void clearAll(int slotLimit) {
        empty(0, slotLimit);
        if (isFar()) {
            Arrays.fill(high, 0, slotLimit, 0);
        }
        if (hasNullRows) {
            Arrays.fill(nullRows, 0, slotLimit, 0);
        }
        hasNullRows = false;
        reach = 0;
    }

    @Override
    public List<DataType> stateTypes() {
        return Collections.nCopies(WIDTH + 2, DataType.BIGINT);
    }

    @Override
    public Column[] save(int[] slots, int count) {
        Column[] state = new Column[WIDTH + 2];
        for (int part = 0; part < WIDTH; part++) {
            state[part] = new LongColumn(take(part, slots, count), null, count);
        }
        state[WIDTH] = new LongColumn(Slots.take(high, slots, count), null, count);
        state[WIDTH + 1] = new LongColumn(Slots.take(nullRows, slots, count), null, count);
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
        Slots.put(high, slots, count, state[WIDTH]);
        Slots.put(nullRows, slots, count, state[WIDTH + 1]);
        hasNullRows = true;
        long bits = 0;
        for (int i = 0; i < count; i++) {
            int at = WIDTH * slots[i];
            if (parts[at + COUNT] == 0) {
                empty(slots[i], slots[i] + 1);
            } else {
                bits |= spread(parts[at + LOW]) | (high[slots[i]] == 0 ? 0 : Long.MAX_VALUE);
                bits |= (hasMin ? spread(parts[at + MIN]) : 0) | (hasMax ? spread(parts[at + MAX]) : 0);
            }
        }
        extend(magnitude(bits), 1);
    }

    @Override
    public long heapBytes() {
        return 8L * (WIDTH + 2) * high.length;
    }
}

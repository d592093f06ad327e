package io.millrace.connectors.parquet;

import io.millrace.columnar.DataType;
import io.millrace.columnar.Field;
import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;

/** How stored integers become the values of a column: microseconds for times, and unsigned numbers as what they are. */
final class LongUnit {
    private final Field field;
    private final boolean millis;
    private final boolean nanos;
    private final boolean unsigned32;
    private final boolean unsigned64;
    /** Times are cut to a multiple of this many microseconds. */
    private final long step;

    private LongUnit(Field field, Leaf leaf) {
        Meaning meaning = leaf.meaning();
        boolean time = meaning.kind() == Meaning.Kind.TIME || meaning.kind() == Meaning.Kind.TIMESTAMP;
        boolean unsigned = meaning.kind() == Meaning.Kind.INTEGER && !meaning.signed();
        this.field = field;
        this.millis = time && meaning.a() == Meaning.MILLIS;
        this.nanos = time && meaning.a() == Meaning.NANOS;
        this.unsigned32 = unsigned && leaf.physical() == Physical.INT32;
        this.unsigned64 = unsigned && leaf.physical() == Physical.INT64;
        this.step = step(field.type(), millis);
    }

    static LongUnit of(Field field, Leaf leaf) {
        return new LongUnit(field, leaf);
    }

    private static long step(DataType type, boolean millis) {
        if (!type.isTimestamp() && type.kind() != DataType.Kind.TIME) {
            return 1;
        }
        int digits = millis && type.precision() >= 3 ? 6 : type.precision();
        long step = 1;
        for (int i = digits; i < 6; i++) {
            step *= 10;
        }
        return step;
    }

    void apply(long[] values, int from, int count) {
        int to = from + count;
        if (millis) {
            toMicros(values, from, to);
        } else if (nanos) {
            for (int i = from; i < to; i++) {
                values[i] = Math.floorDiv(values[i], 1_000L);
            }
        } else if (unsigned32) {
            for (int i = from; i < to; i++) {
                values[i] &= 0xFFFF_FFFFL;
            }
        } else if (unsigned64) {
            refuseBeyondLong(values, from, to);
        }
        if (step > 1) {
            for (int i = from; i < to; i++) {
                values[i] = Math.floorDiv(values[i], step) * step;
            }
        }
    }

    private void toMicros(long[] values, int from, int to) {
        long limit = Long.MAX_VALUE / 1_000;
        long low = Long.MAX_VALUE;
        long high = Long.MIN_VALUE;
        for (int i = from; i < to; i++) {
            low = Math.min(low, values[i]);
            high = Math.max(high, values[i]);
            values[i] *= 1_000;
        }
        if (to > from && (high > limit || low < -limit)) {
            throw new MillraceException(
                    ErrorCode.DATETIME_OVERFLOW,
                    "column \"" + field.name() + "\" holds a time of "
                            + (high > limit ? high : low) + " milliseconds since 1970, which no " + field.typeText()
                            + " can hold");
        }
    }

    private void refuseBeyondLong(long[] values, int from, int to) {
        for (int i = from; i < to; i++) {
            if (values[i] < 0) {
                throw new MillraceException(
                        ErrorCode.NUMERIC_OVERFLOW,
                        "column \"" + field.name() + "\" holds " + Long.toUnsignedString(values[i])
                                + ", which is beyond BIGINT; declare it DECIMAL(20, 0)");
            }
        }
    }
}

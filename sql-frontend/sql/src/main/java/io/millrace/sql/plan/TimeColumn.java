package io.millrace.sql.plan;

import java.util.OptionalLong;

/**
 * What is known of a column that holds a time: which other columns it moves along with, and when the watermark has passed
 * one of its values.
 *
 * @param family columns of one family differ, in every row, by what their deltas differ: a window's start, end and time
 *     are one, an event time and {@code ts + INTERVAL '1' HOUR} are another
 * @param deltaMicros distance from the family's base
 * @param close a group with value v of this column is final when {@code v + close <= W}; empty when no watermark says so
 * @param clockOf the source whose processing time this is, where that source's watermark is not (yet) its clock; else null
 */
record TimeColumn(int family, long deltaMicros, OptionalLong close, String clockOf) {

    static TimeColumn of(int family, long deltaMicros, long closeMicros) {
        return new TimeColumn(family, deltaMicros, OptionalLong.of(closeMicros), null);
    }

    /** The column less or more a constant. */
    TimeColumn shifted(long micros) {
        return new TimeColumn(
                family,
                Math.addExact(deltaMicros, micros),
                close.isPresent() ? OptionalLong.of(Math.subtractExact(close.getAsLong(), micros)) : close,
                clockOf);
    }

    /** The column cut to multiples of a unit: a value stands for the times up to the next. */
    TimeColumn floored(int newFamily, long unitMicros) {
        OptionalLong later =
                close.isPresent() ? OptionalLong.of(Math.addExact(close.getAsLong(), unitMicros - 1)) : close;
        return new TimeColumn(newFamily, 0, later, clockOf);
    }

    /** The family's base value B is passed when {@code B + baseClose <= W}. */
    long baseClose() {
        return Math.addExact(close.getAsLong(), deltaMicros);
    }

    TimeColumn withBaseClose(OptionalLong baseMicros) {
        OptionalLong own = baseMicros.isPresent()
                ? OptionalLong.of(Math.subtractExact(baseMicros.getAsLong(), deltaMicros))
                : OptionalLong.empty();
        return new TimeColumn(family, deltaMicros, own, null);
    }

    TimeColumn neverClosed() {
        return withBaseClose(OptionalLong.empty());
    }
}

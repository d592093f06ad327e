package io.millrace.sql.plan;

import io.millrace.plan.Join.Bound;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexNode;

/**
 * What the conditions of a join say of its times: when a kept row can meet no other any more, and which times of the result
 * the watermark still tells about.
 *
 * <p>A condition such as {@code l.ts >= r.ts - a AND l.ts <= r.ts + b} says {@code r <= l + a} and {@code l <= r + b}. A
 * later row of the right has {@code r + c > W_right}, where c is the close of that column. So a left row may go when {@code l
 * + a + c <= W_right}: every r up to {@code l + a} is past.
 *
 * <p><b>Which times stay times.</b> The join's watermark is the lesser of its inputs', W. A later row of the result has a
 * left row that is new, and then {@code l + c_l > W_left}; or a right row that is new, and then {@code l + a + c_r >= r + c_r >
 * W_right}. In both cases {@code l + max(c_l, a + c_r) > W}: the column stays a time, with that close. Without a bound of the
 * right by the left it does not; unless the right side has no watermark at all before its end, since W is nothing until then
 * and no right row is new after it.
 */
final class JoinBounds {
    /** The least distance known: {@code other <= this + micros}, between the bases of two families. */
    private record Reach(long micros, int column, int otherColumn) {}

    private final Conversion conversion;
    private final Relation left;
    private final Relation right;
    private final Map<List<Integer>, Reach> ofLeft = new HashMap<>();
    private final Map<List<Integer>, Reach> ofRight = new HashMap<>();

    /** @param conjuncts over the columns of both sides, those of the right behind those of the left */
    JoinBounds(Conversion conversion, Relation left, Relation right, List<RexNode> conjuncts) {
        this.conversion = conversion;
        this.left = left;
        this.right = right;
        conjuncts.forEach(this::read);
    }

    private void read(RexNode condition) {
        if (!(condition instanceof RexCall call) || call.getOperands().size() != 2) {
            return;
        }
        Expressions.Shift a = Expressions.shift(call.getOperands().get(0));
        Expressions.Shift b = Expressions.shift(call.getOperands().get(1));
        if (a == null || b == null) {
            return;
        }
        switch (call.getKind()) {
            case LESS_THAN -> atMost(a, b, -1);
            case LESS_THAN_OR_EQUAL -> atMost(a, b, 0);
            case GREATER_THAN -> atMost(b, a, -1);
            case GREATER_THAN_OR_EQUAL -> atMost(b, a, 0);
            case EQUALS -> {
                atMost(a, b, 0);
                atMost(b, a, 0);
            }
            default -> {}
        }
    }

    /** {@code small <= large + micros}. */
    private void atMost(Expressions.Shift small, Expressions.Shift large, long micros) {
        int width = left.nodeWidth();
        long distance = large.micros() - small.micros() + micros;
        if (large.column() < width && small.column() >= width) {
            note(ofLeft, left, large.column(), right, small.column() - width, distance);
        } else if (small.column() < width && large.column() >= width) {
            note(ofRight, right, large.column() - width, left, small.column(), distance);
        }
    }

    /** {@code other.otherColumn <= side.column + micros}. */
    private static void note(
            Map<List<Integer>, Reach> reaches,
            Relation side,
            int column,
            Relation other,
            int otherColumn,
            long micros) {
        TimeColumn time = side.times().get(column);
        TimeColumn otherTime = other.times().get(otherColumn);
        if (time == null || otherTime == null) {
            return;
        }
        long base = micros + time.deltaMicros() - otherTime.deltaMicros();
        reaches.merge(
                List.of(time.family(), otherTime.family()),
                new Reach(base, column, otherColumn),
                (x, y) -> x.micros() <= y.micros() ? x : y);
    }

    /** When a left row may go; null when never. */
    Bound leftBound() {
        return bound(ofLeft, left, right);
    }

    /** When a right row may go; null when never. */
    Bound rightBound() {
        return bound(ofRight, right, left);
    }

    private Bound bound(Map<List<Integer>, Reach> reaches, Relation side, Relation other) {
        if (conversion.emission == Emission.COMPLETE) {
            return null;
        }
        Bound best = null;
        for (Reach reach : reaches.values()) {
            TimeColumn time = side.times().get(reach.column());
            TimeColumn otherTime = other.times().get(reach.otherColumn());
            OptionalLong otherClose = conversion.closeOf(otherTime);
            if (otherClose.isPresent()) {
                long offset = reach.micros() + otherClose.getAsLong() + otherTime.deltaMicros() - time.deltaMicros();
                if (best == null || offset < best.offsetMicros()) {
                    best = new Bound(reach.column(), offset, reach.otherColumn(), otherClose.getAsLong());
                }
            }
        }
        return best;
    }

    /** The times of the result, by its columns. */
    Map<Integer, TimeColumn> outputTimes() {
        Map<Integer, TimeColumn> times = new HashMap<>();
        left.times().forEach((column, time) -> times.put(column, output(time, ofLeft, right)));
        right.times().forEach((column, time) -> times.put(column + left.nodeWidth(), output(time, ofRight, left)));
        return times;
    }

    private TimeColumn output(TimeColumn time, Map<List<Integer>, Reach> reaches, Relation other) {
        OptionalLong own = conversion.emission == Emission.COMPLETE ? OptionalLong.empty() : conversion.closeOf(time);
        if (own.isEmpty()) {
            return time.neverClosed();
        }
        if (other.sources().onlyEnds()) {
            return time;
        }
        long base = own.getAsLong() + time.deltaMicros();
        OptionalLong least = OptionalLong.empty();
        for (Map.Entry<List<Integer>, Reach> entry : reaches.entrySet()) {
            TimeColumn otherTime = other.times().get(entry.getValue().otherColumn());
            OptionalLong otherClose = conversion.closeOf(otherTime);
            if (entry.getKey().get(0) == time.family() && otherClose.isPresent()) {
                long delayed =
                        Math.max(base, entry.getValue().micros() + otherClose.getAsLong() + otherTime.deltaMicros());
                least = OptionalLong.of(least.isPresent() ? Math.min(least.getAsLong(), delayed) : delayed);
            }
        }
        return time.withBaseClose(least);
    }
}

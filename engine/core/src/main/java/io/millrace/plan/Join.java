package io.millrace.plan;

import io.millrace.columnar.Schema;
import io.millrace.expr.Expr;
import java.util.List;

/**
 * Inner equi-join: all pairs of rows whose keys are equal (NULL equals nothing) and for which the condition is true.
 *
 * <p>Shape of the output: columns of the left, then of the right.
 *
 * @param leftKeys positions in the left input
 * @param rightKeys positions in the right input, of the same types
 * @param condition over the output's columns, or null
 * @param leftBound when a left row can match no more, or null when never
 * @param rightBound the same of a right row
 */
public record Join(
        PlanNode left,
        PlanNode right,
        List<Integer> leftKeys,
        List<Integer> rightKeys,
        Expr condition,
        Bound leftBound,
        Bound rightBound,
        Schema schema)
        implements PlanNode {

    /**
     * When the rows of one side ("kept") can match no row of the other ("coming") any more. A kept row may go when {@code
     * column + offsetMicros <= watermark of the other input}; a coming row is late, since partners may have gone, when
     * {@code otherColumn + otherOffsetMicros <= } the watermark of its own input that evicted last.
     *
     * @param column position of a time column in the kept side
     * @param otherColumn position, in the coming side, of the time column that the condition ties it to
     * @param otherOffsetMicros 1 where that column is an event time, 0 where it is a window's end
     */
    public record Bound(int column, long offsetMicros, int otherColumn, long otherOffsetMicros) {}

    public Join {
        leftKeys = List.copyOf(leftKeys);
        rightKeys = List.copyOf(rightKeys);
    }

    @Override
    public List<PlanNode> inputs() {
        return List.of(left, right);
    }
}

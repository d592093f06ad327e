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
     * A row may go when {@code column + offsetMicros <= watermark of the other input}; a later row of the other side that
     * still matched it would be late.
     *
     * @param column position of a time column of this side
     */
    public record Bound(int column, long offsetMicros) {}

    public Join {
        leftKeys = List.copyOf(leftKeys);
        rightKeys = List.copyOf(rightKeys);
    }

    @Override
    public List<PlanNode> inputs() {
        return List.of(left, right);
    }
}

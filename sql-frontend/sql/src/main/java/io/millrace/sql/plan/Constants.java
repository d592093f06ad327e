package io.millrace.sql.plan;

import io.millrace.expr.Expr;
import io.millrace.expr.InputRef;
import io.millrace.expr.Literal;
import io.millrace.plan.AssignSessions;
import io.millrace.plan.AssignWatermark;
import io.millrace.plan.AssignWindows;
import io.millrace.plan.Deduplicate;
import io.millrace.plan.Filter;
import io.millrace.plan.GroupingSets;
import io.millrace.plan.Over;
import io.millrace.plan.PlanNode;
import io.millrace.plan.Project;
import io.millrace.plan.Values;

/** Columns that hold the same value in every row. */
final class Constants {
    private Constants() {}

    /** The constant that a column holds; null when it is not known to hold one. */
    static Literal of(PlanNode node, int column) {
        if (node instanceof Project project) {
            Expr expression = project.expressions().get(column);
            if (expression instanceof InputRef ref) {
                return of(project.input(), ref.index());
            }
            return expression instanceof Literal literal ? literal : null;
        }
        if (node instanceof Values values) {
            return of(values, column);
        }
        PlanNode input = keepsColumns(node) ? node.inputs().get(0) : null;
        return input != null && column < input.schema().size() ? of(input, column) : null;
    }

    /** Whether the node gives the columns of its input as they are, and others behind them. */
    private static boolean keepsColumns(PlanNode node) {
        return node instanceof Filter
                || node instanceof Deduplicate
                || node instanceof AssignWatermark
                || node instanceof AssignWindows
                || node instanceof AssignSessions
                || node instanceof GroupingSets
                || node instanceof Over;
    }

    private static Literal of(Values values, int column) {
        Literal first = null;
        for (int i = 0; i < values.rows().size(); i++) {
            if (!(values.rows().get(i).get(column) instanceof Literal literal) || i > 0 && !literal.equals(first)) {
                return null;
            }
            first = literal;
        }
        return first;
    }
}

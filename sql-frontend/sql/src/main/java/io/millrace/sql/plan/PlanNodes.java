package io.millrace.sql.plan;

import io.millrace.columnar.Schema;
import io.millrace.expr.Call;
import io.millrace.expr.Expr;
import io.millrace.expr.InputRef;
import io.millrace.expr.Literal;
import io.millrace.plan.PlanNode;
import io.millrace.plan.Project;
import io.millrace.plan.Values;
import java.util.List;
import java.util.function.IntUnaryOperator;

/** Makes plan nodes in their simplest form, so that one query has one plan. */
final class PlanNodes {
    private PlanNodes() {}

    /** A projection: none where nothing changes, one where two follow each other, none over constants. */
    static PlanNode project(PlanNode input, List<Expr> expressions, Schema schema) {
        if (input.schema().equals(schema)
                && isIdentity(expressions, input.schema().size())) {
            return input;
        }
        boolean picks = expressions.stream().allMatch(InputRef.class::isInstance);
        if (input instanceof Project inner && (picks || isCheap(inner))) {
            return project(inner.input(), substitute(expressions, inner.expressions()), schema);
        }
        if (input instanceof Values values) {
            return new Values(
                    values.rows().stream()
                            .map(row -> substitute(expressions, row))
                            .toList(),
                    schema);
        }
        return new Project(input, expressions, schema);
    }

    private static boolean isIdentity(List<Expr> expressions, int width) {
        if (expressions.size() != width) {
            return false;
        }
        for (int i = 0; i < width; i++) {
            if (!(expressions.get(i) instanceof InputRef ref) || ref.index() != i) {
                return false;
            }
        }
        return true;
    }

    private static boolean isCheap(Project project) {
        return project.expressions().stream().allMatch(expr -> expr instanceof InputRef || expr instanceof Literal);
    }

    /** The expressions with each column replaced by what stands at its position. */
    static List<Expr> substitute(List<Expr> expressions, List<Expr> columns) {
        return expressions.stream().map(expr -> substitute(expr, columns)).toList();
    }

    private static Expr substitute(Expr expr, List<Expr> columns) {
        if (expr instanceof InputRef ref) {
            return columns.get(ref.index());
        }
        if (expr instanceof Call call) {
            return call.withArgs(substitute(call.args(), columns));
        }
        return expr;
    }

    /** The expression with columns at other positions. */
    static Expr moved(Expr expr, IntUnaryOperator places) {
        if (expr instanceof InputRef ref) {
            return Expr.column(places.applyAsInt(ref.index()), ref.type(), ref.nullable());
        }
        if (expr instanceof Call call) {
            return call.withArgs(
                    call.args().stream().map(arg -> moved(arg, places)).toList());
        }
        return expr;
    }
}

package io.millrace.sql.plan;

import io.millrace.expr.Call;
import io.millrace.expr.Expr;
import io.millrace.expr.InputRef;
import io.millrace.expr.Literal;
import io.millrace.plan.Over;
import io.millrace.plan.OverCall;
import io.millrace.plan.PlanCheck;
import io.millrace.plan.PlanNode;
import io.millrace.plan.Project;
import java.util.List;

/**
 * {@code ROW_NUMBER() OVER (...) <= n} as a filter: of rows that are never taken back the others need not be kept. The filter
 * stays.
 *
 * <pre>
 * Filter(number <= 3)                       Filter(number <= 3)
 *   Over(ROW_NUMBER() AS number)     ->       Over(first 3: ROW_NUMBER() AS number)
 * </pre>
 */
final class FirstRows {
    private FirstRows() {}

    /** The node, with what the conditions over it say of the rows that an Over has to give. */
    static PlanNode only(PlanNode node, List<Expr> conditions) {
        if (node instanceof Over over) {
            return only(over, conditions);
        }
        if (node instanceof Project project && project.input() instanceof Over over) {
            List<Expr> below = PlanNodes.substitute(conditions, project.expressions()).stream()
                    .flatMap(condition -> FilterConverter.conjuncts(condition).stream())
                    .toList();
            PlanNode first = only(over, below);
            return first == over ? node : new Project(first, project.expressions(), project.schema());
        }
        return node;
    }

    private static PlanNode only(Over over, List<Expr> conditions) {
        int width = over.input().schema().size();
        boolean trims = over.close() == null && over.first() == null && PlanCheck.isInsertOnly(over.input());
        if (!trims) {
            return over;
        }
        for (Expr condition : conditions) {
            if (condition instanceof Call call
                    && call.args().size() == 2
                    && call.args().get(0) instanceof InputRef ref
                    && ref.index() >= width
                    && call.args().get(1) instanceof Literal literal
                    && literal.value() instanceof Long limit) {
                long rows = switch (call.function()) {
                    case "<=", "=" -> limit;
                    case "<" -> limit - 1;
                    default -> -1;
                };
                OverCall number = over.calls().get(ref.index() - width);
                if (rows >= 0 && isTrimmedBy(over, number)) {
                    return with(over, new Over.First(rows, number.function().equals("RANK")));
                }
            }
        }
        return over;
    }

    /** Whether rows behind a number count for none before it. */
    private static boolean isTrimmedBy(Over over, OverCall number) {
        boolean counts =
                number.function().equals("ROW_NUMBER") || number.function().equals("RANK");
        return counts
                && over.calls().stream()
                        .allMatch(
                                call -> !call.frame().peers() || call.function().equals("RANK"));
    }

    private static Over with(Over over, Over.First first) {
        return new Over(
                over.input(),
                over.partitionBy(),
                over.orderBy(),
                over.peerKeys(),
                over.calls(),
                over.emit(),
                over.close(),
                first,
                over.schema());
    }
}

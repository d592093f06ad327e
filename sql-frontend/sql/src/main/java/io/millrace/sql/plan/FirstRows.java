package io.millrace.sql.plan;

import io.millrace.columnar.Field;
import io.millrace.expr.Call;
import io.millrace.expr.Expr;
import io.millrace.expr.InputRef;
import io.millrace.expr.Literal;
import io.millrace.plan.Over;
import io.millrace.plan.OverCall;
import io.millrace.plan.PlanCheck;
import io.millrace.plan.PlanNode;
import io.millrace.plan.Project;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

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

    /** A call under a limit: of each part no row with a higher number passes. */
    private record Limit(OverCall number, long rows) {}

    /** The node, with what the conditions over it say of the rows that an Over has to give. */
    static PlanNode only(PlanNode node, List<Expr> conditions) {
        if (node instanceof Over over) {
            return only(over, conditions);
        }
        if (node instanceof Project project && project.input() instanceof Over over) {
            PlanNode first = only(over, below(project, conditions));
            return first == over ? node : new Project(first, project.expressions(), project.schema());
        }
        return node;
    }

    /** The columns of the partition, where the conditions leave one row of each; they are a key then. */
    static Optional<Set<Integer>> key(PlanNode node, List<Expr> conditions) {
        if (node instanceof Over over) {
            return isOnePerPart(over, conditions) ? Optional.of(Set.copyOf(over.partitionBy())) : Optional.empty();
        }
        if (node instanceof Project project && project.input() instanceof Over over) {
            return isOnePerPart(over, below(project, conditions)) ? places(over, project) : Optional.empty();
        }
        return Optional.empty();
    }

    private static Optional<Set<Integer>> places(Over over, Project project) {
        Set<Integer> places = new HashSet<>();
        for (int column : over.partitionBy()) {
            Field field = over.schema().field(column);
            int place = project.expressions().indexOf(Expr.column(column, field.type(), field.nullable()));
            if (place < 0) {
                return Optional.empty();
            }
            places.add(place);
        }
        return Optional.of(places);
    }

    private static boolean isOnePerPart(Over over, List<Expr> conditions) {
        return limits(over, conditions).stream()
                .anyMatch(
                        limit -> limit.rows() == 1 && limit.number().function().equals("ROW_NUMBER"));
    }

    /** Conditions over what a projection gives as conditions over what it takes. */
    private static List<Expr> below(Project project, List<Expr> conditions) {
        return PlanNodes.substitute(conditions, project.expressions()).stream()
                .flatMap(condition -> FilterConverter.conjuncts(condition).stream())
                .toList();
    }

    private static PlanNode only(Over over, List<Expr> conditions) {
        boolean trims = over.close() == null && over.first() == null && PlanCheck.isInsertOnly(over.input());
        if (!trims) {
            return over;
        }
        return limits(over, conditions).stream()
                .filter(limit -> isTrimmedBy(over, limit.number()))
                .findFirst()
                .<PlanNode>map(limit -> with(
                        over,
                        new Over.First(limit.rows(), limit.number().function().equals("RANK"))))
                .orElse(over);
    }

    private static List<Limit> limits(Over over, List<Expr> conditions) {
        int width = over.input().schema().size();
        List<Limit> limits = new ArrayList<>();
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
                if (rows >= 0) {
                    limits.add(new Limit(over.calls().get(ref.index() - width), rows));
                }
            }
        }
        return limits;
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

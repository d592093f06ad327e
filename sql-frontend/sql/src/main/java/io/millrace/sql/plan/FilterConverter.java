package io.millrace.sql.plan;

import io.millrace.columnar.DataType;
import io.millrace.expr.Call;
import io.millrace.expr.Expr;
import io.millrace.plan.Filter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.calcite.rex.RexNode;

/** WHERE and HAVING. */
final class FilterConverter {
    private final Conversion conversion;

    FilterConverter(Conversion conversion) {
        this.conversion = conversion;
    }

    Relation convert(Relation input, RexNode condition) {
        RexNode overColumns = conversion.expressions.overColumns(condition, input);
        return filter(input, overColumns);
    }

    /** Filters by a condition over columns; below a pending window if it does not look at it. */
    Relation filter(Relation input, RexNode overColumns) {
        if (overColumns.isAlwaysTrue()) {
            return input;
        }
        Set<Integer> columns = Expressions.columnsOf(overColumns);
        boolean needsWindow = columns.stream().anyMatch(input::isPending) || partsSessions(input, columns);
        Relation below = needsWindow ? input.materialized() : input;
        Expr predicate = conversion.expressions.translate(overColumns, below.columns());
        conversion.requireRepeatable(below, predicate);
        Optional<Set<Integer>> key = FirstRows.key(below.node(), conjuncts(predicate));
        below = below.withNode(FirstRows.only(below.node(), conjuncts(predicate)));
        below = key.isPresent() ? below.withKey(key.get()) : below;
        if (below.node() instanceof Filter inner) {
            return below.withNode(new Filter(inner.input(), both(inner.predicate(), predicate)));
        }
        return below.withNode(new Filter(below.node(), predicate));
    }

    /** Whether a condition on these columns takes rows out of sessions that have been found with them. */
    private static boolean partsSessions(Relation input, Set<Integer> columns) {
        PendingWindow window = input.window();
        return window != null
                && window.isFixed()
                && !window.session().partition().containsAll(columns);
    }

    private static Expr both(Expr first, Expr second) {
        List<Expr> all = new ArrayList<>(conjuncts(first));
        all.addAll(conjuncts(second));
        boolean nullable = all.stream().anyMatch(Expr::nullable);
        return new Call("AND", all, DataType.BOOLEAN, nullable);
    }

    static List<Expr> conjuncts(Expr predicate) {
        return predicate instanceof Call call && call.function().equals("AND") ? call.args() : List.of(predicate);
    }
}

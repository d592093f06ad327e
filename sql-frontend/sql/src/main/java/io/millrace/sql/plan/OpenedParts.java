package io.millrace.sql.plan;

import io.millrace.columnar.Field;
import io.millrace.connector.ReadableTable;
import io.millrace.connector.RowCondition;
import io.millrace.connector.RowsWanted;
import io.millrace.expr.Expr;
import io.millrace.expr.Literal;
import io.millrace.plan.PlanPrinter;
import io.millrace.plan.QueryPlan;
import io.millrace.plan.Scan;
import io.millrace.runtime.WantedRows;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Says of each scan of a table in parts, such as folders by value, which of them the query's conditions leave unopened. */
final class OpenedParts {
    private final Map<String, RowsWanted> wanted;
    private final Function<String, Optional<ReadableTable>> tables;

    OpenedParts(QueryPlan plan, Function<String, Optional<ReadableTable>> tables) {
        this.wanted = WantedRows.of(plan.root(), plan.batch());
        this.tables = tables;
    }

    List<String> of(Scan scan) {
        RowsWanted rows = wanted.getOrDefault(scan.source(), RowsWanted.ALL);
        List<Integer> partColumns =
                tables.apply(scan.table()).map(ReadableTable::partColumns).orElse(List.of());
        List<Integer> columns = IntStream.range(0, scan.columns().size())
                .filter(i -> partColumns.contains(scan.columns().get(i)))
                .boxed()
                .toList();
        if (rows.on(columns).isEmpty()) {
            return List.of();
        }
        List<RowCondition> conditions = rows.ofParts(columns);
        return List.of(
                conditions.isEmpty()
                        ? "opens all parts: the watermark follows the times of all rows"
                        : "opens only parts with "
                                + conditions.stream()
                                        .map(condition -> text(scan, condition))
                                        .collect(Collectors.joining(" AND ")));
    }

    private static String text(Scan scan, RowCondition condition) {
        Field field = scan.schema().field(condition.column());
        Literal value = Expr.literal(condition.value(), field.type());
        return field.name() + " " + condition.comparison().sign() + " " + PlanPrinter.text(value);
    }
}

package io.millrace.sql.plan;

import io.millrace.aggregate.AggregateFunctions;
import io.millrace.connector.OutputMode;
import io.millrace.error.MillraceException;
import io.millrace.plan.PlanJson;
import io.millrace.plan.QueryPlan;
import io.millrace.sql.catalog.Catalog;
import io.millrace.sql.catalog.CatalogTable;
import io.millrace.sql.parse.ParsedStatement;
import io.millrace.sql.parse.SqlText;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlInsert;
import org.apache.calcite.sql.SqlKind;

/** Plans SQL text over {@link TestTables}. A first line {@code -- update} asks for that output mode. */
final class Planning {
    private final Catalog catalog = TestTables.catalog();
    private final QueryPlanner planner = new QueryPlanner(catalog);

    PlannedQuery plan(String sql) {
        Optional<OutputMode> mode = sql.startsWith("-- ")
                ? Optional.of(OutputMode.valueOf(
                        sql.substring(3, sql.indexOf('\n')).strip().toUpperCase(Locale.ROOT)))
                : Optional.empty();
        ParsedStatement statement = SqlText.parse(sql);
        if (statement.node() instanceof SqlInsert insert) {
            return insert(insert, mode);
        }
        PlanTarget target = statement.stream() ? new PlanTarget.StreamSelect(mode) : new PlanTarget.BatchSelect();
        return planner.plan(statement.node(), statement.stream(), target);
    }

    private PlannedQuery insert(SqlInsert insert, Optional<OutputMode> mode) {
        String name = ((SqlIdentifier) insert.getTargetTable()).getSimple();
        CatalogTable table = catalog.table(name).orElseThrow();
        List<SqlIdentifier> columns = insert.getTargetColumnList() == null
                ? List.of()
                : insert.getTargetColumnList().stream()
                        .map(SqlIdentifier.class::cast)
                        .toList();
        boolean batch = insert.getSource().getKind() == SqlKind.VALUES;
        return planner.plan(insert.getSource(), !batch, new PlanTarget.Insert(table, columns, mode, batch));
    }

    /** What EXPLAIN says, or the mistake and its place. */
    String describe(String sql) {
        try {
            PlannedQuery planned = plan(sql);
            survivesWriting(planned.plan());
            return planned.explanation().strip();
        } catch (MillraceException e) {
            String place = e.position()
                    .map(at -> at.line() + ":" + at.column() + "-" + at.endLine() + ":" + at.endColumn())
                    .orElse("no place");
            return e.code() + " at " + place + "\n" + e.getMessage();
        }
    }

    private static void survivesWriting(QueryPlan plan) {
        if (!PlanJson.read(PlanJson.write(plan), new AggregateFunctions()).equals(plan)) {
            throw new AssertionError("the plan reads back as another one:\n" + PlanJson.write(plan));
        }
    }
}

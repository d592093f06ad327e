package io.millrace.sql.plan;

import io.millrace.columnar.Schema;
import io.millrace.error.ErrorCode;
import io.millrace.expr.Expr;
import io.millrace.sql.catalog.CatalogColumn;
import io.millrace.sql.catalog.CatalogFunctions;
import io.millrace.sql.catalog.CatalogTable;
import io.millrace.sql.expr.ProgramNames;
import io.millrace.sql.expr.TypeTranslator;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.TableScan;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.parser.SqlParserPos;

/** The computed columns of the tables of one plan, as expressions over the physical ones. */
final class ComputedColumns {
    private final CatalogFunctions functions;
    private final ProgramNames programNames = new ProgramNames();
    private final Map<CatalogTable, List<Expr>> known = new IdentityHashMap<>();

    /** @param functions those that the columns may call */
    ComputedColumns(CatalogFunctions functions) {
        this.functions = functions;
    }

    /** What the plan calls functions of the program. */
    ProgramNames programNames() {
        return programNames;
    }

    /** One expression for each declared column of the table, over the columns of its connector. */
    List<Expr> of(CatalogTable table) {
        return known.computeIfAbsent(table, this::resolve);
    }

    private List<Expr> resolve(CatalogTable table) {
        Schema physical = table.table().schema();
        List<SqlNode> written = table.columns().stream()
                .filter(column -> column.expression() != null)
                .map(CatalogColumn::expression)
                .toList();
        List<RexNode> computed = written.isEmpty() ? List.of() : resolve(table.name(), physical, written);
        Expressions expressions = new Expressions(QueryFrontEnd.newCluster().getRexBuilder(), programNames);
        List<Expr> result = new ArrayList<>();
        int next = 0;
        for (CatalogColumn column : table.columns()) {
            if (column.procTime()) {
                result.add(Expr.call(OwnFunctions.PROCTIME.getName(), column.type(), false));
            } else if (column.physical()) {
                int index = physical.indexOf(column.name());
                result.add(Expr.column(
                        index, physical.type(index), physical.field(index).nullable()));
            } else {
                result.add(expressions.translate(computed.get(next++), physical));
            }
        }
        return List.copyOf(result);
    }

    /** The expressions, validated against the columns of a table of that name. */
    List<RexNode> resolve(String table, Schema columns, List<SqlNode> expressions) {
        QueryFrontEnd frontEnd =
                new QueryFrontEnd(new Operators(functions), CatalogTables.reader(table, columns), () -> List.of(table));
        SqlSelect select = new SqlSelect(
                SqlParserPos.ZERO,
                null,
                new SqlNodeList(expressions, SqlParserPos.ZERO),
                new SqlIdentifier(table, SqlParserPos.ZERO),
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null);
        RelOptCluster cluster = QueryFrontEnd.newCluster();
        RelNode rel = frontEnd.validate(select).toRel(cluster);
        if (rel instanceof Project project && project.getInput() instanceof TableScan) {
            return project.getProjects();
        }
        if (rel instanceof TableScan) {
            return List.copyOf(cluster.getRexBuilder().identityProjects(rel.getRowType()));
        }
        throw PlanErrors.at(
                expressions.get(0),
                ErrorCode.INVALID_QUERY,
                "a computed column is computed from its own row; it can neither aggregate nor hold a query");
    }

    /** Columns of a table being made, the computed ones with the types of their expressions. */
    List<CatalogColumn> resolved(List<CatalogColumn> columns) {
        Schema physical = new Schema(columns.stream()
                .filter(CatalogColumn::physical)
                .map(CatalogColumn::field)
                .toList());
        List<CatalogColumn> resolved = new ArrayList<>();
        for (CatalogColumn column : columns) {
            if (column.expression() == null) {
                resolved.add(column);
            } else {
                RelDataType type = resolve("table", physical, List.of(column.expression()))
                        .get(0)
                        .getType();
                resolved.add(column.resolved(TypeTranslator.toEngine(type), type.isNullable()));
            }
        }
        return resolved;
    }
}

package io.millrace.sql.plan;

import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import io.millrace.sql.catalog.Catalog;
import io.millrace.sql.catalog.CatalogView;
import io.millrace.sql.types.MillraceTypeFactory;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.sql.SqlNode;

/** Turns the views that one statement names into their queries. A view may name views, but never itself. */
final class ViewExpansion {
    private final Catalog catalog;
    private final StateTables states;
    private final Map<String, QueryFrontEnd.Validated> validated = new HashMap<>();
    private final Deque<String> open = new ArrayDeque<>();

    ViewExpansion(Catalog catalog) {
        this.catalog = catalog;
        this.states = new StateTables(catalog.functions().aggregates());
    }

    QueryFrontEnd frontEnd() {
        return new QueryFrontEnd(
                new Operators(catalog.functions()),
                states,
                CatalogTables.reader(
                        catalog,
                        view -> new CatalogTables.ViewTable(view, this),
                        program -> new CatalogTables.ProgramTable(program, this)),
                catalog::names);
    }

    /** The state of stored queries that the statement reads. */
    StateTables states() {
        return states;
    }

    /** Columns of a view: its query's, under the view's own names if it has any. */
    RelDataType rowType(CatalogView view) {
        RelDataType row = validated(view).rowType();
        List<String> names = view.columnNames();
        if (names.isEmpty()) {
            return row;
        }
        if (names.size() != row.getFieldCount()) {
            throw new MillraceException(
                    ErrorCode.INVALID_QUERY,
                    "view \"" + view.name() + "\" names " + names.size() + " columns, but its query has "
                            + row.getFieldCount());
        }
        RelDataTypeFactory.Builder renamed = MillraceTypeFactory.INSTANCE.builder();
        for (RelDataTypeField field : row.getFieldList()) {
            renamed.add(names.get(field.getIndex()), field.getType());
        }
        return renamed.build();
    }

    RelNode expand(CatalogView view, RelOptCluster cluster) {
        return inside(view, () -> validated(view).toRel(cluster));
    }

    /** A query that functions of a program take. */
    RelNode expand(SqlNode query, RelOptCluster cluster) {
        return frontEnd().validate(query).toRel(cluster);
    }

    private QueryFrontEnd.Validated validated(CatalogView view) {
        QueryFrontEnd.Validated known = validated.get(view.name());
        if (known == null) {
            known = inside(view, () -> frontEnd().validate(view.syntax().get()));
            validated.put(view.name(), known);
        }
        return known;
    }

    private <T> T inside(CatalogView view, Supplier<T> work) {
        if (open.contains(view.name())) {
            List<String> path = new ArrayList<>(open);
            Collections.reverse(path);
            path.add(view.name());
            throw new MillraceException(
                    ErrorCode.INVALID_QUERY,
                    "view \"" + view.name() + "\" is defined by itself: " + String.join(" -> ", path)
                            + "; views cannot be recursive");
        }
        open.push(view.name());
        try {
            return work.get();
        } catch (MillraceException e) {
            boolean outermost = open.size() == 1;
            String message = outermost ? "in view \"" + view.name() + "\": " + e.getMessage() : e.getMessage();
            throw outermost
                    ? Refusal.aboutTable(e.code(), view.name(), message, e)
                    : new MillraceException(e.code(), message, e);
        } finally {
            open.pop();
        }
    }
}

package io.millrace.sql.plan;

import io.millrace.aggregate.AggregateFunction;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOrderBy;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.util.SqlBasicVisitor;

/** A part of a query that a refusal can point at, after the relational form has lost the places. */
enum Clause {
    GROUP_BY,
    WINDOW,
    OVER,
    ORDER_BY,
    JOIN,
    UNNEST,
    AGGREGATE,
    SELECT;

    /** The one node of that kind in a query; the whole query when there is none or more than one. */
    SqlNode in(SqlNode query) {
        List<SqlNode> found = new ArrayList<>();
        query.accept(new SqlBasicVisitor<Void>() {
            @Override
            public Void visit(SqlCall call) {
                SqlNode place = place(call);
                if (place != null) {
                    found.add(place);
                }
                return super.visit(call);
            }
        });
        return found.size() == 1 ? found.get(0) : query;
    }

    /** Where a query first names a table; the whole query when it does not. */
    static SqlNode table(String name, SqlNode query) {
        List<SqlNode> found = new ArrayList<>();
        query.accept(new SqlBasicVisitor<Void>() {
            @Override
            public Void visit(SqlIdentifier id) {
                if (id.isSimple() && id.getSimple().equalsIgnoreCase(name)) {
                    found.add(id);
                }
                return null;
            }
        });
        return found.isEmpty() ? query : found.get(0);
    }

    /** The one call of an aggregate in a query; the whole query when there is none or more than one. */
    static SqlNode call(AggregateFunction function, SqlNode query) {
        List<SqlNode> found = new ArrayList<>();
        query.accept(new SqlBasicVisitor<Void>() {
            @Override
            public Void visit(SqlCall call) {
                String name = call.getOperator().getName().toUpperCase(Locale.ROOT);
                if (name.equals(function.name()) || function.synonyms().contains(name)) {
                    found.add(call);
                }
                return super.visit(call);
            }
        });
        return found.size() == 1 ? found.get(0) : query;
    }

    private SqlNode place(SqlCall call) {
        return switch (this) {
            case GROUP_BY -> call instanceof SqlSelect select ? groupBy(select) : null;
            case WINDOW -> isWindow(call) ? call : null;
            case OVER -> call.getKind() == SqlKind.OVER ? call : null;
            case ORDER_BY -> call instanceof SqlOrderBy orderBy ? orderBy(orderBy) : null;
            case JOIN -> call.getKind() == SqlKind.JOIN ? call : null;
            case UNNEST -> call.getKind() == SqlKind.UNNEST ? call : null;
            case AGGREGATE -> AggregateNames.isUnknownAggregate(call) ? call : null;
            case SELECT -> null;
        };
    }

    private static SqlNode groupBy(SqlSelect select) {
        if (select.getGroup() != null && !select.getGroup().isEmpty()) {
            return select.getGroup();
        }
        Predicate<SqlNode> aggregates = node -> node instanceof SqlCall call && AggregateNames.isAggregate(call);
        boolean aggregated =
                select.isDistinct() || select.getSelectList().stream().anyMatch(aggregates);
        return aggregated ? select.getSelectList() : null;
    }

    private static SqlNode orderBy(SqlOrderBy orderBy) {
        if (orderBy.orderList.isEmpty()) {
            return orderBy.fetch == null ? orderBy.offset : orderBy.fetch;
        }
        return orderBy.orderList;
    }

    private static boolean isWindow(SqlCall call) {
        return switch (call.getKind()) {
            case TUMBLE, HOP, SESSION -> true;
            default ->
                call.getOperator() instanceof SqlFunction function
                        && WindowTableFunction.NAMES.contains(function.getName().toUpperCase(Locale.ROOT));
        };
    }
}

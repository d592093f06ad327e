package io.millrace.sql.frame;

import io.millrace.config.Spelling;
import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.calcite.sql.JoinConditionType;
import org.apache.calcite.sql.JoinType;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParserPos;

/** Makes the steps over two inputs that are joined. */
public final class Joins {
    private static final String LEFT = "l";
    private static final String RIGHT = "r";

    private static final Map<String, JoinType> TYPES = Map.ofEntries(
            Map.entry("inner", JoinType.INNER),
            Map.entry("cross", JoinType.CROSS),
            Map.entry("left", JoinType.LEFT),
            Map.entry("leftouter", JoinType.LEFT),
            Map.entry("right", JoinType.RIGHT),
            Map.entry("rightouter", JoinType.RIGHT),
            Map.entry("outer", JoinType.FULL),
            Map.entry("full", JoinType.FULL),
            Map.entry("fullouter", JoinType.FULL),
            Map.entry("semi", JoinType.LEFT_SEMI_JOIN),
            Map.entry("leftsemi", JoinType.LEFT_SEMI_JOIN),
            Map.entry("anti", JoinType.LEFT_ANTI_JOIN),
            Map.entry("leftanti", JoinType.LEFT_ANTI_JOIN));

    private Joins() {}

    /** The join type of a name such as {@code left_outer}. */
    public static JoinType type(String name) {
        JoinType type = TYPES.get(name.toLowerCase(Locale.ROOT).replace("_", "").strip());
        if (type == null) {
            throw new MillraceException(
                    ErrorCode.INVALID_QUERY,
                    "there is no join \"" + name + "\"" + Spelling.hint(name, TYPES.keySet())
                            + "; joins: inner, cross, left, right, full, left_semi, left_anti");
        }
        if (type == JoinType.LEFT_SEMI_JOIN || type == JoinType.LEFT_ANTI_JOIN) {
            throw new MillraceException(
                    ErrorCode.UNSUPPORTED, "a " + name + " join is not there yet; an inner join is");
        }
        return type;
    }

    /** All columns of both, for pairs of rows that meet the condition; without one, for all pairs. */
    public static Query on(Query left, Query right, Expression condition, JoinType type) {
        List<FrameColumn> both = new ArrayList<>(left.columns());
        both.addAll(right.columns());
        return join(left, right, type, condition, Query.distinctly(both), items(left, right, List.of()));
    }

    /** Pairs of rows that agree in columns of the same name, which are there once and first. */
    public static Query using(Query left, Query right, List<String> names, JoinType type) {
        Expression condition = null;
        List<Expression> shared = new ArrayList<>();
        List<FrameColumn> columns = new ArrayList<>();
        for (String name : names) {
            Side l = side(LEFT, left, name);
            Side r = side(RIGHT, right, name);
            Expression equal = new Template("? = ?", List.of(l, r), name);
            condition = condition == null ? equal : new Template("? AND ?", List.of(condition, equal), "join");
            shared.add(type == JoinType.RIGHT ? r : type == JoinType.FULL ? merged(l, r) : l);
            columns.add(l.column());
        }
        List<FrameColumn> rest = new ArrayList<>(others(left, names));
        rest.addAll(others(right, names));
        columns.addAll(rest);
        List<Expression> items = new ArrayList<>(shared);
        others(left, names).forEach(column -> items.add(new Side(LEFT, column)));
        others(right, names).forEach(column -> items.add(new Side(RIGHT, column)));
        return join(left, right, type, condition, Query.distinctly(columns), items);
    }

    private static Expression merged(Side left, Side right) {
        return new Template("COALESCE(?, ?)", List.of(left, right), left.label());
    }

    private static Side side(String alias, Query query, String name) {
        Scope scope = query.scope(alias);
        FrameColumn column = scope.column(scope.resolve(List.of(name), null, SqlParserPos.ZERO))
                .orElseThrow();
        return new Side(alias, column);
    }

    private static List<FrameColumn> others(Query query, List<String> names) {
        return query.columns().stream()
                .filter(column -> names.stream().noneMatch(column.name()::equalsIgnoreCase))
                .toList();
    }

    private static List<Expression> items(Query left, Query right, List<String> without) {
        List<Expression> items = new ArrayList<>();
        others(left, without).forEach(column -> items.add(new Side(LEFT, column)));
        others(right, without).forEach(column -> items.add(new Side(RIGHT, column)));
        return items;
    }

    private static Query join(
            Query leftInput,
            Query rightInput,
            JoinType type,
            Expression condition,
            List<FrameColumn> columns,
            List<Expression> items) {
        Query left = Steps.withoutOrder(leftInput);
        Query right = Steps.withoutOrder(rightInput);
        return Steps.typed(new Step(
                List.of(left, right),
                List.of(LEFT, RIGHT),
                from -> {
                    Scope scope = left.scope(LEFT).and(RIGHT, right.columns());
                    SqlNode on = condition == null ? null : condition.toSql(scope);
                    List<SqlNode> selected = new ArrayList<>();
                    for (int i = 0; i < items.size(); i++) {
                        selected.add(Selects.as(
                                items.get(i).toSql(scope), columns.get(i).sqlName()));
                    }
                    return Selects.star(join(from, type, on)).items(selected).toSql();
                },
                false,
                Step.Order.NONE,
                0,
                -1,
                columns,
                null));
    }

    private static SqlNode join(List<SqlNode> from, JoinType type, SqlNode condition) {
        SqlParserPos pos = SqlParserPos.ZERO;
        JoinType written = condition == null && type == JoinType.INNER ? JoinType.CROSS : type;
        JoinConditionType conditionType = condition == null ? JoinConditionType.NONE : JoinConditionType.ON;
        return new SqlJoin(
                pos,
                from.get(0),
                SqlLiteral.createBoolean(false, pos),
                written.symbol(pos),
                from.get(1),
                conditionType.symbol(pos),
                condition);
    }

    /** A column of one side. */
    private record Side(String alias, FrameColumn column) implements Expression {
        @Override
        public SqlNode toSql(Scope scope) {
            return Selects.column(alias, column);
        }

        @Override
        public String label() {
            return column.name();
        }
    }
}

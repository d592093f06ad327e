package io.millrace.sql.frame;

import io.millrace.columnar.DataType;
import io.millrace.columnar.Field;
import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.JoinConditionType;
import org.apache.calcite.sql.JoinType;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;

/** Selects with one collection taken apart: {@code FROM input CROSS JOIN UNNEST(collection)}. */
final class Explode {
    private static final String ELEMENTS = "u";
    private static final String ORDINALITY = "ordinality";

    private final Exploded exploded;
    private final List<String> elements;

    private Explode(Exploded exploded, List<String> elements) {
        this.exploded = exploded;
        this.elements = elements;
    }

    static Query select(Query input, List<Expression> expressions) {
        List<Expression> exploding = expressions.stream()
                .filter(expression -> Exploded.of(expression).isPresent())
                .toList();
        if (exploding.size() > 1) {
            throw new MillraceException(
                    ErrorCode.INVALID_QUERY,
                    "a select can explode one collection; explode the other in a select over it");
        }
        Expression item = exploding.get(0);
        Exploded exploded = Exploded.of(item).orElseThrow();
        List<String> names = names(input, item, exploded);
        return new Explode(exploded, names).select(input, expressions, item);
    }

    /** Names of the columns that come out. */
    private static List<String> names(Query input, Expression item, Exploded exploded) {
        DataType type = Steps.select(input, List.of(new Named(exploded.collection(), List.of("c"))))
                .columns()
                .get(0)
                .field()
                .type();
        List<String> names = new ArrayList<>(exploded.position() ? List.of("pos") : List.of());
        switch (type.kind()) {
            case MAP -> names.addAll(List.of("key", "value"));
            case ARRAY -> {
                if (type.element().kind() == DataType.Kind.ROW) {
                    type.element().children().stream().map(Field::name).forEach(names::add);
                } else {
                    names.add("col");
                }
            }
            default ->
                throw new MillraceException(
                        ErrorCode.TYPE_MISMATCH,
                        "explode takes an ARRAY or a MAP, but " + item.label() + " is " + type);
        }
        List<String> given = Exploded.names(item);
        if (!given.isEmpty() && given.size() != names.size()) {
            throw new MillraceException(
                    ErrorCode.INVALID_QUERY,
                    "explode makes " + names.size() + " columns (" + String.join(", ", names) + "), but is given "
                            + given.size() + " names: " + String.join(", ", given));
        }
        return given.isEmpty() ? names : given;
    }

    private Query select(Query input, List<Expression> expressions, Expression item) {
        List<Expression> values = new ArrayList<>();
        List<FrameColumn> columns = new ArrayList<>();
        for (Expression expression : expressions) {
            if (expression != item) {
                Items plain = Items.of(input, List.of(expression));
                values.addAll(
                        plain.columns().size() == 1
                                ? List.of(expression)
                                : plain.columns().stream()
                                        .map(column -> (Expression) new Items.Picked(column))
                                        .toList());
                columns.addAll(plain.columns());
                continue;
            }
            for (String name : elements) {
                values.add(element(name));
                columns.add(Items.made(name));
            }
        }
        List<FrameColumn> distinct = Query.distinctly(columns);
        return Steps.typed(Step.over(
                Steps.withoutOrder(input),
                from -> Selects.star(join(from, input))
                        .items(items(values, distinct, input.scope(Step.INPUT)))
                        .toSql(),
                distinct));
    }

    private static List<SqlNode> items(List<Expression> values, List<FrameColumn> columns, Scope scope) {
        List<SqlNode> items = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            items.add(Selects.as(values.get(i).toSql(scope), columns.get(i).sqlName()));
        }
        return items;
    }

    /** An element's column; its position counts from 0, as in Spark. */
    private Expression element(String name) {
        boolean position = exploded.position() && name.equals(elements.get(0));
        Expression column = new Element(position ? ORDINALITY : name);
        return position ? new Template("? - 1", List.of(column), name) : column;
    }

    private SqlNode join(SqlNode from, Query input) {
        SqlParserPos pos = SqlParserPos.ZERO;
        SqlNode collection = exploded.collection().toSql(input.scope(Step.INPUT));
        SqlNode unnest = (exploded.position() ? SqlStdOperatorTable.UNNEST_WITH_ORDINALITY : SqlStdOperatorTable.UNNEST)
                .createCall(pos, collection);
        List<SqlNode> named = new ArrayList<>(List.of(unnest, new SqlIdentifier(ELEMENTS, pos)));
        elements.stream().skip(exploded.position() ? 1 : 0).forEach(name -> named.add(new SqlIdentifier(name, pos)));
        if (exploded.position()) {
            named.add(new SqlIdentifier(ORDINALITY, pos));
        }
        SqlNode right = SqlStdOperatorTable.AS.createCall(pos, named);
        JoinType type = exploded.outer() ? JoinType.LEFT : JoinType.CROSS;
        JoinConditionType condition = exploded.outer() ? JoinConditionType.ON : JoinConditionType.NONE;
        return new SqlJoin(
                pos,
                from,
                SqlLiteral.createBoolean(false, pos),
                type.symbol(pos),
                right,
                condition.symbol(pos),
                exploded.outer() ? SqlLiteral.createBoolean(true, pos) : null);
    }

    private record Element(String name) implements Expression {
        @Override
        public SqlNode toSql(Scope scope) {
            return new SqlIdentifier(List.of(ELEMENTS, name), SqlParserPos.ZERO);
        }

        @Override
        public String label() {
            return name;
        }
    }
}

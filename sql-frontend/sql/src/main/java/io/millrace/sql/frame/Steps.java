package io.millrace.sql.frame;

import io.millrace.columnar.Field;
import io.millrace.columnar.Schema;
import io.millrace.config.Spelling;
import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import io.millrace.sql.parse.DeepStack;
import io.millrace.sql.plan.QueryPlanner;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;

/** Makes the steps over one input or two, each checked and typed. */
public final class Steps {
    private static final String MADE_UP = "input";
    private static final String NUMBER = "$number";

    private Steps() {}

    /** The step with the types that its columns turn out to have; refuses one that is not valid. */
    static Step typed(Step draft) {
        Map<String, Schema> tables = new LinkedHashMap<>();
        List<SqlNode> names = new ArrayList<>();
        for (Query input : draft.inputs()) {
            String name = MADE_UP + (tables.size() + 1);
            tables.put(name, input.sqlSchema());
            names.add(new SqlIdentifier(name, SqlParserPos.ZERO));
        }
        Schema schema = DeepStack.call(() -> QueryPlanner.schemaOf(draft.over(names), tables, draft.functions()));
        List<FrameColumn> columns = new ArrayList<>();
        for (int i = 0; i < schema.size(); i++) {
            FrameColumn column = draft.columns().get(i);
            Field field =
                    new Field(column.name(), schema.type(i), schema.field(i).nullable());
            columns.add(
                    new FrameColumn(column.name(), column.sqlName(), field, column.qualifiers(), column.eventTime()));
        }
        return draft.with(columns);
    }

    /** Columns picked and computed; with the order that the input has. */
    public static Query select(Query input, List<Expression> expressions) {
        Items items = Items.of(input, expressions);
        if (items.explodes()) {
            return Explode.select(input, expressions);
        }
        boolean keepsOrder = input instanceof Step below
                && below.plain()
                && !below.order().keys().isEmpty();
        Step ordered = keepsOrder ? (Step) input : null;
        Query source = keepsOrder ? ordered.inputs().get(0) : input;
        Step draft = Step.over(
                source,
                from -> Selects.star(from)
                        .items(items.toSql(source.scope(Step.INPUT)))
                        .toSql(),
                items.columns());
        Step.Remake remake = new Step.Remake(items.values(), other -> select(other, expressions));
        return typed(
                keepsOrder ? draft.in(ordered.order(), ordered.offset(), ordered.fetch(), false) : draft.with(remake));
    }

    public static Query filter(Query input, Expression condition) {
        if (input instanceof Step below
                && below.plain()
                && !below.limited()
                && !below.order().keys().isEmpty()) {
            return filter(below.inputs().get(0), condition, below.order());
        }
        Step.Remake remake = new Step.Remake(List.of(), other -> filter(other, condition));
        return typed(filtered(input, condition).with(remake));
    }

    private static Query filter(Query input, Expression condition, Step.Order order) {
        return sorted(typed(filtered(input, condition)), order, 0, -1);
    }

    private static Step filtered(Query input, Expression condition) {
        return Step.over(
                input,
                from -> Selects.star(from)
                        .where(condition.toSql(input.scope(Step.INPUT)))
                        .toSql(),
                input.columns());
    }

    public static Query distinct(Query input) {
        return typed(Step.over(
                withoutOrder(input), from -> Selects.star(from).distinct().toSql(), unmarked(input.columns())));
    }

    /** In the order of the keys: a window is ordered by its start, then by its end. */
    public static Query sort(Query input, List<SortKey> keys) {
        Scope scope = input.scope(Step.INPUT);
        List<SortKey> single = new ArrayList<>();
        for (SortKey key : keys) {
            Optional<List<FrameColumn>> window =
                    key.key() instanceof ColumnName name ? scope.window(name) : Optional.empty();
            window.ifPresentOrElse(
                    bounds -> bounds.forEach(bound -> single.add(key.of(column(bound)))), () -> single.add(key));
        }
        return sorted(withoutOrder(input), new Step.Order(List.copyOf(single)), 0, -1);
    }

    public static Query limit(Query input, long rows) {
        if (input instanceof Step below
                && below.fetch() < 0
                && !below.order().keys().isEmpty()) {
            return below.in(below.order(), below.offset(), rows, below.plain());
        }
        return sorted(input, Step.Order.NONE, 0, rows);
    }

    public static Query offset(Query input, long rows) {
        if (input instanceof Step below
                && !below.limited()
                && !below.order().keys().isEmpty()) {
            return below.in(below.order(), rows, -1, below.plain());
        }
        return sorted(input, Step.Order.NONE, rows, -1);
    }

    private static Query sorted(Query input, Step.Order order, long offset, long fetch) {
        Step star = Step.over(input, from -> Selects.star(from).toSql(), input.columns());
        return typed(star.in(order, offset, fetch, true));
    }

    /** The input of something that has no order. */
    static Query withoutOrder(Query input) {
        return input instanceof Step below
                        && below.plain()
                        && !below.limited()
                        && !below.order().keys().isEmpty()
                ? below.inputs().get(0)
                : input;
    }

    /** Columns that no longer come straight from a table. */
    static List<FrameColumn> unmarked(List<FrameColumn> columns) {
        return columns.stream()
                .map(column ->
                        new FrameColumn(column.name(), column.sqlName(), column.field(), column.qualifiers(), false))
                .toList();
    }

    /** All rows of both, column by column. */
    public static Query union(Query left, Query right) {
        List<FrameColumn> columns = new ArrayList<>();
        for (int i = 0; i < left.columns().size(); i++) {
            FrameColumn column = left.columns().get(i);
            boolean eventTime = column.eventTime()
                    && i < right.columns().size()
                    && right.columns().get(i).eventTime();
            columns.add(
                    new FrameColumn(column.name(), column.sqlName(), column.field(), column.qualifiers(), eventTime));
        }
        return typed(new Step(
                List.of(withoutOrder(left), withoutOrder(right)),
                List.of("l", "r"),
                from -> SqlStdOperatorTable.UNION_ALL.createCall(
                        SqlParserPos.ZERO,
                        Selects.star(from.get(0)).toSql(),
                        Selects.star(from.get(1)).toSql()),
                false,
                Step.Order.NONE,
                0,
                -1,
                columns,
                null));
    }

    /** All rows of both; the columns of the right go where those of their name are. */
    public static Query unionByName(Query left, Query right, boolean allowMissing) {
        List<Expression> leftItems = new ArrayList<>();
        List<Expression> rightItems = new ArrayList<>();
        for (FrameColumn column : left.columns()) {
            leftItems.add(column(column));
            Optional<Integer> other = indexOf(right, column.name());
            rightItems.add(
                    other.isPresent() || !allowMissing
                            ? new Named(Expression.column(quoted(column.name())), List.of(column.name()))
                            : missing(column));
        }
        for (FrameColumn column : right.columns()) {
            if (indexOf(left, column.name()).isEmpty()) {
                if (!allowMissing) {
                    throw new MillraceException(
                            ErrorCode.UNKNOWN_COLUMN,
                            "column \"" + column.name() + "\" is in one of the frames only"
                                    + Spelling.hint(column.name(), left.schema().names())
                                    + "; allow missing columns to have NULL there");
                }
                leftItems.add(missing(column));
                rightItems.add(column(column));
            }
        }
        boolean asIs = leftItems.size() == left.columns().size();
        return union(asIs ? left : select(left, leftItems), select(right, rightItems));
    }

    private static Expression missing(FrameColumn column) {
        String type = column.field().type().toString();
        return new Named(Expression.template(column.name(), "CAST(NULL AS " + type + ")"), List.of(column.name()));
    }

    static String quoted(String name) {
        return "`" + name + "`";
    }

    /** Of the rows that agree in the columns the first, by event time where there is one. */
    public static Query firstOf(Query query, List<String> names) {
        List<Expression> keys = new ArrayList<>();
        names.forEach(name -> columns(query, Expression.column(name)).forEach(column -> keys.add(column(column))));
        List<Expression> args = new ArrayList<>(keys);
        Optional<FrameColumn> time =
                query.columns().stream().filter(FrameColumn::eventTime).findFirst();
        time.ifPresent(column -> args.add(column(column)));
        String partition =
                keys.isEmpty() ? "" : "PARTITION BY " + String.join(", ", Collections.nCopies(keys.size(), "?"));
        String call = "ROW_NUMBER() OVER (" + partition + (time.isPresent() ? " ORDER BY ?" : "") + ")";
        List<Expression> items = new ArrayList<>();
        query.columns().forEach(column -> items.add(column(column)));
        items.add(new Named(new Template(call, args, NUMBER), List.of(NUMBER)));
        Query numbered = select(query, items);
        Query first = filter(numbered, new Template("? = 1", List.of(Expression.column(NUMBER)), NUMBER));
        List<FrameColumn> kept = first.columns().subList(0, first.columns().size() - 1);
        return select(first, kept.stream().map(Steps::column).toList());
    }

    /** A column that is there. */
    public static Expression column(FrameColumn column) {
        return new Items.Picked(column);
    }

    /** The column that an expression names; refuses what is none. */
    public static FrameColumn check(Query query, Expression expression) {
        List<FrameColumn> columns = columns(query, expression);
        if (columns.size() != 1) {
            throw new MillraceException(
                    ErrorCode.INVALID_QUERY, "\"" + expression.label() + "\" is not one column of the frame");
        }
        return columns.get(0);
    }

    /** The columns that an expression names: of a window both. */
    public static List<FrameColumn> columns(Query query, Expression expression) {
        Scope scope = query.scope(Step.INPUT);
        if (expression instanceof ColumnName name && scope.window(name).isPresent()) {
            return scope.window(name).get();
        }
        return scope.column(expression.toSql(scope)).map(List::of).orElse(List.of());
    }

    /** The position of a column by its name in any case; empty where there is none. */
    public static Optional<Integer> indexOf(Query query, String name) {
        for (int i = 0; i < query.columns().size(); i++) {
            if (query.columns().get(i).name().equalsIgnoreCase(name)) {
                return Optional.of(i);
            }
        }
        return Optional.empty();
    }
}

package io.millrace.sql;

import io.millrace.config.Spelling;
import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import io.millrace.sql.frame.Aggregates;
import io.millrace.sql.frame.Expression;
import io.millrace.sql.frame.Literals;
import io.millrace.sql.frame.Named;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/** The groups of a {@link DataFrame}, to be aggregated. Immutable. */
public final class GroupedData {
    private static final Map<String, Function<Column, Column>> BY_NAME = byName();

    private final DataFrame frame;
    private final Aggregates.Grouping grouping;
    private final List<Expression> keys;
    private final Pivot pivot;

    /** The column whose values become columns. */
    private record Pivot(Column column, List<Object> values) {}

    GroupedData(DataFrame frame, Aggregates.Grouping grouping, List<Expression> keys) {
        this(frame, grouping, keys, null);
        Aggregates.check(frame.query(), keys);
    }

    private GroupedData(DataFrame frame, Aggregates.Grouping grouping, List<Expression> keys, Pivot pivot) {
        this.frame = frame;
        this.grouping = grouping;
        this.keys = keys;
        this.pivot = pivot;
    }

    private static Map<String, Function<Column, Column>> byName() {
        Map<String, Function<Column, Column>> all = new LinkedHashMap<>();
        all.put("count", functions::count);
        all.put("sum", functions::sum);
        all.put("avg", functions::avg);
        all.put("mean", functions::avg);
        all.put("min", functions::min);
        all.put("max", functions::max);
        all.put("first", functions::first);
        all.put("last", functions::last);
        all.put("stddev", functions::stddev);
        all.put("variance", functions::variance);
        all.put("approx_count_distinct", functions::approx_count_distinct);
        all.put("collect_list", functions::collect_list);
        all.put("collect_set", functions::collect_set);
        return all;
    }

    /** The keys, then the aggregates. */
    public DataFrame agg(Column aggregate, Column... more) {
        List<Column> all = new ArrayList<>(List.of(aggregate));
        all.addAll(Arrays.asList(more));
        List<Expression> values =
                pivot == null ? all.stream().map(Column::expression).toList() : pivoted(all);
        return new DataFrame(
                frame.session(), Aggregates.of(frame.query(), grouping, keys, values), frame.isStreaming());
    }

    /** Aggregates by the name of the column: {@code Map.of("price", "max")}. */
    public DataFrame agg(Map<String, String> functionsByColumn) {
        List<Column> all = new ArrayList<>();
        functionsByColumn.forEach((column, function) -> {
            Function<Column, Column> known = BY_NAME.get(function.toLowerCase(Locale.ROOT));
            if (known == null) {
                throw new MillraceException(
                        ErrorCode.UNKNOWN_FUNCTION,
                        "agg does not know \"" + function + "\" by its name" + Spelling.hint(function, BY_NAME.keySet())
                                + "; give it as a Column");
            }
            all.add(known.apply(functions.col(column)));
        });
        if (all.isEmpty()) {
            throw new MillraceException(ErrorCode.INVALID_QUERY, "agg needs at least one aggregate");
        }
        return agg(all.get(0), all.subList(1, all.size()).toArray(Column[]::new));
    }

    /** How many rows there are of each, as {@code count}. */
    public DataFrame count() {
        return agg(functions.count("*").as("count"));
    }

    public DataFrame sum(String... columns) {
        return each(functions::sum, columns);
    }

    public DataFrame avg(String... columns) {
        return each(functions::avg, columns);
    }

    public DataFrame mean(String... columns) {
        return avg(columns);
    }

    public DataFrame min(String... columns) {
        return each(functions::min, columns);
    }

    public DataFrame max(String... columns) {
        return each(functions::max, columns);
    }

    private DataFrame each(Function<Column, Column> function, String... columns) {
        if (columns.length == 0) {
            throw new MillraceException(ErrorCode.INVALID_QUERY, "name the columns to aggregate");
        }
        Column[] all = Arrays.stream(columns).map(functions::col).map(function).toArray(Column[]::new);
        return agg(all[0], Arrays.copyOfRange(all, 1, all.length));
    }

    /** A column of aggregates for each value that a column has now: of batch frames. */
    public GroupedData pivot(String column) {
        if (frame.isStreaming()) {
            throw new MillraceException(
                    ErrorCode.INVALID_QUERY,
                    "the values of \"" + column + "\" are not known before the stream has ended; name them:"
                            + " pivot(\"" + column + "\", List.of(...))");
        }
        List<Object> values = frame.select(column).distinct().orderBy(column).collectAsList().stream()
                .map(row -> row.get(0))
                .toList();
        return pivot(column, values);
    }

    /** A column of aggregates for each of the values. */
    public GroupedData pivot(String column, List<?> values) {
        if (pivot != null || grouping != Aggregates.Grouping.PLAIN) {
            throw new MillraceException(ErrorCode.INVALID_QUERY, "pivot follows groupBy, once");
        }
        return new GroupedData(frame, grouping, keys, new Pivot(functions.col(column), new ArrayList<>(values)));
    }

    private List<Expression> pivoted(List<Column> aggregates) {
        List<Expression> all = new ArrayList<>();
        for (Object value : pivot.values()) {
            Column isValue =
                    value == null ? pivot.column().isNull() : pivot.column().equalTo(new Column(Literals.plain(value)));
            for (Column aggregate : aggregates) {
                Expression plain =
                        aggregate.expression() instanceof Named named ? named.value() : aggregate.expression();
                String name = aggregates.size() == 1 ? Objects.toString(value) : value + "_" + aggregate;
                all.add(new Column(plain).filter(isValue).as(name).expression());
            }
        }
        return all;
    }
}

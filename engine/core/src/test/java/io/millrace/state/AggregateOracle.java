package io.millrace.state;

import io.millrace.aggregate.ValueOrder;
import io.millrace.columnar.ColumnBatch;
import io.millrace.columnar.DataType;
import io.millrace.columnar.Field;
import io.millrace.columnar.Schema;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * What every aggregate gives, worked out from all its rows in the plainest way.
 *
 * @param types of the arguments
 * @param result type of the result
 */
record AggregateOracle(List<DataType> types, DataType result) {
    /** Names of the aggregates that look at NULLs. */
    private static final Set<String> KEEPING_NULLS = Set.of("FIRST_VALUE", "LAST_VALUE", "ARRAY_AGG");

    private static final double FRACTION = 0.3;

    private static final Map<String, Function<AggregateOracle, Function<List<List<Object>>, Object>>> BY_NAME =
            Map.ofEntries(
                    Map.entry("COUNT", o -> rows -> (long) rows.size()),
                    Map.entry("SUM", o -> rows -> o.sum(rows)),
                    Map.entry("AVG", o -> rows -> o.average(rows)),
                    Map.entry("MIN", o -> rows -> o.least(rows, 0, false, 0)),
                    Map.entry("MAX", o -> rows -> o.least(rows, 0, true, 0)),
                    Map.entry("VAR_POP", o -> rows -> variance(rows, 0)),
                    Map.entry("VAR_SAMP", o -> rows -> variance(rows, 1)),
                    Map.entry("STDDEV_POP", o -> rows -> root(variance(rows, 0))),
                    Map.entry("STDDEV_SAMP", o -> rows -> root(variance(rows, 1))),
                    Map.entry("COVAR_POP", o -> rows -> moment(rows, 0, 1) / rows.size()),
                    Map.entry(
                            "COVAR_SAMP", o -> rows -> rows.size() < 2 ? null : moment(rows, 0, 1) / (rows.size() - 1)),
                    Map.entry(
                            "CORR",
                            o -> rows -> isFlat(rows, 0) || isFlat(rows, 1)
                                    ? null
                                    : moment(rows, 0, 1) / Math.sqrt(moment(rows, 0, 0) * moment(rows, 1, 1))),
                    Map.entry("REGR_COUNT", o -> rows -> (long) rows.size()),
                    Map.entry("REGR_AVGY", o -> rows -> mean(rows, 0)),
                    Map.entry("REGR_AVGX", o -> rows -> mean(rows, 1)),
                    Map.entry("REGR_SYY", o -> rows -> moment(rows, 0, 0)),
                    Map.entry("REGR_SXX", o -> rows -> moment(rows, 1, 1)),
                    Map.entry("REGR_SXY", o -> rows -> moment(rows, 0, 1)),
                    Map.entry("REGR_SLOPE", o -> rows -> isFlat(rows, 1) ? null : slope(rows)),
                    Map.entry(
                            "REGR_INTERCEPT",
                            o -> rows -> isFlat(rows, 1) ? null : mean(rows, 0) - slope(rows) * mean(rows, 1)),
                    Map.entry(
                            "REGR_R2",
                            o -> rows -> isFlat(rows, 1)
                                    ? null
                                    : isFlat(rows, 0)
                                            ? Double.valueOf(1)
                                            : Double.valueOf(slope(rows) * moment(rows, 0, 1) / moment(rows, 0, 0))),
                    Map.entry("EVERY", o -> rows -> rows.stream().allMatch(row -> (Boolean) row.get(0))),
                    Map.entry("SOME", o -> rows -> rows.stream().anyMatch(row -> (Boolean) row.get(0))),
                    Map.entry("BIT_AND", o -> rows -> bits(rows, (a, b) -> a & b)),
                    Map.entry("BIT_OR", o -> rows -> bits(rows, (a, b) -> a | b)),
                    Map.entry("BIT_XOR", o -> rows -> bits(rows, (a, b) -> a ^ b)),
                    Map.entry("FIRST_VALUE", o -> rows -> rows.get(0).get(0)),
                    Map.entry(
                            "LAST_VALUE", o -> rows -> rows.get(rows.size() - 1).get(0)),
                    Map.entry("ANY_VALUE", o -> rows -> rows.get(0).get(0)),
                    Map.entry("ARG_MIN", o -> rows -> o.least(rows, 1, false, 0)),
                    Map.entry("ARG_MAX", o -> rows -> o.least(rows, 1, true, 0)),
                    Map.entry("ARRAY_AGG", o -> rows -> list(rows)),
                    Map.entry("COLLECT", o -> rows -> list(rows)),
                    Map.entry(
                            "LISTAGG",
                            o -> rows -> rows.stream()
                                    .map(row -> (String) row.get(0))
                                    .collect(Collectors.joining("-"))),
                    Map.entry("MEDIAN", o -> rows -> between(rows, 0.5)),
                    Map.entry("PERCENTILE_CONT", o -> rows -> between(rows, FRACTION)),
                    Map.entry("PERCENTILE_DISC", o -> rows -> o.picked(rows)),
                    Map.entry("APPROX_COUNT_DISTINCT", o -> rows -> (long) new HashSet<>(rows).size()),
                    Map.entry("APPROX_PERCENTILE", o -> rows -> o.picked(rows)));

    /** Whether there is an oracle for the function. */
    static boolean knows(String function) {
        return BY_NAME.containsKey(function);
    }

    /** The result over rows of arguments in their order. */
    Object of(String function, List<List<Object>> all, boolean distinct) {
        List<List<Object>> rows = new ArrayList<>(all);
        if (function.startsWith("ARG_")) {
            rows.removeIf(row -> row.get(row.size() - 1) == null);
        } else if (!KEEPING_NULLS.contains(function)) {
            rows.removeIf(row -> row.contains(null));
        }
        if (distinct) {
            rows = new ArrayList<>(new LinkedHashSet<>(rows));
        }
        boolean counts = function.contains("COUNT");
        return rows.isEmpty() && !counts
                ? null
                : BY_NAME.get(function).apply(this).apply(rows);
    }

    private static double number(Object value) {
        return ((Number) value).doubleValue();
    }

    private Object sum(List<List<Object>> rows) {
        BigDecimal sum = rows.stream()
                .map(row -> new BigDecimal(row.get(0).toString()))
                .reduce(BigDecimal.ZERO, BigDecimal::add);
        return switch (result.storage()) {
            case LONG -> (Object) sum.longValueExact();
            case DOUBLE -> sum.doubleValue();
            default -> sum.setScale(result.scale());
        };
    }

    private Object average(List<List<Object>> rows) {
        BigDecimal count = BigDecimal.valueOf(rows.size());
        BigDecimal sum = new BigDecimal(sum(rows).toString());
        return result.storage() == DataType.Storage.DOUBLE
                ? (Object) (sum.doubleValue() / rows.size())
                : sum.divide(count, result.scale(), RoundingMode.HALF_UP);
    }

    /** Argument {@code given} of the row with the least argument {@code by}, of several of the first. */
    private Object least(List<List<Object>> rows, int by, boolean greatest, int given) {
        Comparator<Object> order = order(types.get(by));
        List<Object> best = rows.get(0);
        for (List<Object> row : rows) {
            int compared = order.compare(row.get(by), best.get(by));
            if (greatest ? compared > 0 : compared < 0) {
                best = row;
            }
        }
        return best.get(given);
    }

    private static Comparator<Object> order(DataType type) {
        Schema schema = new Schema(List.of(Field.of("v", type)));
        Function<Object, Object> comparable = value -> ValueOrder.comparable(
                ColumnBatch.ofRows(schema, List.of(List.of(value))).column(0), 0, type);
        return (a, b) -> ValueOrder.of(type).compare(comparable.apply(a), comparable.apply(b));
    }

    private static double mean(List<List<Object>> rows, int argument) {
        return rows.stream().mapToDouble(row -> number(row.get(argument))).sum() / rows.size();
    }

    private static double moment(List<List<Object>> rows, int a, int b) {
        double meanA = mean(rows, a);
        double meanB = mean(rows, b);
        ToDoubleFunction<List<Object>> product = row -> (number(row.get(a)) - meanA) * (number(row.get(b)) - meanB);
        return rows.stream().mapToDouble(product).sum();
    }

    private static boolean isFlat(List<List<Object>> rows, int argument) {
        return rows.stream().map(row -> number(row.get(argument))).distinct().count() == 1;
    }

    private static double slope(List<List<Object>> rows) {
        return moment(rows, 0, 1) / moment(rows, 1, 1);
    }

    private static Double variance(List<List<Object>> rows, int less) {
        return rows.size() == less ? null : Double.valueOf(moment(rows, 0, 0) / (rows.size() - less));
    }

    private static Double root(Double value) {
        return value == null ? null : Double.valueOf(Math.sqrt(value));
    }

    private static Object bits(List<List<Object>> rows, BinaryOperator<Long> operation) {
        return rows.stream().map(row -> (Long) row.get(0)).reduce(operation).orElseThrow();
    }

    private static Object list(List<List<Object>> rows) {
        return rows.stream().map(row -> row.get(0)).collect(Collectors.toCollection(ArrayList::new));
    }

    private static Object between(List<List<Object>> rows, double fraction) {
        double[] values =
                rows.stream().mapToDouble(row -> number(row.get(0))).sorted().toArray();
        double place = fraction * (values.length - 1);
        int below = (int) place;
        int above = Math.min(below + 1, values.length - 1);
        return values[below] + (values[above] - values[below]) * (place - below);
    }

    private Object picked(List<List<Object>> rows) {
        List<Object> values =
                rows.stream().map(row -> row.get(0)).sorted(order(types.get(0))).toList();
        return values.get(Math.max(0, (int) Math.ceil(FRACTION * values.size()) - 1));
    }
}

package io.millrace.aggregate;

import static io.millrace.aggregate.AggregateFunction.Property.EXACT_MERGE;
import static io.millrace.aggregate.AggregateFunction.Property.INVERTIBLE;
import static io.millrace.aggregate.AggregateFunction.Property.ORDER_FREE;

import io.millrace.aggregate.AggregateFunction.Property;
import io.millrace.columnar.DataType;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Variance, standard deviation, covariance, correlation and linear regression. */
final class StatisticalAggregates {
    static final List<AggregateFunction> ALL = all();

    private StatisticalAggregates() {}

    private static List<AggregateFunction> all() {
        List<AggregateFunction> all = new ArrayList<>();
        all.add(spread(Spread.VAR_POP, "The variance of all values."));
        all.add(spread(Spread.VAR_SAMP, "The variance of a sample; NULL of one value.", "VARIANCE"));
        all.add(spread(Spread.STDDEV_POP, "The standard deviation of all values."));
        all.add(spread(Spread.STDDEV_SAMP, "The standard deviation of a sample; NULL of one value.", "STDDEV"));
        all.add(pair(PairStatistic.COVAR_POP, "The covariance of all pairs."));
        all.add(pair(PairStatistic.COVAR_SAMP, "The covariance of a sample; NULL of one pair."));
        all.add(pair(PairStatistic.CORR, "The correlation of the pairs; NULL when all of a side are equal."));
        all.add(pair(PairStatistic.REGR_COUNT, "How many pairs have no NULL."));
        all.add(pair(PairStatistic.REGR_AVGY, "The average of y over the pairs."));
        all.add(pair(PairStatistic.REGR_AVGX, "The average of x over the pairs."));
        all.add(pair(PairStatistic.REGR_SYY, "The sum of squared distances of y from its average."));
        all.add(pair(PairStatistic.REGR_SXX, "The sum of squared distances of x from its average."));
        all.add(pair(PairStatistic.REGR_SXY, "The sum of the products of both distances."));
        all.add(pair(PairStatistic.REGR_SLOPE, "The slope of the line that fits the pairs best."));
        all.add(pair(PairStatistic.REGR_INTERCEPT, "Where the line that fits the pairs best has x = 0."));
        all.add(pair(PairStatistic.REGR_R2, "The share of y's variance that the line explains."));
        return List.copyOf(all);
    }

    private static AggregateFunction spread(Spread spread, String description, String... synonyms) {
        String name = spread.name();
        return AggregateFunction.named(name, synonyms)
                .says(name + "(x)", description)
                .gives(types -> doubleOf(name, types))
                .has(StatisticalAggregates::spreadProperties)
                .by((call, types) -> isFloating(types.get(0))
                        ? new DoubleSpreadAccumulator(spread)
                        : new ExactSpreadAccumulator(spread));
    }

    private static AggregateFunction pair(PairStatistic statistic, String description) {
        String name = statistic.name();
        boolean counts = statistic == PairStatistic.REGR_COUNT;
        AggregateFunction.Builder builder = AggregateFunction.named(name)
                .says(name + "(y, x)", description)
                .takes(2, 2)
                .gives(types -> counts ? countOf(name, types) : doubleOf(name, types))
                .has(ORDER_FREE);
        return (counts ? builder.neverNull() : builder).by((call, types) -> new PairAccumulator(statistic));
    }

    private static Set<Property> spreadProperties(List<DataType> types) {
        return isFloating(types.get(0)) ? EnumSet.of(ORDER_FREE) : EnumSet.of(EXACT_MERGE, INVERTIBLE, ORDER_FREE);
    }

    private static boolean isFloating(DataType type) {
        return type.storage() == DataType.Storage.DOUBLE;
    }

    private static DataType doubleOf(String name, List<DataType> types) {
        types.forEach(type -> ArgumentTypes.plainNumber(name, type));
        return DataType.DOUBLE;
    }

    private static DataType countOf(String name, List<DataType> types) {
        doubleOf(name, types);
        return DataType.BIGINT;
    }
}

package io.millrace.sql.plan;

import io.millrace.aggregate.AggregateFunction;
import io.millrace.aggregate.AggregateFunctions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.calcite.sql.SqlAggFunction;
import org.apache.calcite.sql.SqlOperator;

/** The engine's aggregate functions as operators of SQL, each under all its names. */
final class AggregateOperators {
    /** Those that the validator must know as its own, since the standard has more to say of them. */
    private static final Set<String> OF_THE_STANDARD = Set.of("COUNT", "SUM", "AVG", "MIN", "MAX");

    static final List<SqlOperator> ALL = all();

    private AggregateOperators() {}

    private static List<SqlOperator> all() {
        List<SqlOperator> all = new ArrayList<>();
        for (AggregateFunction function : new AggregateFunctions().all()) {
            if (!OF_THE_STANDARD.contains(function.name())) {
                all.add(new AggregateOperator(function.name(), function));
                function.synonyms().forEach(synonym -> all.add(new AggregateOperator(synonym, function)));
            }
        }
        return all;
    }

    /** Our operator for an aggregate that the parser has resolved by itself; null where there is none. */
    static SqlOperator inPlaceOf(SqlOperator operator) {
        if (!(operator instanceof SqlAggFunction) || operator instanceof AggregateOperator) {
            return null;
        }
        return ALL.stream()
                .filter(own -> own.getName().equalsIgnoreCase(operator.getName()))
                .findFirst()
                .orElse(null);
    }

    /** The aggregates that a session has brought along by now. */
    static List<SqlOperator> ofUsers(AggregateFunctions functions) {
        return functions.all().stream()
                .filter(function -> functions.isOfUser(function.name()))
                .map(function -> (SqlOperator) new AggregateOperator(function.name(), function))
                .toList();
    }

    /** Those of them with a name. */
    static List<SqlOperator> ofUsers(AggregateFunctions functions, String name) {
        return functions.isOfUser(name)
                ? List.of(new AggregateOperator(name.toUpperCase(Locale.ROOT), functions.of(name)))
                : List.of();
    }
}

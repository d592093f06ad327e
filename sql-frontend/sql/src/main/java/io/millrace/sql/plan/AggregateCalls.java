package io.millrace.sql.plan;

import io.millrace.aggregate.AggregateCall;
import io.millrace.sql.expr.TypeTranslator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.sql.SqlAggFunction;

/** The aggregate calls of a query as the engine's. */
final class AggregateCalls {
    /** The aggregates that the engine computes. */
    static final Set<String> KNOWN = Set.of("COUNT", "SUM", "MIN", "MAX", "AVG");

    private AggregateCalls() {}

    /** Whether a call looks at the pending window: its rows must have it then. */
    static boolean look(Relation input, Aggregate rel) {
        return rel.getAggCallList().stream()
                .flatMap(call -> Stream.concat(call.getArgList().stream(), Stream.of(call.filterArg)))
                .anyMatch(field -> field >= 0 && input.isPending(input.fields().get(field)));
    }

    static List<AggregateCall> of(Relation input, Aggregate rel) {
        List<AggregateCall> calls = new ArrayList<>();
        for (int i = 0; i < rel.getAggCallList().size(); i++) {
            int field = rel.getGroupCount() + i;
            calls.add(call(
                    input,
                    rel.getAggCallList().get(i),
                    rel.getRowType().getFieldNames().get(field)));
        }
        return calls;
    }

    private static AggregateCall call(Relation input, org.apache.calcite.rel.core.AggregateCall call, String name) {
        String function = name(call.getAggregation());
        if (!KNOWN.contains(function)) {
            throw Refusal.unsupported(
                    Clause.AGGREGATE,
                    "aggregate " + function + " is not there yet; there are AVG, COUNT, MAX, MIN and SUM");
        }
        if (call.isApproximate() || !call.getCollation().getFieldCollations().isEmpty() || call.ignoreNulls()) {
            throw Refusal.unsupported(
                    Clause.AGGREGATE,
                    function + " takes neither APPROXIMATE, nor IGNORE NULLS, nor WITHIN GROUP, nor ORDER BY");
        }
        return new AggregateCall(
                function,
                call.getArgList().stream().map(input.fields()::get).toList(),
                call.isDistinct() && !function.equals("MIN") && !function.equals("MAX"),
                call.filterArg < 0 ? -1 : input.fields().get(call.filterArg),
                name,
                TypeTranslator.toEngine(call.getType()),
                call.getType().isNullable());
    }

    private static String name(SqlAggFunction function) {
        return function.getName().toUpperCase(Locale.ROOT);
    }
}

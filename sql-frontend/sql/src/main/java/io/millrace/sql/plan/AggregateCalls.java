package io.millrace.sql.plan;

import io.millrace.aggregate.AggregateCall;
import io.millrace.aggregate.AggregateFunction;
import io.millrace.aggregate.AggregateFunction.Ordering;
import io.millrace.aggregate.AggregateFunction.Property;
import io.millrace.aggregate.AggregateFunctions;
import io.millrace.columnar.DataType;
import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import io.millrace.expr.Literal;
import io.millrace.sql.expr.TypeTranslator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.calcite.rel.RelFieldCollation;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.sql.SqlAggFunction;

/** The aggregate calls of a query as the engine's. */
final class AggregateCalls {
    private final Relation input;

    private AggregateCalls(Relation input) {
        this.input = input;
    }

    /** Whether a call looks at the pending window: its rows must have it then. */
    static boolean look(Relation input, Aggregate rel) {
        return rel.getAggCallList().stream()
                .flatMap(call -> Stream.of(
                                call.getArgList(),
                                List.of(call.filterArg),
                                call.getCollation().getKeys())
                        .flatMap(List::stream))
                .anyMatch(field -> field >= 0 && input.isPending(input.fields().get(field)));
    }

    static List<AggregateCall> of(Relation input, Aggregate rel) {
        AggregateCalls calls = new AggregateCalls(input);
        List<AggregateCall> all = new ArrayList<>();
        for (int i = 0; i < rel.getAggCallList().size(); i++) {
            int field = rel.getGroupCount() + i;
            all.add(calls.call(
                    rel.getAggCallList().get(i),
                    rel.getRowType().getFieldNames().get(field)));
        }
        return all;
    }

    private AggregateCall call(org.apache.calcite.rel.core.AggregateCall call, String name) {
        AggregateFunction function = function(call.getAggregation());
        if (call.isApproximate() && !call.isDistinct()) {
            throw Refusal.aboutCall(ErrorCode.UNSUPPORTED, function, function.name() + " takes no APPROXIMATE");
        }
        List<Integer> fields =
                call.getArgList().stream().map(input.fields()::get).toList();
        List<AggregateCall.Order> order = call.getCollation().getFieldCollations().stream()
                .map(this::order)
                .toList();
        boolean ordersArgument = function.ordering() == Ordering.ARGUMENT;
        int columns = Math.min(fields.size(), function.parametersFrom() - (ordersArgument ? 1 : 0));
        List<Literal> parameters = new ArrayList<>();
        for (int field : fields.subList(columns, fields.size())) {
            parameters.add(parameter(function, field));
        }
        List<Integer> arguments =
                ordersArgument ? order.stream().map(AggregateCall.Order::column).toList() : fields.subList(0, columns);
        Set<Property> properties = function.properties(types(arguments));
        boolean countsOnce = call.isDistinct() && !properties.contains(Property.DUPLICATE_FREE);
        if (countsOnce && !order.stream().allMatch(key -> arguments.contains(key.column()))) {
            throw Refusal.aboutCall(
                    ErrorCode.INVALID_QUERY,
                    function,
                    function.name() + "(DISTINCT ...) can be ordered by its own arguments only: of rows with equal"
                            + " ones any could give the place");
        }
        boolean orderCounts = ordersArgument || !properties.contains(Property.ORDER_FREE);
        return checked(
                function,
                new AggregateCall(
                        function,
                        arguments,
                        countsOnce,
                        call.filterArg < 0 ? -1 : input.fields().get(call.filterArg),
                        name,
                        TypeTranslator.toEngine(call.getType()),
                        call.getType().isNullable(),
                        parameters,
                        orderCounts ? order : List.of(),
                        call.ignoreNulls()));
    }

    /** Lets the function look at its parameters before anything runs. */
    private AggregateCall checked(AggregateFunction function, AggregateCall call) {
        try {
            function.fold(call, types(call.arguments()));
            return call;
        } catch (MillraceException e) {
            throw Refusal.aboutCall(e.code(), function, e.getMessage());
        }
    }

    private List<DataType> types(List<Integer> columns) {
        return columns.stream().map(input.columns()::type).toList();
    }

    private AggregateCall.Order order(RelFieldCollation key) {
        boolean nullsFirst = key.nullDirection == RelFieldCollation.NullDirection.FIRST;
        return new AggregateCall.Order(
                input.fields().get(key.getFieldIndex()), key.getDirection().isDescending(), nullsFirst);
    }

    private Literal parameter(AggregateFunction function, int column) {
        Literal literal = Constants.of(input.node(), column);
        if (literal == null) {
            throw Refusal.aboutCall(
                    ErrorCode.INVALID_QUERY,
                    function,
                    "only constants may follow the first " + function.parametersFrom() + " argument"
                            + (function.parametersFrom() == 1 ? "" : "s") + " of " + function.signature());
        }
        return literal;
    }

    private static AggregateFunction function(SqlAggFunction operator) {
        if (operator instanceof AggregateOperator own) {
            return own.function();
        }
        String name = operator.getName().toUpperCase(Locale.ROOT);
        if (!AggregateFunctions.isBuiltIn(name)) {
            throw Refusal.unsupported(
                    Clause.AGGREGATE, "aggregate " + name + " is not there yet; SHOW FUNCTIONS lists those that are");
        }
        return AggregateFunctions.builtIn(name);
    }
}

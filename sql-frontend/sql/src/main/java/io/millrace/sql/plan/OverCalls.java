package io.millrace.sql.plan;

import io.millrace.aggregate.AggregateFunction;
import io.millrace.aggregate.AggregateFunction.Ordering;
import io.millrace.aggregate.AggregateFunction.Property;
import io.millrace.aggregate.AggregateFunctions;
import io.millrace.plan.OverCall;
import io.millrace.plan.OverCall.Frame;
import io.millrace.sql.expr.TypeTranslator;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexOver;
import org.apache.calcite.rex.RexWindow;
import org.apache.calcite.rex.RexWindowBound;
import org.apache.calcite.sql.SqlKind;

/**
 * One OVER call as the engine's.
 *
 * @param columns where the arguments are; null for those that are no columns
 */
record OverCalls(RexOver over, String name, List<Integer> columns) {
    private static final Set<String> OTHERS = Set.of("ROW_NUMBER", "RANK", "LAG", "FIRST_VALUE", "LAST_VALUE");

    OverCalls {
        columns = columns.stream().toList();
    }

    /** The sum that a CASE is made from; null when it is another CASE. */
    static RexOver sum(RexCall call) {
        if (!call.isA(SqlKind.CASE)
                || call.getOperands().size() != 3
                || !(call.getOperands().get(1) instanceof RexOver sum)
                || sum.getAggOperator().getKind() != SqlKind.SUM
                || !(call.getOperands().get(2) instanceof RexLiteral otherwise)
                || !otherwise.isNull()
                || !(call.getOperands().get(0) instanceof RexCall condition)
                || !condition.isA(SqlKind.GREATER_THAN)
                || !(condition.getOperands().get(1) instanceof RexLiteral none)
                || none.isNull()
                || none.getValueAs(BigDecimal.class).signum() != 0
                || !(condition.getOperands().get(0) instanceof RexOver count)) {
            return null;
        }
        boolean same = count.getAggOperator().getKind() == SqlKind.COUNT
                && count.getOperands().equals(sum.getOperands())
                && count.getWindow().equals(sum.getWindow());
        return same ? sum : null;
    }

    /** Whether an argument is computed for each row. */
    static boolean isColumn(RexOver over, RexNode argument) {
        boolean distance = over.getAggOperator().getKind() == SqlKind.LAG
                && over.getOperands().size() > 1
                && argument == over.getOperands().get(1);
        boolean nothing = argument instanceof RexLiteral literal
                && literal.isNull()
                && over.getOperands().indexOf(argument) == 2;
        return !distance && !nothing;
    }

    /** Whether results depend on how rows that agree in ORDER BY stand to each other. */
    static boolean looksAtPlaces(OverCall call) {
        return switch (call.function()) {
            case "RANK" -> false;
            case "ROW_NUMBER", "LAG", "FIRST_VALUE", "LAST_VALUE" -> true;
            default -> !call.frame().peers();
        };
    }

    OverCall call() {
        String function = function();
        if (over.isDistinct()) {
            throw Refusal.unsupported(Clause.OVER, "DISTINCT with OVER is not there yet");
        }
        if (over.ignoreNulls()) {
            throw Refusal.unsupported(Clause.OVER, "IGNORE NULLS with OVER is not there yet");
        }
        RelDataType type = over.getType();
        Frame frame = switch (function) {
            case "ROW_NUMBER" -> Frame.unbounded(false);
            case "RANK" -> Frame.unbounded(true);
            case "LAG" -> Frame.rows(distance());
            default -> frame(over.getWindow());
        };
        return new OverCall(
                function,
                aggregate(function),
                columns.stream().filter(Objects::nonNull).toList(),
                frame,
                name,
                TypeTranslator.toEngine(type),
                type.isNullable());
    }

    private String function() {
        String written = over.getAggOperator().getName().toUpperCase(Locale.ROOT);
        if (OTHERS.contains(written)) {
            return written;
        }
        AggregateFunction function = aggregate(written);
        if (function == null) {
            throw Refusal.unsupported(
                    Clause.OVER,
                    written + " with OVER is not there yet; there are "
                            + OTHERS.stream().sorted().collect(Collectors.joining(", ")) + " and the aggregates");
        }
        boolean gathers = function.ordering() != Ordering.ARGUMENT
                && function.properties(over.getOperands().stream()
                                .map(operand -> TypeTranslator.toEngine(operand.getType()))
                                .toList())
                        .contains(Property.GATHERING);
        if (gathers
                || function.ordering() == Ordering.ARGUMENT
                || over.getOperands().size() > function.parametersFrom()) {
            throw Refusal.unsupported(Clause.OVER, function.signature() + " with OVER is not there yet");
        }
        return function.name();
    }

    /** The aggregate that is called; null where it is none. */
    private AggregateFunction aggregate(String name) {
        if (over.getAggOperator() instanceof AggregateOperator own) {
            return own.function();
        }
        return AggregateFunctions.isBuiltIn(name) ? AggregateFunctions.builtIn(name) : null;
    }

    private long distance() {
        if (over.getOperands().size() < 2) {
            return 1;
        }
        BigDecimal rows = over.getOperands().get(1) instanceof RexLiteral literal && !literal.isNull()
                ? literal.getValueAs(BigDecimal.class)
                : null;
        if (rows == null || rows.signum() < 0 || rows.compareTo(BigDecimal.valueOf(Integer.MAX_VALUE)) >= 0) {
            throw Refusal.invalid(
                    Clause.OVER, "LAG looks back by a constant number of rows, 0 or more, such as LAG(x, 2)");
        }
        return rows.longValue();
    }

    private static Frame frame(RexWindow window) {
        RexWindowBound lower = window.getLowerBound();
        RexWindowBound upper = window.getUpperBound();
        boolean whole = upper.isUnboundedFollowing() && window.orderKeys.isEmpty();
        if (!whole && !upper.isCurrentRow()) {
            throw Refusal.unsupported(
                    Clause.OVER, "frames that end elsewhere than at the current row are not there yet");
        }
        if (lower.isUnbounded()) {
            return Frame.unbounded(!window.isRows());
        }
        if (lower.isCurrentRow()) {
            return window.isRows() ? Frame.rows(0) : Frame.range(0);
        }
        if (window.isRows()) {
            BigDecimal number = ((RexLiteral) lower.getOffset()).getValueAs(BigDecimal.class);
            OverSyntax.RowsBound bound = OverSyntax.RowsBound.decode(number);
            return new Frame(bound.rows(), bound.rangeMicros(), false);
        }
        OptionalLong micros = Intervals.micros(lower.getOffset());
        if (micros.isEmpty() || micros.getAsLong() < 0) {
            throw Refusal.unsupported(
                    Clause.OVER,
                    "RANGE takes a constant of days, hours, minutes or seconds, such as INTERVAL '5' MINUTE PRECEDING");
        }
        return Frame.range(micros.getAsLong());
    }
}

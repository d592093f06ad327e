package io.millrace.sql.plan;

import io.millrace.columnar.DataType;
import io.millrace.columnar.Field;
import io.millrace.columnar.Schema;
import io.millrace.expr.Expr;
import io.millrace.expr.InputRef;
import io.millrace.operator.Operators;
import io.millrace.plan.Aggregate.Emit;
import io.millrace.plan.Over;
import io.millrace.plan.OverCall;
import io.millrace.plan.PlanNode;
import io.millrace.plan.Sort;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.calcite.rel.RelFieldCollation;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexFieldCollation;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexOver;
import org.apache.calcite.rex.RexShuttle;

/**
 * Projections with OVER calls. Calls with the same PARTITION BY and ORDER BY are worked out together, by one {@link Over};
 * others by one after the other. What they are over is computed below, what is computed from them above:
 *
 * <pre>
 * Project(k, 2 * SUM(a + b) OVER (PARTITION BY k ORDER BY ts))
 *
 * Project(k, 2 * c)
 *   Over(by k ordered by ts: SUM(a + b) AS c)
 *     Project(k, ts, a, b, a + b)
 * </pre>
 */
final class OverConverter {
    private final Conversion conversion;
    private Relation from;
    private final List<Expr> computed = new ArrayList<>();
    private final List<Field> schema = new ArrayList<>();
    /** Where the results of calls are. */
    private final Map<RexOver, Integer> places = new LinkedHashMap<>();

    OverConverter(Conversion conversion) {
        this.conversion = conversion;
    }

    /** What calls share that are worked out together. */
    private record Window(List<Integer> partitionBy, List<Sort.Key> orderBy) {}

    Relation convert(Relation input, org.apache.calcite.rel.core.Project rel) {
        from = input.materialized();
        List<RexNode> expressions = rel.getProjects().stream()
                .map(node -> conversion.expressions.overColumns(node, from).accept(new Sums()))
                .toList();
        for (int i = 0; i < from.nodeWidth(); i++) {
            Field field = from.columns().field(i);
            computed.add(Expr.column(i, field.type(), field.nullable()));
            schema.add(field);
        }
        Map<Window, List<Call>> windows = new LinkedHashMap<>();
        List<String> names = rel.getRowType().getFieldNames();
        for (int i = 0; i < expressions.size(); i++) {
            String name = names.get(i);
            expressions.get(i).accept(new RexShuttle() {
                @Override
                public RexNode visitOver(RexOver over) {
                    add(windows, over, name);
                    return over;
                }
            });
        }
        PlanNode node = PlanNodes.project(from.node(), computed, new Schema(schema));
        Relation relation =
                new Relation(node, null, from.fields(), from.times(), from.keys(), from.insertOnly(), from.sources());
        for (Map.Entry<Window, List<Call>> entry : windows.entrySet()) {
            relation = over(relation, entry.getKey(), entry.getValue());
        }
        Relation over = relation;
        List<RexNode> results =
                expressions.stream().map(node1 -> node1.accept(new Results())).toList();
        return new ProjectConverter(conversion).project(over, results, names);
    }

    /** A call, and what it is in the plan. */
    private record Call(RexOver over, OverCall call) {}

    private void add(Map<Window, List<Call>> windows, RexOver over, String name) {
        if (places.putIfAbsent(over, -1) != null) {
            return;
        }
        List<Integer> partitionBy = over.getWindow().partitionKeys.stream()
                .map(key -> place(key, "partition"))
                .distinct()
                .toList();
        List<Sort.Key> orderBy =
                over.getWindow().orderKeys.stream().map(this::key).toList();
        OverCall call = new OverCalls(
                        over,
                        name,
                        over.getOperands().stream()
                                .map(argument ->
                                        OverCalls.isColumn(over, argument) ? place(argument, "argument") : null)
                                .toList())
                .call();
        requireTime(call, orderBy);
        windows.computeIfAbsent(new Window(partitionBy, orderBy), window -> new ArrayList<>())
                .add(new Call(over, call));
    }

    private Sort.Key key(RexFieldCollation collation) {
        return new Sort.Key(
                place(collation.left, "order"),
                collation.getDirection().isDescending(),
                collation.getNullDirection() == RelFieldCollation.NullDirection.FIRST);
    }

    /** The column of an expression; computed if it is none. */
    private int place(RexNode node, String name) {
        Expr expr = conversion.expressions.translate(node, from.columns());
        conversion.requireRepeatable(from, expr);
        int known = computed.indexOf(expr);
        if (known >= 0) {
            return known;
        }
        if (expr instanceof InputRef ref) {
            return ref.index();
        }
        computed.add(expr);
        schema.add(new Field("$" + name + computed.size(), expr.type(), expr.nullable()));
        return computed.size() - 1;
    }

    private void requireTime(OverCall call, List<Sort.Key> orderBy) {
        if (call.frame().rangeMicros() <= 0) {
            return;
        }
        DataType type =
                orderBy.isEmpty() ? null : schema.get(orderBy.get(0).column()).type();
        if (type == null || !type.isTimestamp() || orderBy.get(0).descending()) {
            throw Refusal.unsupported(
                    Clause.OVER,
                    "a frame of some length of time needs ORDER BY a TIMESTAMP or TIMESTAMP_LTZ, ascending"
                            + (type == null
                                    ? ""
                                    : "; found " + type + (orderBy.get(0).descending() ? " DESC" : "")));
        }
    }

    // ---- the node

    private Relation over(Relation input, Window window, List<Call> calls) {
        Over.Close close = close(input, window);
        Emit emit = emit(input, window, close);
        Schema columns = input.columns();
        List<Field> fields = new ArrayList<>(columns.fields());
        for (Call call : calls) {
            places.put(call.over(), fields.size());
            fields.add(new Field(
                    call.call().name(), call.call().type(), call.call().nullable()));
        }
        List<OverCall> inPlan = calls.stream().map(Call::call).toList();
        PlanNode node = new Over(
                input.node(),
                window.partitionBy(),
                withTies(input, window, inPlan),
                window.orderBy().size(),
                inPlan,
                emit,
                close,
                null,
                new Schema(fields));
        return new Relation(
                node,
                null,
                input.fields(),
                times(input, window, close),
                keys(input, window, calls),
                emit == Emit.WHEN_FINAL,
                input.sources());
    }

    /** Those of the input, and the partition with a row's number in it. */
    private List<Set<Integer>> keys(Relation input, Window window, List<Call> calls) {
        List<Set<Integer>> keys = new ArrayList<>(input.keys());
        for (Call call : calls) {
            if (call.call().function().equals("ROW_NUMBER")) {
                keys.add(Columns.plus(new HashSet<>(window.partitionBy()), places.get(call.over())));
            }
        }
        return keys;
    }

    /** By which time rows become final, and late. */
    private Over.Close close(Relation input, Window window) {
        if (window.orderBy().isEmpty()
                || conversion.emission == Emission.BATCH
                || conversion.emission == Emission.COMPLETE) {
            return null;
        }
        Sort.Key first = window.orderBy().get(0);
        boolean nullsBefore =
                first.nullsFirst() && input.columns().field(first.column()).nullable();
        if (first.descending() || nullsBefore) {
            return null;
        }
        OptionalLong offset = conversion.closeOf(input.times().get(first.column()));
        return offset.isPresent() && input.sources().closes() ? new Over.Close(offset.getAsLong()) : null;
    }

    private Emit emit(Relation input, Window window, Over.Close close) {
        if (conversion.emission == Emission.BATCH) {
            return Emit.WHEN_FINAL;
        }
        if (conversion.emission != Emission.FINAL) {
            return Emit.CHANGES;
        }
        if (!input.insertOnly()) {
            throw Refusal.ofMode(Clause.OVER, "OVER over rows that change gives rows that change" + Refusals.OTHERWISE);
        }
        if (close == null && !input.sources().bounded()) {
            throw Refusal.ofMode(Clause.OVER, Refusals.overNeverFinal(input, window.orderBy()));
        }
        return Emit.WHEN_FINAL;
    }

    /**
     * Rows that agree in ORDER BY stand in the order of their arrival. The results of an operator with state arrive in
     * another order in a stream than in a batch query, so there the values decide.
     */
    private static List<Sort.Key> withTies(Relation input, Window window, List<OverCall> calls) {
        List<Sort.Key> order = new ArrayList<>(window.orderBy());
        if (hasState(input.node()) && calls.stream().anyMatch(OverCalls::looksAtPlaces)) {
            for (int column = 0; column < input.nodeWidth(); column++) {
                int tie = column;
                boolean decided = window.partitionBy().contains(tie)
                        || window.orderBy().stream().anyMatch(key -> key.column() == tie);
                if (!decided) {
                    order.add(new Sort.Key(column, false, true));
                }
            }
        }
        return order;
    }

    private static boolean hasState(PlanNode node) {
        return Operators.isStateful(node) || node.inputs().stream().anyMatch(OverConverter::hasState);
    }

    /** A row comes out, or changes for the last time, when the time it is ordered by is past; of no other time is it known. */
    private static Map<Integer, TimeColumn> times(Relation input, Window window, Over.Close close) {
        TimeColumn closing =
                close == null ? null : input.times().get(window.orderBy().get(0).column());
        Map<Integer, TimeColumn> times = new HashMap<>();
        input.times()
                .forEach((column, time) -> times.put(
                        column, closing != null && closing.family() == time.family() ? time : time.neverClosed()));
        return times;
    }

    // ---- expressions

    /** Puts the columns of results in the place of calls. */
    private final class Results extends RexShuttle {
        @Override
        public RexNode visitOver(RexOver over) {
            return new RexInputRef(places.get(over), over.getType());
        }
    }

    /** {@code CASE WHEN COUNT(x) OVER w > 0 THEN SUM(x) OVER w END} is what a SUM has become: one call again. */
    private final class Sums extends RexShuttle {
        @Override
        public RexNode visitCall(RexCall call) {
            RexOver sum = OverCalls.sum(call);
            return sum == null
                    ? super.visitCall(call)
                    : conversion.rexBuilder.makeOver(
                            call.getType(),
                            org.apache.calcite.sql.fun.SqlStdOperatorTable.SUM,
                            sum.getOperands(),
                            sum.getWindow().partitionKeys,
                            sum.getWindow().orderKeys,
                            sum.getWindow().getLowerBound(),
                            sum.getWindow().getUpperBound(),
                            sum.getWindow().getExclude(),
                            sum.getWindow().isRows(),
                            true,
                            false,
                            sum.isDistinct(),
                            sum.ignoreNulls());
        }
    }
}

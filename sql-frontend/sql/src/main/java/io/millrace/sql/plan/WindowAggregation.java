package io.millrace.sql.plan;

import io.millrace.aggregate.AggregateCall;
import io.millrace.columnar.DataType;
import io.millrace.columnar.Field;
import io.millrace.columnar.Schema;
import io.millrace.expr.Call;
import io.millrace.expr.Expr;
import io.millrace.plan.Aggregate;
import io.millrace.plan.PlanNode;
import io.millrace.plan.Project;
import io.millrace.plan.SessionAggregate;
import io.millrace.plan.WindowAggregate;
import io.millrace.time.WindowAssignment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * GROUP BY a window. Where results wait until they are final the window is folded into the aggregation, by panes; where
 * every change shows, each row is given to its windows and aggregated by their end.
 *
 * <p>Both forms have the columns {@code keys, window_start, window_end, window_time, calls}.
 */
final class WindowAggregation {
    /** With more panes than this in a window, panes cost more than they save: 10 s by 9.999 s has ten thousand. */
    static final long PANES_MAX = 10_000;

    private final Conversion conversion;

    WindowAggregation(Conversion conversion) {
        this.conversion = conversion;
    }

    /** Whether the window, being among the keys, can be taken in: sessions only if they are parted by the other keys. */
    static boolean takes(Relation input, List<Integer> groupBy, org.apache.calcite.rel.core.Aggregate rel) {
        PendingWindow window = input.window();
        if (window == null || AggregateCalls.look(input, rel)) {
            return false;
        }
        Set<Integer> bounds = groupBy.stream()
                .filter(input::isPending)
                .map(column -> column - input.nodeWidth())
                .collect(Collectors.toSet());
        if (window.identifying().stream().noneMatch(bounds::containsAll)) {
            return false;
        }
        Set<Integer> keys =
                groupBy.stream().filter(column -> !input.isPending(column)).collect(Collectors.toSet());
        return !window.isFixed() || Set.copyOf(window.session().partition()).equals(keys);
    }

    Relation convert(Relation input, List<Integer> groupBy, org.apache.calcite.rel.core.Aggregate rel) {
        List<Integer> keys = groupBy.stream()
                .filter(column -> !input.isPending(column))
                .distinct()
                .toList();
        List<AggregateCall> calls = AggregateCalls.of(input, rel);
        Relation result = input.window().isSession()
                ? sessions(input, keys, calls)
                : folds(input) ? folded(input, keys, calls) : assigned(input, keys, calls);
        List<Integer> fields = new ArrayList<>();
        for (int column : groupBy) {
            fields.add(input.isPending(column) ? keys.size() + column - input.nodeWidth() : keys.indexOf(column));
        }
        int windowColumns = Relation.WINDOW_COLUMNS.size();
        fields.addAll(Columns.range(keys.size() + windowColumns, keys.size() + windowColumns + calls.size()));
        return result.withFields(fields);
    }

    private boolean folds(Relation input) {
        if (!conversion.emission.waits()) {
            return false;
        }
        WindowAssignment window = input.window().panes();
        long panes = window.endPane(0) - window.firstPane(0);
        OptionalLong endClose = input.times().get(input.nodeWidth() + 1).close();
        // a window over a time that is past only some while later must not close at its end
        return panes <= PANES_MAX && (endClose.isEmpty() || endClose.getAsLong() == 0);
    }

    private Relation folded(Relation input, List<Integer> keys, List<AggregateCall> calls) {
        PendingWindow window = input.window();
        boolean closes = input.times().get(input.nodeWidth() + 1).close().isPresent()
                && input.sources().closes();
        if (conversion.emission == Emission.FINAL && !closes && !input.sources().bounded()) {
            throw Refusal.ofMode(
                    Clause.WINDOW,
                    Refusals.windowNeverFinal(
                            input.sources(),
                            input.columns().field(window.timeColumn()).name()));
        }
        PlanNode node = new WindowAggregate(
                input.node(), window.timeColumn(), window.panes(), keys, calls, schema(input, keys, calls));
        TimeColumn end = input.times().get(input.nodeWidth() + 1);
        return relation(node, input, keys.size(), keyTimes(input, keys, true), end, true);
    }

    private static Schema schema(Relation input, List<Integer> keys, List<AggregateCall> calls) {
        List<Field> fields = new ArrayList<>();
        keys.forEach(key -> fields.add(input.columns().field(key)));
        fields.addAll(input.columns()
                .fields()
                .subList(input.nodeWidth(), input.columns().size()));
        calls.forEach(call -> fields.add(new Field(call.name(), call.type(), call.nullable())));
        return new Schema(fields);
    }

    /** Times among the keys; a result that waits until it is final may come out long after one of them is past. */
    private static Map<Integer, TimeColumn> keyTimes(Relation input, List<Integer> keys, boolean waits) {
        Map<Integer, TimeColumn> times = new HashMap<>();
        for (int i = 0; i < keys.size(); i++) {
            TimeColumn time = input.times().get(keys.get(i));
            if (time != null) {
                times.put(i, waits ? time.neverClosed() : time);
            }
        }
        return times;
    }

    private Relation sessions(Relation input, List<Integer> keys, List<AggregateCall> calls) {
        PendingWindow window = input.window();
        PendingWindow.Session session = window.session();
        PlanNode node = new SessionAggregate(
                input.node(),
                window.timeColumn(),
                session.gap(),
                keys,
                calls,
                session.emit(),
                session.closeMicros(),
                schema(input, keys, calls));
        boolean whenFinal = session.emit() == Aggregate.Emit.WHEN_FINAL;
        TimeColumn end = input.times().get(input.nodeWidth() + 1);
        return relation(node, input, keys.size(), keyTimes(input, keys, whenFinal), end, whenFinal);
    }

    private Relation assigned(Relation input, List<Integer> keys, List<AggregateCall> calls) {
        Relation from = input.materialized();
        WindowAssignment window = input.window().panes();
        int end = input.nodeWidth() + 1;
        List<Integer> all = new ArrayList<>(keys);
        all.add(end);
        if (!window.isOfOneLength()) {
            all.add(end - 1);
        }
        Relation aggregated = new AggregateConverter(conversion).aggregate(from, all, calls, List.of());
        Schema schema = aggregated.node().schema();
        List<Expr> expressions = new ArrayList<>();
        List<Field> fields = new ArrayList<>();
        for (int i = 0; i < keys.size(); i++) {
            expressions.add(column(schema, i));
            fields.add(schema.field(i));
        }
        Expr windowEnd = column(schema, keys.size());
        expressions.add(
                window.isOfOneLength() ? less(windowEnd, window.lengthMicrosMax()) : column(schema, keys.size() + 1));
        expressions.add(windowEnd);
        expressions.add(less(windowEnd, 1));
        for (String name : Relation.WINDOW_COLUMNS) {
            fields.add(new Field(name, windowEnd.type(), false));
        }
        for (int i = all.size(); i < schema.size(); i++) {
            expressions.add(column(schema, i));
            fields.add(schema.field(i));
        }
        PlanNode node = new Project(aggregated.node(), expressions, new Schema(fields));
        Map<Integer, TimeColumn> times = new HashMap<>(aggregated.times());
        times.keySet().removeIf(column -> column >= keys.size());
        TimeColumn endTime = aggregated.times().get(keys.size());
        return relation(node, input, keys.size(), times, endTime, aggregated.insertOnly());
    }

    /** The relation over {@code keys, window, calls}, with what is known of the window's columns. */
    private Relation relation(
            PlanNode node,
            Relation input,
            int keyCount,
            Map<Integer, TimeColumn> times,
            TimeColumn end,
            boolean insertOnly) {
        if (!input.window().isSession()) {
            times.put(keyCount, conversion.windowStart(end, input.window().panes()));
        }
        times.put(keyCount + 1, end);
        times.put(keyCount + 2, end.shifted(-1));
        List<Set<Integer>> unique = new ArrayList<>();
        for (Set<Integer> bounds : input.window().identifying()) {
            unique.add(Columns.union(AggregateConverter.keySet(keyCount), Columns.shifted(bounds, keyCount)));
        }
        return new Relation(node, null, List.of(), times, unique, insertOnly, input.sources());
    }

    private static Expr column(Schema schema, int index) {
        return Expr.column(index, schema.type(index), schema.field(index).nullable());
    }

    private static Expr less(Expr time, long micros) {
        return new Call(
                "DATETIME_MINUS", List.of(time, Expr.literal(micros, DataType.INTERVAL_DAY_TIME)), time.type(), false);
    }
}

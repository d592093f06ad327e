package io.millrace.sql.plan;

import io.millrace.columnar.Field;
import io.millrace.columnar.Schema;
import io.millrace.expr.Expr;
import io.millrace.expr.Functions;
import io.millrace.expr.InputRef;
import io.millrace.plan.PlanNode;
import io.millrace.plan.SessionGap;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;

/**
 * Projections. One that only picks and orders columns makes no node: it is remembered in {@link Relation#fields}. A {@code
 * $HOP_START(ts, ...)} among the expressions, which is how GROUP BY spells a window, becomes the pending window's start.
 */
final class ProjectConverter {
    private final Conversion conversion;

    ProjectConverter(Conversion conversion) {
        this.conversion = conversion;
    }

    Relation convert(Relation input, org.apache.calcite.rel.core.Project rel) {
        return project(input, overColumns(rel, input), rel.getRowType().getFieldNames());
    }

    /** Computes expressions over columns. */
    Relation project(Relation input, List<RexNode> expressions, List<String> names) {
        Relation from = input;
        expressions.stream().filter(GroupWindows::isBound).forEach(WindowConverter::requireTime);
        boolean asksWindow = expressions.stream().anyMatch(GroupWindows::isBound);
        boolean computesFromWindow = expressions.stream()
                .anyMatch(node -> !(node instanceof RexInputRef)
                        && Expressions.columnsOf(node).stream().anyMatch(input::isPending));
        if (from.window() != null && (asksWindow || computesFromWindow)) {
            from = from.materialized();
        }
        if (expressions.stream().allMatch(ProjectConverter::picks)) {
            return picked(from, expressions);
        }
        return new Builder(from, names).build(expressions);
    }

    /** Whether an expression needs nothing computed: a column, or a window over a column. */
    private static boolean picks(RexNode node) {
        if (!GroupWindows.isBound(node)) {
            return node instanceof RexInputRef;
        }
        List<RexNode> operands = ((RexCall) node).getOperands();
        boolean hasGap = !WindowConverter.isSession(node)
                || operands.get(1) instanceof RexInputRef
                || WindowConverter.fixedGap(operands.get(1)) != null;
        return hasGap && operands.get(0) instanceof RexInputRef;
    }

    private Relation picked(Relation from, List<RexNode> expressions) {
        PendingWindow window = from.window();
        List<Integer> fields = new ArrayList<>();
        for (RexNode node : expressions) {
            if (node instanceof RexInputRef ref) {
                fields.add(ref.getIndex());
            } else {
                window = onlyWindow(window, asked((RexCall) node, from));
                fields.add(from.nodeWidth() + boundColumn(node));
            }
        }
        Map<Integer, TimeColumn> times = new HashMap<>(from.times());
        if (from.window() == null && window != null) {
            times.putAll(conversion.windowTimes(window, times.get(window.timeColumn()), from.nodeWidth()));
        }
        return new Relation(from.node(), window, fields, times, from.keys(), from.insertOnly(), from.sources());
    }

    /** The window of a call over columns. */
    private PendingWindow asked(RexCall call, Relation from) {
        int time = ((RexInputRef) call.getOperands().get(0)).getIndex();
        if (!WindowConverter.isSession(call)) {
            return PendingWindow.ofPanes(time, WindowReader.read(call));
        }
        RexNode gap = call.getOperands().get(1);
        SessionGap length =
                gap instanceof RexInputRef ref ? SessionGap.ofColumn(ref.getIndex()) : WindowConverter.fixedGap(gap);
        return PendingWindow.ofSessions(
                time,
                conversion.session(
                        length,
                        null,
                        from.columns().field(time).name(),
                        from.times().get(time),
                        from.sources()));
    }

    private static int boundColumn(RexNode bound) {
        return ((GroupWindows.Bound) ((RexCall) bound).getOperator()).column();
    }

    private static PendingWindow onlyWindow(PendingWindow earlier, PendingWindow window) {
        if (earlier != null && !earlier.equals(window)) {
            throw Refusal.invalid(
                    Clause.GROUP_BY, "GROUP BY can hold one window only; put the other one into a subquery");
        }
        return window;
    }

    private List<RexNode> overColumns(org.apache.calcite.rel.core.Project rel, Relation input) {
        return rel.getProjects().stream()
                .map(node -> conversion.expressions.overColumns(node, input))
                .toList();
    }

    /** Collects the columns of a new Project node. */
    private final class Builder {
        private final Relation from;
        private final Schema columns;
        private final List<String> names;
        private final List<Expr> computed = new ArrayList<>();
        private final List<Field> schema = new ArrayList<>();
        private final Map<Expr, Integer> places = new HashMap<>();
        private final Map<Integer, Integer> kept = new HashMap<>();
        private final Map<Integer, TimeColumn> times = new HashMap<>();

        Builder(Relation from, List<String> names) {
            this.from = from;
            this.columns = from.columns();
            this.names = names;
        }

        Relation build(List<RexNode> expressions) {
            List<Integer> fields = new ArrayList<>();
            PendingWindow asked = null;
            // a pending window's columns come behind the node's, whose number is known at the end: -1, -2, -3 till then
            for (int i = 0; i < expressions.size(); i++) {
                RexNode node = expressions.get(i);
                if (node instanceof RexInputRef ref && from.isPending(ref.getIndex())) {
                    fields.add(from.nodeWidth() - 1 - ref.getIndex());
                } else if (GroupWindows.isBound(node)) {
                    asked = window((RexCall) node, asked);
                    fields.add(-1 - boundColumn(node));
                } else {
                    fields.add(add(node, names.get(i)));
                }
            }
            PendingWindow window = asked != null ? asked : carried();
            PlanNode node = PlanNodes.project(from.node(), computed, new Schema(schema));
            int width = computed.size();
            if (asked != null) {
                times.putAll(conversion.windowTimes(asked, times.get(asked.timeColumn()), width));
            } else if (window != null) {
                from.times().forEach((column, time) -> {
                    if (from.isPending(column)) {
                        times.put(width + column - from.nodeWidth(), time);
                    }
                });
            }
            List<Set<Integer>> keys = Columns.moved(from.keys(), kept);
            List<Integer> placed = fields.stream()
                    .map(field -> field < 0 ? width - 1 - field : field)
                    .toList();
            return new Relation(node, window, placed, times, keys, from.insertOnly(), from.sources());
        }

        private PendingWindow window(RexCall call, PendingWindow earlier) {
            int time = operand(call, 0, "event_time");
            if (!WindowConverter.isSession(call)) {
                return onlyWindow(earlier, PendingWindow.ofPanes(time, WindowReader.read(call)));
            }
            SessionGap gap = WindowConverter.fixedGap(call.getOperands().get(1));
            if (gap == null) {
                gap = SessionGap.ofColumn(operand(call, 1, "session_gap"));
            }
            String name = schema.get(time).name();
            return onlyWindow(
                    earlier,
                    PendingWindow.ofSessions(
                            time, conversion.session(gap, null, name, times.get(time), from.sources())));
        }

        private int operand(RexCall call, int position, String name) {
            RexNode node = call.getOperands().get(position);
            return add(
                    node,
                    node instanceof RexInputRef ref
                            ? columns.field(ref.getIndex()).name()
                            : name);
        }

        private PendingWindow carried() {
            return from.window() == null ? null : from.window().moved(this::carry);
        }

        private int carry(int column) {
            Field field = columns.field(column);
            return add(Expr.column(column, field.type(), field.nullable()), field.name());
        }

        private int add(RexNode node, String name) {
            Expr expr = conversion.expressions.translate(node, columns);
            conversion.requireRepeatable(from, expr);
            int place = add(expr, name);
            Expressions.Shift shift = Expressions.shift(node);
            if (shift != null && from.times().containsKey(shift.column())) {
                times.put(place, from.times().get(shift.column()).shifted(shift.micros()));
            }
            Expressions.Floor floor = Expressions.floor(node);
            if (floor != null && from.times().containsKey(floor.time().column())) {
                TimeColumn time = from.times()
                        .get(floor.time().column())
                        .shifted(floor.time().micros());
                times.put(place, time.floored(conversion.newFamily(), floor.unitMicros()));
            }
            if (shift != null) {
                kept.putIfAbsent(shift.column(), place);
            }
            Expressions.widened(expr).ifPresent(column -> kept.putIfAbsent(column, place));
            return place;
        }

        private int add(Expr expr, String name) {
            Integer known = places.get(expr);
            if (known != null && Functions.isStable(expr)) {
                return known;
            }
            int place = computed.size();
            computed.add(expr);
            schema.add(new Field(name, expr.type(), expr.nullable()));
            places.put(expr, place);
            if (expr instanceof InputRef ref) {
                kept.put(ref.index(), place);
                if (from.times().containsKey(ref.index())) {
                    times.put(place, from.times().get(ref.index()));
                }
            }
            return place;
        }
    }
}

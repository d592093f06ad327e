package io.millrace.plan;

import io.millrace.aggregate.AggregateCall;
import io.millrace.columnar.DataType;
import io.millrace.columnar.Field;
import io.millrace.columnar.Schema;
import io.millrace.connector.OutputMode;
import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import io.millrace.expr.Call;
import io.millrace.expr.Expr;
import io.millrace.expr.InputRef;
import io.millrace.process.StateVariable;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Holds a plan against what its nodes promise: positions in range, types that fit, sources told apart, an output mode that
 * can be honoured. Runs on every plan, whoever made it. Errors: INTERNAL, naming the node; never a user's fault.
 */
public final class PlanCheck {
    private final Set<String> sources = new HashSet<>();

    private PlanCheck() {}

    public static void check(QueryPlan plan) {
        new PlanCheck().node(plan.root());
        new ModeCheck(plan).check();
    }

    /** Whether rows of the node are never taken back. */
    public static boolean isInsertOnly(PlanNode node) {
        if (node instanceof Aggregate aggregate && aggregate.emit() == Aggregate.Emit.CHANGES) {
            boolean firstSeen = aggregate.calls().isEmpty() && !aggregate.keys().isEmpty();
            return firstSeen && isInsertOnly(aggregate.input());
        }
        if (node instanceof SessionAggregate sessions) {
            return sessions.emit() == Aggregate.Emit.WHEN_FINAL;
        }
        if (node instanceof AssignSessions sessions) {
            return sessions.emit() == Aggregate.Emit.WHEN_FINAL;
        }
        if (node instanceof Over over && over.emit() == Aggregate.Emit.CHANGES) {
            return false;
        }
        if (node instanceof Aggregate
                || node instanceof Over
                || node instanceof WindowAggregate
                || node instanceof KeyedProcess
                || node instanceof Sort
                || node instanceof Materialize) {
            return true;
        }
        return node.inputs().stream().allMatch(PlanCheck::isInsertOnly);
    }

    private void node(PlanNode node) {
        node.inputs().forEach(this::node);
        if (node instanceof Scan scan) {
            require(sources.add(scan.source()), node, "source " + scan.source() + " is there twice");
            require(scan.columns().size() == scan.schema().size(), node, "columns and schema differ");
        } else if (node instanceof Values values) {
            for (List<Expr> row : values.rows()) {
                expressions(node, row, new Schema(List.of()), values.schema());
            }
        } else if (node instanceof Project project) {
            expressions(node, project.expressions(), project.input().schema(), project.schema());
        } else if (node instanceof Filter filter) {
            expression(node, filter.predicate(), filter.schema());
            require(filter.predicate().type().equals(DataType.BOOLEAN), node, "the predicate is no BOOLEAN");
        } else if (node instanceof AssignWatermark watermark) {
            timestamp(node, watermark.schema(), watermark.column());
        } else if (node instanceof AssignWindows windows) {
            timestamp(node, windows.input().schema(), windows.timeColumn());
            startsWith(node, windows.input().schema(), windows.input().schema().size() + 3);
        } else if (node instanceof Unnest unnest) {
            unnest(unnest);
        } else if (node instanceof GroupingSets sets) {
            groupingSets(sets);
        } else if (node instanceof UnionAll union) {
            union.inputs().forEach(input -> sameTypes(node, input.schema(), union.schema()));
        } else if (node instanceof WindowAggregate aggregate) {
            timestamp(node, aggregate.input().schema(), aggregate.timeColumn());
            groups(node, aggregate.input().schema(), aggregate.keys(), 3, aggregate.calls());
        } else if (node instanceof SessionAggregate sessions) {
            sessions(node, sessions.timeColumn(), sessions.gap());
            groups(node, sessions.input().schema(), sessions.keys(), 3, sessions.calls());
        } else if (node instanceof AssignSessions sessions) {
            sessions(node, sessions.timeColumn(), sessions.gap());
            sessions.keys().forEach(key -> position(node, sessions.input().schema(), key));
            startsWith(
                    node, sessions.input().schema(), sessions.input().schema().size() + 3);
        } else if (node instanceof Aggregate aggregate) {
            aggregate(aggregate);
        } else if (node instanceof Over over) {
            over(over);
        } else if (node instanceof Join join) {
            join(join);
        } else if (node instanceof Sort sort) {
            sort.keys().forEach(key -> position(node, sort.schema(), key.column()));
        } else if (node instanceof Deduplicate deduplicate) {
            deduplicate.keys().forEach(key -> position(node, deduplicate.schema(), key));
            timestamp(node, deduplicate.schema(), deduplicate.timeColumn());
            require(deduplicate.withinMicros() >= 0, node, "a length of " + deduplicate.withinMicros());
            require(isInsertOnly(deduplicate.input()), node, "the input changes");
        } else if (node instanceof Materialize materialize) {
            materialize.keys().forEach(key -> position(node, materialize.schema(), key.column()));
        } else if (node instanceof Limit limit) {
            require(isInsertOnly(limit.input()), node, "the input changes");
        } else if (node instanceof MapRows map) {
            mapRows(map);
        } else if (node instanceof KeyedProcess process) {
            process(process);
        }
    }

    private static void expressions(PlanNode node, List<Expr> expressions, Schema input, Schema output) {
        require(expressions.size() == output.size(), node, "expressions and schema differ");
        for (int i = 0; i < expressions.size(); i++) {
            Expr expr = expressions.get(i);
            expression(node, expr, input);
            require(
                    expr.type().equals(output.type(i)),
                    node,
                    "column " + output.field(i) + " is computed as " + expr.type());
        }
    }

    private static void expression(PlanNode node, Expr expr, Schema input) {
        if (expr instanceof InputRef ref) {
            position(node, input, ref.index());
            require(
                    ref.type().equals(input.type(ref.index())),
                    node,
                    ref + " is taken for " + ref.type() + ", but is " + input.field(ref.index()));
        } else if (expr instanceof Call call) {
            call.args().forEach(arg -> expression(node, arg, input));
        }
    }

    private static void unnest(Unnest unnest) {
        Schema input = unnest.input().schema();
        expression(unnest, unnest.collection(), input);
        DataType.Kind kind = unnest.collection().type().kind();
        require(kind == DataType.Kind.ARRAY || kind == DataType.Kind.MAP, unnest, "a " + kind + " cannot be unnested");
        require(unnest.schema().size() > input.size(), unnest, "no column is added");
        startsWith(unnest, input, unnest.schema().size());
    }

    private static void mapRows(MapRows map) {
        Schema input = map.input().schema();
        map.arguments().forEach(column -> position(map, input, column));
        if (map.keepsInput()) {
            require(map.schema().size() > input.size(), map, "no column is added");
            startsWith(map, input, map.schema().size());
        }
    }

    private static void process(KeyedProcess process) {
        require(process.inputs().size() == process.sides().size(), process, "inputs and sides differ");
        List<DataType> first = null;
        for (int i = 0; i < process.sides().size(); i++) {
            KeyedProcess.Side side = process.sides().get(i);
            Schema input = process.inputs().get(i).schema();
            require(isInsertOnly(process.inputs().get(i)), process, "the input changes");
            require(!side.keys().isEmpty(), process, "no key");
            side.keys().forEach(column -> position(process, input, column));
            side.arguments().forEach(column -> position(process, input, column));
            List<DataType> types = side.keys().stream().map(input::type).toList();
            require(first == null || first.equals(types), process, "keys of types " + first + " and " + types);
            first = types;
        }
        long names =
                process.state().stream().map(StateVariable::name).distinct().count();
        require(names == process.state().size(), process, "a state variable is there twice");
    }

    private static void groupingSets(GroupingSets sets) {
        Schema input = sets.input().schema();
        int keys = sets.keys().size();
        startsWith(sets, input, input.size() + keys + 1);
        for (int i = 0; i < keys; i++) {
            position(sets, input, sets.keys().get(i));
            DataType type = sets.schema().type(input.size() + i);
            require(type.equals(input.type(sets.keys().get(i))), sets, "key " + i + " is " + type);
        }
        sets.sets().forEach(set -> set.forEach(key -> require(key >= 0 && key < keys, sets, "there is no key " + key)));
        require(sets.sets().stream().distinct().count() == sets.sets().size(), sets, "a set is there twice");
    }

    private static void sessions(PlanNode node, int timeColumn, SessionGap gap) {
        Schema input = node.inputs().get(0).schema();
        timestamp(node, input, timeColumn);
        if (gap.column() < 0) {
            require(gap.micros() > 0, node, "a gap of " + gap.micros());
        } else {
            position(node, input, gap.column());
            DataType type = input.type(gap.column());
            require(type.kind() == DataType.Kind.INTERVAL_DAY_TIME, node, "a gap of type " + type);
        }
    }

    private static void aggregate(Aggregate aggregate) {
        Schema input = aggregate.input().schema();
        groups(aggregate, input, aggregate.keys(), 0, aggregate.calls());
        if (aggregate.close() != null) {
            int key = aggregate.close().key();
            require(key >= 0 && key < aggregate.keys().size(), aggregate, "no key " + key + " to close by");
            timestamp(aggregate, input, aggregate.keys().get(key));
        }
    }

    private static void groups(
            PlanNode node, Schema input, List<Integer> keys, int windowColumns, List<AggregateCall> calls) {
        Schema output = node.schema();
        require(output.size() == keys.size() + windowColumns + calls.size(), node, "keys, calls and schema differ");
        for (int i = 0; i < keys.size(); i++) {
            position(node, input, keys.get(i));
            require(
                    input.type(keys.get(i)).equals(output.type(i)),
                    node,
                    "key " + output.field(i) + " is " + input.field(keys.get(i)));
        }
        for (int i = 0; i < calls.size(); i++) {
            AggregateCall call = calls.get(i);
            call.columns().forEach(column -> position(node, input, column));
            require(call.type().equals(output.type(keys.size() + windowColumns + i)), node, call + " has another type");
            if (call.filter() >= 0) {
                require(input.type(call.filter()).equals(DataType.BOOLEAN), node, call + " filters by no BOOLEAN");
            }
        }
    }

    private static void over(Over over) {
        Schema input = over.input().schema();
        over.partitionBy().forEach(column -> position(over, input, column));
        over.orderBy().forEach(key -> position(over, input, key.column()));
        startsWith(over, input, input.size() + over.calls().size());
        require(over.peerKeys() <= over.orderBy().size(), over, "more columns to agree on than to order by");
        boolean timed = over.close() != null
                || over.calls().stream().anyMatch(call -> call.frame().rangeMicros() > 0);
        if (timed) {
            require(!over.orderBy().isEmpty(), over, "no time to order by");
            timestamp(over, input, over.orderBy().get(0).column());
            require(!over.orderBy().get(0).descending(), over, "time goes backwards");
        }
        for (int i = 0; i < over.calls().size(); i++) {
            OverCall call = over.calls().get(i);
            call.arguments().forEach(argument -> position(over, input, argument));
            require(call.type().equals(over.schema().type(input.size() + i)), over, call + " has another type");
        }
        if (over.emit() == Aggregate.Emit.WHEN_FINAL || over.first() != null) {
            require(isInsertOnly(over.input()), over, "the input changes");
        }
        require(over.first() == null || over.close() == null, over, "rows go by time and by number");
    }

    private static void join(Join join) {
        Schema left = join.left().schema();
        Schema right = join.right().schema();
        require(join.schema().size() == left.size() + right.size(), join, "inputs and schema differ");
        require(
                !join.leftKeys().isEmpty()
                        && join.leftKeys().size() == join.rightKeys().size(),
                join,
                "the keys of both sides differ");
        for (int i = 0; i < join.leftKeys().size(); i++) {
            position(join, left, join.leftKeys().get(i));
            position(join, right, join.rightKeys().get(i));
            DataType a = left.type(join.leftKeys().get(i));
            DataType b = right.type(join.rightKeys().get(i));
            require(a.kind() == b.kind(), join, "keys of types " + a + " and " + b);
        }
        if (join.condition() != null) {
            expression(join, join.condition(), join.schema());
        }
        bound(join, join.leftBound(), left, right);
        bound(join, join.rightBound(), right, left);
    }

    private static void bound(Join join, Join.Bound bound, Schema side, Schema other) {
        if (bound != null) {
            timestamp(join, side, bound.column());
            timestamp(join, other, bound.otherColumn());
        }
    }

    private static void startsWith(PlanNode node, Schema input, int width) {
        require(node.schema().size() == width, node, "it has not " + width + " columns");
        sameTypes(node, input, new Schema(node.schema().fields().subList(0, input.size())));
    }

    private static void sameTypes(PlanNode node, Schema a, Schema b) {
        require(
                a.fields().stream()
                        .map(Field::type)
                        .toList()
                        .equals(b.fields().stream().map(Field::type).toList()),
                node,
                "types differ: " + a.fields() + " and " + b.fields());
    }

    private static void timestamp(PlanNode node, Schema schema, int column) {
        position(node, schema, column);
        require(schema.type(column).isTimestamp(), node, schema.field(column) + " is no time");
    }

    private static void position(PlanNode node, Schema schema, int column) {
        require(column >= 0 && column < schema.size(), node, "there is no column " + column);
    }

    static void require(boolean holds, PlanNode node, String message) {
        if (!holds) {
            throw new MillraceException(
                    ErrorCode.INTERNAL,
                    "the plan does not hold together: " + message + " in "
                            + node.getClass().getSimpleName());
        }
    }

    /** Whether the root gives what the output mode says. */
    private record ModeCheck(QueryPlan plan) {
        void check() {
            PlanNode root = plan.root();
            if (plan.uniqueKey() != null) {
                plan.uniqueKey().forEach(column -> position(root, root.schema(), column));
            }
            if (plan.mode() == OutputMode.APPEND) {
                require(isInsertOnly(root), root, "output mode append over rows that change");
            }
            if (plan.mode() == OutputMode.UPDATE) {
                require(plan.uniqueKey() != null, root, "output mode update without a key");
            }
            boolean whole = isWhole(root);
            require(whole == (plan.mode() == OutputMode.COMPLETE), root, "output mode " + plan.mode());
        }

        private static boolean isWhole(PlanNode node) {
            return node instanceof Materialize || node instanceof Project project && isWhole(project.input());
        }
    }
}

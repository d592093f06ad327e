package io.millrace.sql.plan;

import io.millrace.aggregate.AggregateCall;
import io.millrace.columnar.Field;
import io.millrace.columnar.Schema;
import io.millrace.expr.Expr;
import io.millrace.plan.Aggregate;
import io.millrace.plan.AssignSessions;
import io.millrace.plan.AssignWatermark;
import io.millrace.plan.AssignWindows;
import io.millrace.plan.Deduplicate;
import io.millrace.plan.Filter;
import io.millrace.plan.GroupingSets;
import io.millrace.plan.Join;
import io.millrace.plan.KeyedProcess;
import io.millrace.plan.Limit;
import io.millrace.plan.MapRows;
import io.millrace.plan.Materialize;
import io.millrace.plan.Over;
import io.millrace.plan.OverCall;
import io.millrace.plan.PlanNode;
import io.millrace.plan.Project;
import io.millrace.plan.Scan;
import io.millrace.plan.SessionAggregate;
import io.millrace.plan.SessionGap;
import io.millrace.plan.Sort;
import io.millrace.plan.UnionAll;
import io.millrace.plan.Unnest;
import io.millrace.plan.Values;
import io.millrace.plan.WindowAggregate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Takes out of a plan the columns that nobody looks at, down to the scans, which then read less. What a node needs for
 * itself it keeps: keys, times, conditions.
 */
final class ColumnPruner {
    private ColumnPruner() {}

    static PlanNode prune(PlanNode root) {
        return prune(root, all(root)).node();
    }

    private static Set<Integer> all(PlanNode node) {
        return new TreeSet<>(Columns.range(0, node.schema().size()));
    }

    static Pruned prune(PlanNode node, Set<Integer> needed) {
        if (node instanceof Scan scan) {
            List<Integer> kept = List.copyOf(new TreeSet<>(needed));
            List<Integer> columns = kept.stream().map(scan.columns()::get).toList();
            return kept(
                    new Scan(scan.table(), scan.source(), columns, scan.schema().select(kept)), node, kept);
        } else if (node instanceof Values values) {
            return values(values, List.copyOf(new TreeSet<>(needed)));
        } else if (node instanceof Project project) {
            return project(project, List.copyOf(new TreeSet<>(needed)));
        } else if (node instanceof Filter filter) {
            Pruned input = prune(filter.input(), Columns.union(needed, Columns.of(filter.predicate())));
            return new Pruned(new Filter(input.node(), input.at(filter.predicate())), input.places());
        } else if (node instanceof AssignWatermark watermark) {
            return watermark(watermark, needed);
        } else if (node instanceof Unnest unnest) {
            return unnest(unnest, needed);
        } else if (node instanceof AssignWindows windows) {
            return windows(windows, needed);
        } else if (node instanceof GroupingSets sets) {
            return groupingSets(sets, needed);
        } else if (node instanceof UnionAll union) {
            return union(union, List.copyOf(needed.isEmpty() ? Set.of(0) : new TreeSet<>(needed)));
        } else if (node instanceof WindowAggregate aggregate) {
            return windowAggregate(aggregate, needed);
        } else if (node instanceof SessionAggregate sessions) {
            return sessionAggregate(sessions, needed);
        } else if (node instanceof AssignSessions sessions) {
            return sessions(sessions, needed);
        } else if (node instanceof Aggregate aggregate) {
            return aggregate(aggregate, needed);
        } else if (node instanceof Over over) {
            return over(over, needed);
        } else if (node instanceof Deduplicate deduplicate) {
            return deduplicate(deduplicate, needed);
        } else if (node instanceof Join join) {
            return new JoinPruning(join, needed).prune();
        } else if (node instanceof MapRows map) {
            return mapRows(map, needed);
        } else if (node instanceof KeyedProcess process) {
            return process(process);
        }
        return ordered(node, needed);
    }

    private static Pruned values(Values values, List<Integer> kept) {
        List<List<Expr>> rows = values.rows().stream()
                .map(row -> kept.stream().map(row::get).toList())
                .toList();
        return kept(new Values(rows, values.schema().select(kept)), values, kept);
    }

    private static Pruned project(Project project, List<Integer> kept) {
        List<Expr> expressions = kept.stream().map(project.expressions()::get).toList();
        Pruned input = prune(project.input(), Columns.of(expressions));
        if (kept.isEmpty()) {
            return kept(input.node(), project, kept);
        }
        PlanNode node = PlanNodes.project(
                input.node(),
                expressions.stream().map(input::at).toList(),
                project.schema().select(kept));
        return kept(node, project, kept);
    }

    private static Pruned watermark(AssignWatermark node, Set<Integer> needed) {
        Pruned input = prune(node.input(), Columns.union(needed, Set.of(node.column())));
        PlanNode pruned = new AssignWatermark(
                input.node(),
                input.at(node.column()),
                node.delayMicros(),
                node.processingTime(),
                node.idleMicros(),
                node.nullTime(),
                node.dropLate());
        return new Pruned(pruned, input.places());
    }

    private static Pruned unnest(Unnest node, Set<Integer> needed) {
        int width = node.input().schema().size();
        Pruned input = prune(node.input(), Columns.union(Columns.below(needed, width), Columns.of(node.collection())));
        Schema schema = appended(input.schema(), node.schema(), width);
        PlanNode pruned =
                new Unnest(input.node(), input.at(node.collection()), node.withOrdinality(), node.outer(), schema);
        return new Pruned(pruned, appendedPlaces(input, width, node.schema().size()));
    }

    private static Pruned windows(AssignWindows node, Set<Integer> needed) {
        int width = node.input().schema().size();
        Pruned input = prune(node.input(), Columns.union(Columns.below(needed, width), Set.of(node.timeColumn())));
        Schema schema = appended(input.schema(), node.schema(), width);
        PlanNode pruned = new AssignWindows(input.node(), input.at(node.timeColumn()), node.window(), schema);
        return new Pruned(pruned, appendedPlaces(input, width, node.schema().size()));
    }

    private static Pruned mapRows(MapRows node, Set<Integer> needed) {
        int width = node.input().schema().size();
        Set<Integer> own = new TreeSet<>(node.arguments());
        if (!node.keepsInput()) {
            Pruned input = prune(node.input(), own);
            PlanNode pruned =
                    new MapRows(input.node(), node.function(), input.at(node.arguments()), false, node.schema());
            return kept(pruned, node, Columns.range(0, node.schema().size()));
        }
        if (needed.stream().allMatch(column -> column < width)) {
            // nobody asks what the function makes
            Pruned input = prune(node.input(), needed);
            return new Pruned(
                    input.node(), Arrays.copyOf(input.places(), node.schema().size()));
        }
        Pruned input = prune(node.input(), Columns.union(Columns.below(needed, width), own));
        Schema schema = appended(input.schema(), node.schema(), width);
        PlanNode pruned = new MapRows(input.node(), node.function(), input.at(node.arguments()), true, schema);
        return new Pruned(pruned, appendedPlaces(input, width, node.schema().size()));
    }

    private static Pruned process(KeyedProcess node) {
        List<PlanNode> inputs = new ArrayList<>();
        List<KeyedProcess.Side> sides = new ArrayList<>();
        for (int i = 0; i < node.inputs().size(); i++) {
            KeyedProcess.Side side = node.sides().get(i);
            Set<Integer> own = Columns.union(new TreeSet<>(side.keys()), new TreeSet<>(side.arguments()));
            Pruned input = prune(node.inputs().get(i), own);
            inputs.add(input.node());
            sides.add(new KeyedProcess.Side(input.at(side.keys()), input.at(side.arguments())));
        }
        PlanNode pruned = new KeyedProcess(
                inputs, sides, node.function(), node.state(), node.time(), node.whole(), node.schema());
        return kept(pruned, node, Columns.range(0, node.schema().size()));
    }

    private static Pruned groupingSets(GroupingSets node, Set<Integer> needed) {
        int width = node.input().schema().size();
        Pruned input = prune(node.input(), Columns.union(Columns.below(needed, width), new TreeSet<>(node.keys())));
        Schema schema = appended(input.schema(), node.schema(), width);
        PlanNode pruned = new GroupingSets(input.node(), input.at(node.keys()), node.sets(), schema);
        return new Pruned(pruned, appendedPlaces(input, width, node.schema().size()));
    }

    private static Pruned union(UnionAll node, List<Integer> kept) {
        Schema schema = node.schema().select(kept);
        List<PlanNode> inputs = new ArrayList<>();
        for (PlanNode each : node.inputs()) {
            Pruned input = prune(each, new TreeSet<>(kept));
            List<Expr> columns = new ArrayList<>();
            for (int column : kept) {
                Field field = input.schema().field(input.at(column));
                columns.add(Expr.column(input.at(column), field.type(), field.nullable()));
            }
            inputs.add(PlanNodes.project(input.node(), columns, schema));
        }
        return kept(new UnionAll(inputs, schema), node, kept);
    }

    private static Pruned windowAggregate(WindowAggregate node, Set<Integer> needed) {
        int first = node.keys().size() + Relation.WINDOW_COLUMNS.size();
        List<Integer> kept = keptCalls(first, node.schema().size(), needed);
        List<AggregateCall> calls =
                kept.stream().map(column -> node.calls().get(column - first)).toList();
        Set<Integer> own = Columns.union(new TreeSet<>(node.keys()), Set.of(node.timeColumn()));
        Pruned input = prune(node.input(), Columns.union(own, columnsOf(calls)));
        List<Integer> columns = new ArrayList<>(Columns.range(0, first));
        columns.addAll(kept);
        PlanNode pruned = new WindowAggregate(
                input.node(),
                input.at(node.timeColumn()),
                node.window(),
                input.at(node.keys()),
                moved(calls, input),
                node.schema().select(columns));
        return kept(pruned, node, columns);
    }

    private static Pruned sessionAggregate(SessionAggregate node, Set<Integer> needed) {
        int first = node.keys().size() + Relation.WINDOW_COLUMNS.size();
        List<Integer> kept = keptCalls(first, node.schema().size(), needed);
        List<AggregateCall> calls =
                kept.stream().map(column -> node.calls().get(column - first)).toList();
        Set<Integer> own = Columns.union(new TreeSet<>(node.keys()), sessionColumns(node.timeColumn(), node.gap()));
        Pruned input = prune(node.input(), Columns.union(own, columnsOf(calls)));
        List<Integer> columns = new ArrayList<>(Columns.range(0, first));
        columns.addAll(kept);
        PlanNode pruned = new SessionAggregate(
                input.node(),
                input.at(node.timeColumn()),
                moved(node.gap(), input),
                input.at(node.keys()),
                moved(calls, input),
                node.emit(),
                node.closeMicros(),
                node.schema().select(columns));
        return kept(pruned, node, columns);
    }

    private static Pruned sessions(AssignSessions node, Set<Integer> needed) {
        int width = node.input().schema().size();
        Set<Integer> own = Columns.union(new TreeSet<>(node.keys()), sessionColumns(node.timeColumn(), node.gap()));
        Pruned input = prune(node.input(), Columns.union(Columns.below(needed, width), own));
        PlanNode pruned = new AssignSessions(
                input.node(),
                input.at(node.timeColumn()),
                moved(node.gap(), input),
                input.at(node.keys()),
                node.emit(),
                node.closeMicros(),
                appended(input.schema(), node.schema(), width));
        return new Pruned(pruned, appendedPlaces(input, width, node.schema().size()));
    }

    private static Set<Integer> sessionColumns(int timeColumn, SessionGap gap) {
        return gap.column() < 0 ? Set.of(timeColumn) : Set.of(timeColumn, gap.column());
    }

    private static SessionGap moved(SessionGap gap, Pruned input) {
        return gap.column() < 0 ? gap : SessionGap.ofColumn(input.at(gap.column()));
    }

    private static Pruned aggregate(Aggregate node, Set<Integer> needed) {
        int first = node.keys().size();
        List<Integer> kept = keptCalls(first, node.schema().size(), needed);
        if (first == 0 && kept.isEmpty()) {
            // without keys there is always a row, of at least one column
            kept = List.of(0);
        }
        List<AggregateCall> calls =
                kept.stream().map(column -> node.calls().get(column - first)).toList();
        Pruned input = prune(node.input(), Columns.union(new TreeSet<>(node.keys()), columnsOf(calls)));
        List<Integer> columns = new ArrayList<>(Columns.range(0, first));
        columns.addAll(kept);
        PlanNode pruned = new Aggregate(
                input.node(),
                input.at(node.keys()),
                moved(calls, input),
                node.emit(),
                node.close(),
                node.schema().select(columns));
        return kept(pruned, node, columns);
    }

    private static Pruned over(Over node, Set<Integer> needed) {
        int width = node.input().schema().size();
        List<Integer> kept = keptCalls(width, node.schema().size(), needed);
        if (kept.isEmpty() && node.first() == null) {
            // every row comes out as it is
            Pruned input = prune(node.input(), Columns.below(needed, width));
            return new Pruned(
                    input.node(), Arrays.copyOf(input.places(), node.schema().size()));
        }
        List<OverCall> calls =
                kept.stream().map(column -> node.calls().get(column - width)).toList();
        Set<Integer> own = Columns.union(Columns.below(needed, width), new TreeSet<>(node.partitionBy()));
        node.orderBy().forEach(key -> own.add(key.column()));
        calls.forEach(call -> own.addAll(call.arguments()));
        Pruned input = prune(node.input(), own);
        List<Field> fields = new ArrayList<>(input.schema().fields());
        kept.forEach(column -> fields.add(node.schema().field(column)));
        PlanNode pruned = new Over(
                input.node(),
                input.at(node.partitionBy()),
                node.orderBy().stream()
                        .map(key -> new Sort.Key(input.at(key.column()), key.descending(), key.nullsFirst()))
                        .toList(),
                node.peerKeys(),
                calls.stream()
                        .map(call -> new OverCall(
                                call.function(),
                                call.aggregate(),
                                input.at(call.arguments()),
                                call.frame(),
                                call.name(),
                                call.type(),
                                call.nullable()))
                        .toList(),
                node.emit(),
                node.close(),
                node.first(),
                new Schema(fields));
        int[] places = new int[node.schema().size()];
        for (int i = 0; i < places.length; i++) {
            int call = kept.indexOf(i);
            places[i] = i < width ? input.at(i) : call < 0 ? -1 : input.schema().size() + call;
        }
        return new Pruned(pruned, places);
    }

    private static Pruned deduplicate(Deduplicate node, Set<Integer> needed) {
        Set<Integer> own = Columns.union(new TreeSet<>(node.keys()), Set.of(node.timeColumn()));
        Pruned input = prune(node.input(), Columns.union(needed, own));
        PlanNode pruned = new Deduplicate(
                input.node(), input.at(node.keys()), input.at(node.timeColumn()), node.withinMicros(), node.close());
        return new Pruned(pruned, input.places());
    }

    private static Pruned ordered(PlanNode node, Set<Integer> needed) {
        if (node instanceof Limit limit) {
            Pruned input = prune(limit.input(), needed);
            return new Pruned(new Limit(input.node(), limit.offset(), limit.fetch()), input.places());
        }
        List<Sort.Key> keys = node instanceof Sort sort ? sort.keys() : ((Materialize) node).keys();
        Set<Integer> sorted = new TreeSet<>(keys.stream().map(Sort.Key::column).toList());
        Pruned input = prune(node.inputs().get(0), Columns.union(needed, sorted));
        List<Sort.Key> moved = keys.stream()
                .map(key -> new Sort.Key(input.at(key.column()), key.descending(), key.nullsFirst()))
                .toList();
        PlanNode pruned = node instanceof Sort sort
                ? new Sort(input.node(), moved, sort.offset(), sort.fetch())
                : new Materialize(input.node(), moved, ((Materialize) node).offset(), ((Materialize) node).fetch());
        return new Pruned(pruned, input.places());
    }

    private static List<Integer> keptCalls(int first, int width, Set<Integer> needed) {
        return Columns.range(first, width).stream().filter(needed::contains).toList();
    }

    private static Set<Integer> columnsOf(List<AggregateCall> calls) {
        Set<Integer> columns = new TreeSet<>();
        calls.forEach(call -> columns.addAll(call.columns()));
        return columns;
    }

    private static List<AggregateCall> moved(List<AggregateCall> calls, Pruned input) {
        return calls.stream().map(call -> call.moved(input::at)).toList();
    }

    /** The pruned node whose columns are those of {@code original} at {@code kept}. */
    private static Pruned kept(PlanNode pruned, PlanNode original, List<Integer> kept) {
        int[] places = new int[original.schema().size()];
        for (int i = 0; i < places.length; i++) {
            places[i] = kept.indexOf(i);
        }
        return new Pruned(pruned, places);
    }

    private static Schema appended(Schema input, Schema whole, int width) {
        List<Field> fields = new ArrayList<>(input.fields());
        fields.addAll(whole.fields().subList(width, whole.size()));
        return new Schema(fields);
    }

    private static int[] appendedPlaces(Pruned input, int width, int whole) {
        int[] places = new int[whole];
        for (int i = 0; i < whole; i++) {
            places[i] = i < width ? input.at(i) : input.schema().size() + i - width;
        }
        return places;
    }
}

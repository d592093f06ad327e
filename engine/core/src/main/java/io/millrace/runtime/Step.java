package io.millrace.runtime;

import io.millrace.aggregate.AggregateCall;
import io.millrace.checkpoint.OperatorSignature;
import io.millrace.columnar.ColumnBatch;
import io.millrace.columnar.Selection;
import io.millrace.operator.ClockDriven;
import io.millrace.operator.Operators;
import io.millrace.operator.PagedOperator;
import io.millrace.operator.PreAggregation;
import io.millrace.operator.StatefulOperator;
import io.millrace.plan.Aggregate;
import io.millrace.plan.AssignSessions;
import io.millrace.plan.AssignWatermark;
import io.millrace.plan.Deduplicate;
import io.millrace.plan.Join;
import io.millrace.plan.KeyedProcess;
import io.millrace.plan.Over;
import io.millrace.plan.PlanNode;
import io.millrace.plan.Scan;
import io.millrace.plan.SessionAggregate;
import io.millrace.plan.SessionGap;
import io.millrace.plan.UnionAll;
import io.millrace.plan.Values;
import io.millrace.plan.WindowAggregate;
import io.millrace.state.StateChunk;
import io.millrace.time.Watermarks;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;

/** A plan node made ready to run: with its id and, where it has state, its operators, one for each shard of the keys. */
final class Step {
    final PlanNode node;
    final List<Step> inputs = new ArrayList<>();
    final String id;
    final StatefulOperator[] shards;
    /** Null where rows have to come to the shards one by one. */
    final PreAggregation preAggregation;

    /** @param database null where the state is in memory */
    private Step(PlanNode node, String path, int parallelism, QueryDatabase database) {
        this.node = node;
        boolean stateful = Operators.isStateful(node);
        this.id = stateful || node instanceof UnionAll
                ? join(path, node.getClass().getSimpleName())
                : path;
        for (int i = 0; i < node.inputs().size(); i++) {
            String below = node.inputs().size() == 1 ? id : id + "." + i;
            inputs.add(new Step(node.inputs().get(i), below, parallelism, database));
        }
        boolean weighted = node.inputs().stream().anyMatch(Operators::isWeighted);
        this.shards = stateful ? operators(parallelism, weighted, database) : null;
        this.preAggregation = Operators.preAggregation(node, weighted);
    }

    static Step build(PlanNode root, int parallelism) {
        return build(root, parallelism, null);
    }

    /** @param database null where the state is in memory */
    static Step build(PlanNode root, int parallelism, QueryDatabase database) {
        return new Step(root, "", parallelism, database);
    }

    private static String join(String path, String name) {
        return path.isEmpty() ? name : path + "/" + name;
    }

    private StatefulOperator[] operators(int parallelism, boolean weighted, QueryDatabase database) {
        if (database != null && PagedOperator.isPaged(node)) {
            return PagedOperator.pages(node, id, weighted, PagedOperator.PAGES, database.database(), database.room());
        }
        int count = Operators.exchangeKeys(node, 0).isEmpty() ? 1 : parallelism;
        StatefulOperator[] operators = new StatefulOperator[count];
        for (int shard = 0; shard < count; shard++) {
            operators[shard] = Operators.stateful(node, id, weighted, shard, count);
        }
        return operators;
    }

    /** Whether the state is in a database, and comes from it. */
    boolean isPaged() {
        return isStateful() && shards[0] instanceof PagedOperator;
    }

    boolean isStateful() {
        return shards != null;
    }

    /** All steps of the tree, inputs before their users. */
    List<Step> all() {
        List<Step> all = new ArrayList<>();
        inputs.forEach(input -> all.addAll(input.all()));
        all.add(this);
        return all;
    }

    List<Step> statefulSteps() {
        return all().stream().filter(Step::isStateful).toList();
    }

    /**
     * What this step's output is complete up to, from the watermarks of the sources.
     *
     * @param ofSource by source name; Watermarks.END where a source has ended
     */
    long outputWatermark(ToLongFunction<String> ofSource) {
        if (node instanceof Scan scan) {
            long watermark = ofSource.applyAsLong(scan.source());
            return watermark == Watermarks.END ? watermark : Watermarks.NONE;
        }
        if (node instanceof Values values) {
            return ofSource.applyAsLong(ValuesSource.name(values, id));
        }
        if (node instanceof AssignWatermark) {
            return ofSource.applyAsLong(source());
        }
        long watermark = Watermarks.END;
        for (Step input : inputs) {
            watermark = Math.min(watermark, input.outputWatermark(ofSource));
        }
        // rows that a join kept may come out behind this: the plan closes groups over their times by so much later
        return watermark;
    }

    /** Name of the source below a chain of stateless steps. */
    String source() {
        return node instanceof Scan scan ? scan.source() : inputs.get(0).source();
    }

    long[] inputWatermarks(ToLongFunction<String> ofSource) {
        return inputs.stream()
                .mapToLong(input -> input.outputWatermark(ofSource))
                .toArray();
    }

    /** Whether these watermarks make the operators emit or evict something. */
    boolean isDue(ToLongFunction<String> ofSource) {
        long watermark = Long.MAX_VALUE;
        for (long input : inputWatermarks(ofSource)) {
            watermark = Math.min(watermark, input);
        }
        return watermark != Watermarks.NONE && nextWakeUp() <= watermark;
    }

    /** When, by the clock, the operators have something to do; Long.MAX_VALUE for never. */
    long nextClockMicros() {
        long next = Long.MAX_VALUE;
        for (StatefulOperator shard : shards) {
            if (shard instanceof ClockDriven driven) {
                next = Math.min(next, driven.nextClockMicros());
            }
        }
        return next;
    }

    long nextWakeUp() {
        long next = Long.MAX_VALUE;
        for (StatefulOperator shard : shards) {
            next = Math.min(next, shard.nextWakeUp());
        }
        return next == Long.MAX_VALUE ? next : Math.max(next, Watermarks.NONE + 1);
    }

    void snapshot(Consumer<StateChunk> out) {
        for (StatefulOperator shard : shards) {
            shard.snapshot(out);
        }
    }

    void restore(StateChunk chunk) {
        if (shards.length == 1 || chunk.kind() == StateChunk.Kind.DROP) {
            for (StatefulOperator shard : shards) {
                shard.restore(chunk);
            }
            return;
        }
        Selection[] own = Collector.part(chunk.rows(), Operators.stateKeys(node, chunk), shards.length);
        for (int i = 0; i < shards.length; i++) {
            if (!own[i].isEmpty()) {
                ColumnBatch rows = chunk.rows().take(own[i]);
                shards[i].restore(new StateChunk(chunk.operator(), chunk.table(), chunk.kind(), chunk.segment(), rows));
            }
        }
    }

    /** What a restart compares: scans and operators with state. */
    static List<OperatorSignature> signatures(PlanNode root) {
        List<OperatorSignature> signatures = new ArrayList<>();
        for (Step step : build(root, 1).all()) {
            if (step.node instanceof Scan scan) {
                signatures.add(new OperatorSignature("Scan " + scan.source(), "scan", "table " + scan.table(), true));
            } else if (step.isStateful()) {
                signatures.add(new OperatorSignature(step.id, kind(step.node), signature(step.node), true));
            }
        }
        return signatures;
    }

    private static String kind(PlanNode node) {
        return node.getClass()
                .getSimpleName()
                .replaceAll("(?<=[a-z])(?=[A-Z])", " ")
                .toLowerCase(java.util.Locale.ROOT);
    }

    /** What has been let go under one bound may be missed under another. */
    private static String kept(String side, PlanNode input, Join.Bound bound) {
        return bound == null
                ? ""
                : ", " + side + " rows kept until " + columns(input, List.of(bound.column())) + " + "
                        + bound.offsetMicros() + " microseconds";
    }

    private static String signature(PlanNode node) {
        if (node instanceof Aggregate aggregate) {
            return "keys " + columns(aggregate.input(), aggregate.keys()) + ", aggregates "
                    + calls(aggregate.input(), aggregate.calls()) + ", results " + aggregate.emit() + ", closes "
                    + (aggregate.close() == null ? "never" : aggregate.close());
        }
        if (node instanceof WindowAggregate window) {
            return "window " + window.window() + " on "
                    + columns(window.input(), List.of(window.timeColumn())) + ", keys "
                    + columns(window.input(), window.keys()) + ", aggregates " + calls(window.input(), window.calls());
        }
        if (node instanceof SessionAggregate sessions) {
            return sessions(sessions.input(), sessions.timeColumn(), sessions.gap(), sessions.keys()) + ", aggregates "
                    + calls(sessions.input(), sessions.calls()) + ", results " + sessions.emit();
        }
        if (node instanceof AssignSessions sessions) {
            return sessions(sessions.input(), sessions.timeColumn(), sessions.gap(), sessions.keys()) + " of "
                    + sessions.input().schema() + ", results " + sessions.emit();
        }
        if (node instanceof Over over) {
            return "partitions " + columns(over.input(), over.partitionBy()) + ", order "
                    + over.orderBy().stream()
                            .map(key -> over.input().schema().field(key.column())
                                    + (key.descending() ? " DESC" : "")
                                    + (key.nullsFirst() ? " NULLS FIRST" : ""))
                            .toList()
                    + ", calls "
                    + over.calls().stream()
                            .map(call -> call.function() + " " + columns(over.input(), call.arguments()) + " "
                                    + call.frame() + " " + call.type())
                            .toList()
                    + ", row " + over.input().schema() + ", results " + over.emit() + ", closes "
                    + (over.close() == null ? "never" : over.close())
                    + (over.first() == null ? "" : ", first " + over.first());
        }
        if (node instanceof Deduplicate deduplicate) {
            return "keys " + columns(deduplicate.input(), deduplicate.keys()) + ", time "
                    + columns(deduplicate.input(), List.of(deduplicate.timeColumn())) + ", within "
                    + deduplicate.withinMicros() + ", closes "
                    + (deduplicate.close() == null ? "never" : deduplicate.close());
        }
        if (node instanceof Join join) {
            return "left " + columns(join.left(), join.leftKeys()) + " of "
                    + join.left().schema() + ", right " + columns(join.right(), join.rightKeys()) + " of "
                    + join.right().schema() + kept("left", join.left(), join.leftBound())
                    + kept("right", join.right(), join.rightBound());
        }
        if (node instanceof KeyedProcess process) {
            return process(process);
        }
        return node.schema().toString();
    }

    private static String process(KeyedProcess process) {
        List<String> keys = new ArrayList<>();
        for (int i = 0; i < process.inputs().size(); i++) {
            keys.add(columns(process.inputs().get(i), process.sides().get(i).keys()));
        }
        return "function \"" + process.function().name() + "\", keys " + String.join(" and ", keys) + ", state "
                + process.state() + ", timers " + process.time();
    }

    private static String sessions(PlanNode input, int timeColumn, SessionGap gap, List<Integer> keys) {
        Object length = gap.column() < 0 ? gap.micros() : columns(input, List.of(gap.column()));
        return "sessions of gap " + length + " on " + columns(input, List.of(timeColumn)) + ", keys "
                + columns(input, keys);
    }

    private static String columns(PlanNode input, List<Integer> positions) {
        return positions.stream()
                .map(i -> input.schema().field(i).toString())
                .toList()
                .toString();
    }

    private static String calls(PlanNode input, List<AggregateCall> calls) {
        return calls.stream()
                .map(call -> call.function().name() + (call.distinct() ? " DISTINCT " : " ")
                        + columns(input, call.arguments())
                        + (call.parameters().isEmpty() ? "" : " " + call.parameters())
                        + order(input, call)
                        + (call.ignoreNulls() ? " IGNORE NULLS" : "") + (call.filter() < 0 ? "" : " FILTERED") + " "
                        + call.type())
                .toList()
                .toString();
    }

    private static String order(PlanNode input, AggregateCall call) {
        StringBuilder text = new StringBuilder();
        for (AggregateCall.Order key : call.order()) {
            text.append(text.isEmpty() ? " ORDER BY " : ", ")
                    .append(input.schema().field(key.column()).name())
                    .append(key.descending() ? " DESC" : " ASC")
                    .append(key.nullsFirst() ? " NULLS FIRST" : " NULLS LAST");
        }
        return text.toString();
    }
}

package io.millrace.runtime;

import io.millrace.columnar.ColumnBatch;
import io.millrace.columnar.Selection;
import io.millrace.operator.ClockDriven;
import io.millrace.operator.Operators;
import io.millrace.operator.PagedOperator;
import io.millrace.operator.PreAggregation;
import io.millrace.operator.StatefulOperator;
import io.millrace.plan.AssignWatermark;
import io.millrace.plan.PlanNode;
import io.millrace.plan.Scan;
import io.millrace.plan.UnionAll;
import io.millrace.plan.Values;
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
}

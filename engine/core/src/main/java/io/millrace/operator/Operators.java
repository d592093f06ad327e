package io.millrace.operator;

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
import io.millrace.plan.PlanNode;
import io.millrace.plan.Project;
import io.millrace.plan.SessionAggregate;
import io.millrace.plan.Sort;
import io.millrace.plan.Unnest;
import io.millrace.plan.WindowAggregate;
import io.millrace.state.OrderedRows;
import io.millrace.state.StateChunk;
import java.util.List;
import java.util.stream.IntStream;

/** Makes the operators that plan nodes ask for. */
public final class Operators {
    private Operators() {}

    /** Whether the node's operator has no state, so that any number of instances may work side by side. */
    public static boolean isStateless(PlanNode node) {
        return node instanceof Filter
                || node instanceof Project
                || node instanceof Unnest
                || node instanceof MapRows
                || node instanceof AssignWindows
                || node instanceof GroupingSets
                || node instanceof AssignWatermark;
    }

    public static boolean isStateful(PlanNode node) {
        return node instanceof Aggregate
                || node instanceof WindowAggregate
                || node instanceof SessionAggregate
                || node instanceof AssignSessions
                || node instanceof Over
                || node instanceof Deduplicate
                || node instanceof Join
                || node instanceof Sort
                || node instanceof Limit
                || node instanceof Materialize
                || node instanceof KeyedProcess;
    }

    public static Operator stateless(PlanNode node) {
        if (node instanceof Filter filter) {
            return new FilterOperator(filter);
        }
        if (node instanceof Project project) {
            return new ProjectOperator(project);
        }
        if (node instanceof Unnest unnest) {
            return new UnnestOperator(unnest);
        }
        if (node instanceof MapRows map) {
            return new MapRowsOperator(map);
        }
        if (node instanceof AssignWindows windows) {
            return new AssignWindowsOperator(windows);
        }
        if (node instanceof GroupingSets sets) {
            return new GroupingSetsOperator(sets);
        }
        return new WatermarkOperator((AssignWatermark) node);
    }

    /**
     * Columns of an input by which rows find their share of a stateful operator; empty when there is one share only.
     */
    public static List<Integer> exchangeKeys(PlanNode node, int input) {
        if (node instanceof Aggregate aggregate) {
            return aggregate.keys();
        }
        if (node instanceof WindowAggregate window) {
            return window.keys();
        }
        if (node instanceof SessionAggregate sessions) {
            return sessions.keys();
        }
        if (node instanceof AssignSessions sessions) {
            return sessions.keys();
        }
        if (node instanceof Over over) {
            return over.partitionBy();
        }
        if (node instanceof Deduplicate deduplicate) {
            return deduplicate.keys();
        }
        if (node instanceof Join join) {
            return input == 0 ? join.leftKeys() : join.rightKeys();
        }
        if (node instanceof KeyedProcess process) {
            return process.sides().get(input).keys();
        }
        return List.of();
    }

    /** Columns of a chunk's rows by which they find the share that their state belongs to, as rows do by the input's. */
    public static List<Integer> stateKeys(PlanNode node, StateChunk chunk) {
        if (node instanceof Join join) {
            return chunk.table().equals(JoinOperator.LEFT_TABLE) ? join.leftKeys() : join.rightKeys();
        }
        if (node instanceof Over over
                && chunk.table().equals(OrderedRows.TABLE)
                && chunk.kind() == StateChunk.Kind.UPSERT) {
            return over.partitionBy();
        }
        return IntStream.range(0, exchangeKeys(node, 0).size()).boxed().toList();
    }

    /** Whether a watermark alone can make the node's operator give something before its input has ended. */
    static boolean wakesUp(PlanNode node) {
        return node instanceof WindowAggregate
                || node instanceof Aggregate aggregate && aggregate.close() != null
                || node instanceof SessionAggregate sessions && sessions.closeMicros() != null
                || node instanceof AssignSessions assigned && assigned.closeMicros() != null
                || node instanceof Over over && over.close() != null;
    }

    /** Whether the node's operator lets state go by watermarks that give nothing. */
    static boolean evictsInSilence(PlanNode node) {
        return node instanceof Join join && (join.leftBound() != null || join.rightBound() != null)
                || node instanceof Over over && over.close() != null
                || node instanceof Deduplicate deduplicate && deduplicate.close() != null;
    }

    /** Whether the end of all input changes nothing for what the node's operator keeps: all of it was given before. */
    static boolean isSilentAtEnd(PlanNode node) {
        return node instanceof Aggregate aggregate
                        && aggregate.emit() == Aggregate.Emit.CHANGES
                        && aggregate.close() == null
                || node instanceof Join && !evictsInSilence(node);
    }

    /**
     * The share of a stateful operator that owns some of the keys.
     *
     * @param weightedInput whether rows of its inputs may be taken back
     */
    public static StatefulOperator stateful(PlanNode node, String id, boolean weightedInput, int shard, int shards) {
        if (node instanceof Aggregate aggregate) {
            return new AggregateOperator(aggregate, id, weightedInput, shard, shards);
        }
        if (node instanceof WindowAggregate window) {
            return new WindowAggregateOperator(window, id, weightedInput, shard, shards);
        }
        if (node instanceof SessionAggregate sessions) {
            return SessionOperator.of(sessions, id, weightedInput, shard, shards);
        }
        if (node instanceof AssignSessions sessions) {
            return SessionOperator.of(sessions, id, shard, shards);
        }
        if (node instanceof Over over) {
            return new OverOperator(over, id, weightedInput, shard, shards);
        }
        if (node instanceof Deduplicate deduplicate) {
            return new DeduplicateOperator(deduplicate, id, shard, shards);
        }
        if (node instanceof Join join) {
            return new JoinOperator(join, id, shard, shards);
        }
        if (node instanceof KeyedProcess process) {
            return new KeyedProcessOperator(process, id, shard, shards);
        }
        if (node instanceof Sort sort) {
            return new SortOperator(sort, id);
        }
        if (node instanceof Limit limit) {
            return new LimitOperator(limit, id);
        }
        return new MaterializeOperator((Materialize) node, id);
    }

    /**
     * Aggregates rows of the node's operator before they reach it; null where they have to come one by one.
     *
     * @param weightedInput whether rows of its input may be taken back
     */
    public static PreAggregation preAggregation(PlanNode node, boolean weightedInput) {
        return PreAggregation.of(node, weightedInput);
    }

    /** Whether the node's output may take rows back. */
    public static boolean isWeighted(PlanNode node) {
        if (node instanceof Aggregate aggregate) {
            boolean firstSeen = aggregate.calls().isEmpty() && !isWeighted(aggregate.input());
            return aggregate.emit() == Aggregate.Emit.CHANGES && !firstSeen;
        }
        if (node instanceof SessionAggregate sessions) {
            return sessions.emit() == Aggregate.Emit.CHANGES;
        }
        if (node instanceof AssignSessions sessions) {
            return sessions.emit() == Aggregate.Emit.CHANGES;
        }
        if (node instanceof Over over) {
            return over.emit() == Aggregate.Emit.CHANGES;
        }
        if (node instanceof WindowAggregate
                || node instanceof Sort
                || node instanceof Materialize
                || node instanceof KeyedProcess) {
            return false;
        }
        return node.inputs().stream().anyMatch(Operators::isWeighted);
    }
}

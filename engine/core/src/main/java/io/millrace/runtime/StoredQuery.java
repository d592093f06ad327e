package io.millrace.runtime;

import io.millrace.aggregate.AggregateFunctions;
import io.millrace.checkpoint.CheckpointView;
import io.millrace.checkpoint.PlanChange;
import io.millrace.plan.PlanJson;
import io.millrace.plan.QueryPlan;
import io.millrace.state.StateChunk;
import io.millrace.storage.FileStore;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A query as its checkpoint has it, for somebody who looks at it or would change its statement; it may be running.
 *
 * <p>Ownership: the store is the caller's. Threads: one at a time. Errors: those of {@link CheckpointView}, and
 * UNKNOWN_FUNCTION when the plan names an aggregate that the session does not have.
 */
public final class StoredQuery implements AutoCloseable {
    private final CheckpointView view;
    private final QueryPlan plan;

    private StoredQuery(CheckpointView view, QueryPlan plan) {
        this.view = view;
        this.plan = plan;
    }

    /** @param functions finds the aggregates that the plan names */
    public static StoredQuery open(FileStore store, AggregateFunctions functions) {
        CheckpointView view = CheckpointView.open(store);
        try {
            return new StoredQuery(view, PlanJson.read(view.plan().planJson(), functions));
        } catch (RuntimeException e) {
            view.close();
            throw e;
        }
    }

    /** Its log. */
    public CheckpointView view() {
        return view;
    }

    /** The plan that it runs with. */
    public QueryPlan plan() {
        return plan;
    }

    /** What a restart with another plan would mean for each operator. */
    public PlanChange restartWith(QueryPlan now) {
        return PlanChange.compare(Step.signatures(plan.root()), Step.signatures(now.root()));
    }

    /**
     * The state of the operators after a micro-batch, whole: rows to be set, by operator, table and segment.
     *
     * @throws io.millrace.error.MillraceException UNKNOWN_NAME when that state is not kept
     */
    public List<StateChunk> state(long batchId) {
        Map<String, Step> steps = new HashMap<>();
        List<Step> stateful = Step.build(plan.root(), 1).statefulSteps();
        stateful.forEach(step -> steps.put(step.id, step));
        List<StateChunk> whole = new ArrayList<>();
        try {
            view.state(batchId, chunk -> steps.get(chunk.operator()).restore(chunk));
            stateful.forEach(step -> step.snapshot(whole::add));
        } finally {
            for (Step step : stateful) {
                step.shards[0].close();
            }
        }
        return whole;
    }

    @Override
    public void close() {
        view.close();
    }
}

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
import java.util.function.Consumer;

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

    /** Ids of the operators that have state. */
    public List<String> statefulOperators() {
        return Step.build(plan.root(), 1).statefulSteps().stream()
                .map(step -> step.id)
                .toList();
    }

    /** What a restart with another plan would mean for each operator. */
    public PlanChange restartWith(QueryPlan now) {
        return PlanChange.compare(Signatures.of(plan.root()), Signatures.of(now.root()));
    }

    /**
     * The state of the operators after a micro-batch: the tables that hold rows, in the order of the plan.
     *
     * @throws io.millrace.error.MillraceException UNKNOWN_NAME when that state is not kept
     */
    public List<StateTable> state(long batchId) {
        Map<String, Step> steps = new HashMap<>();
        List<Step> stateful = Step.build(plan.root(), 1).statefulSteps();
        stateful.forEach(step -> steps.put(step.id, step));
        List<StateTable> tables = new ArrayList<>();
        try {
            Consumer<StateChunk> to = chunk -> steps.get(chunk.operator()).restore(chunk);
            if (view.databaseBackend(batchId).isPresent()) {
                QueryDatabase.read(plan.root(), files -> view.openDatabase(batchId, files), to);
            }
            view.state(batchId, to);
            for (Step step : stateful) {
                List<StateChunk> whole = new ArrayList<>();
                step.snapshot(whole::add);
                tables.addAll(StateTable.of(step.node, step.id, whole));
            }
        } finally {
            for (Step step : stateful) {
                step.shards[0].close();
            }
        }
        return tables;
    }

    @Override
    public void close() {
        view.close();
    }
}

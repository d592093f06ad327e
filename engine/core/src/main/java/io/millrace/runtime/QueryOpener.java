package io.millrace.runtime;

import io.millrace.checkpoint.BatchLog;
import io.millrace.checkpoint.BatchRecord;
import io.millrace.checkpoint.PlanChange;
import io.millrace.checkpoint.StoredPlan;
import io.millrace.columnar.Schema;
import io.millrace.connector.Offset;
import io.millrace.connector.ReadableTable;
import io.millrace.connector.RowsWanted;
import io.millrace.connector.Sink;
import io.millrace.connector.Source;
import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import io.millrace.expr.EvalContext;
import io.millrace.plan.AssignWatermark;
import io.millrace.plan.PlanJson;
import io.millrace.plan.ProgramFunctions;
import io.millrace.plan.QueryPlan;
import io.millrace.plan.Scan;
import io.millrace.plan.Values;
import io.millrace.state.StateChunk;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * Makes a query ready to run: compares its plan with the one in the checkpoint, restores its state, opens sources and sink,
 * and decides what becomes of a micro-batch that was recorded but maybe not committed.
 */
final class QueryOpener {
    private final QuerySpec spec;
    private final BatchLog checkpoint;

    /** @param checkpoint null for a batch query; the caller closes it when opening fails */
    QueryOpener(QuerySpec spec, BatchLog checkpoint) {
        this.spec = spec;
        this.checkpoint = checkpoint;
    }

    OpenQuery open(RunningQuery query) {
        QueryPlan plan = checkpoint == null ? spec.plan() : storedOrNewPlan();
        query.identify(checkpoint == null ? UUID.randomUUID().toString() : checkpoint.queryId(), plan);
        QueryDatabase database = QueryDatabase.open(spec.settings(), checkpoint);
        Workers workers = new Workers(spec.settings().parallelism());
        Map<String, ScanState> scans = new LinkedHashMap<>();
        try {
            Step root = Step.build(plan.root(), spec.settings().parallelism(), database);
            openSources(root, query, scans);
            return open(plan, query, root, scans, workers, database);
        } catch (RuntimeException | Error e) {
            scans.values().forEach(ScanState::close);
            workers.close();
            if (database != null) {
                database.close();
            }
            throw e;
        }
    }

    private OpenQuery open(
            QueryPlan plan,
            RunningQuery query,
            Step root,
            Map<String, ScanState> scans,
            Workers workers,
            QueryDatabase database) {
        long epoch = checkpoint == null ? 0 : checkpoint.epoch();
        Sink.Session session = new Sink.Session(query.id(), spec.name(), epoch, plan.mode(), plan.uniqueKey());
        try {
            return open(plan, query, root, scans, workers, database, session);
        } catch (RuntimeException | Error e) {
            endSink(session, e);
            throw e;
        }
    }

    /** A query that keeps no checkpoint and does not even begin leaves its sink to others. */
    private void endSink(Sink.Session session, Throwable reason) {
        if (spec.settings().checkpointRoot() == null) {
            try {
                spec.sink().end(session);
            } catch (MillraceException e) {
                reason.addSuppressed(e);
            }
        }
    }

    private OpenQuery open(
            QueryPlan plan,
            RunningQuery query,
            Step root,
            Map<String, ScanState> scans,
            Workers workers,
            QueryDatabase database,
            Sink.Session session) {
        QuerySettings settings = spec.settings();
        WatermarkTracker tracker = new WatermarkTracker(watermarks(root));
        BatchPlanner planner = new BatchPlanner(scans.values(), tracker, root.statefulSteps(), settings, plan.batch());
        MemoryUse memory = new MemoryUse(spec.name(), settings.memoryLimitBytes(), root.statefulSteps());
        BatchRunner runner =
                new BatchRunner(root, scans, workers, settings.zone(), query::isStopRequested, spec.lateRows(), memory);
        Optional<Sink.Committed> committed = spec.sink().open(session);
        Optional<OpenQuery.Replay> replay = checkpoint == null
                ? Optional.empty()
                : recover(new Parts(query, root, scans, tracker, planner, memory), committed);
        if (plan.batch()) {
            scans.values().forEach(ScanState::fixTarget);
        }
        return new OpenQuery(
                query,
                root,
                scans,
                tracker,
                planner,
                runner,
                new OutputLabels(plan),
                new QueryLog(checkpoint),
                spec.sink(),
                session,
                spec.name(),
                settings,
                workers,
                memory,
                database,
                plan.batch(),
                replay);
    }

    // ---- the plan

    /** What tells a changed statement from the one in the checkpoint. */
    static String statement(QuerySpec spec) {
        return spec.statement() + "\n-- output mode " + spec.plan().mode();
    }

    private QueryPlan storedOrNewPlan() {
        StoredPlan now = new StoredPlan(statement(spec), PlanJson.write(spec.plan()));
        if (checkpoint.isNew()) {
            checkpoint.create(now);
            return spec.plan();
        }
        StoredPlan stored = checkpoint.plan();
        ProgramFunctions program = ProgramFunctions.of(spec.plan());
        QueryPlan storedPlan = PlanJson.read(stored.planJson(), spec.functions(), program);
        boolean sameStatement = stored.statement().equals(now.statement());
        if (sameStatement && program.hasAllOf(storedPlan) && tablesMatch(storedPlan)) {
            return storedPlan;
        }
        PlanChange.compare(
                        Signatures.of(storedPlan.root()),
                        Signatures.of(spec.plan().root()))
                .requireCompatible(spec.name());
        if (storedPlan.mode() != spec.plan().mode()) {
            throw new MillraceException(
                    ErrorCode.STATE_INCOMPATIBLE,
                    "query \"" + spec.name() + "\" has run in output mode " + storedPlan.mode()
                            + " and cannot go on in " + spec.plan().mode()
                            + "; start it under another 'query.name', or set 'output.mode' back");
        }
        checkpoint.replacePlan(now);
        return spec.plan();
    }

    /** Whether the tables still have the columns that a stored plan reads. */
    private boolean tablesMatch(QueryPlan plan) {
        for (Step step : Step.build(plan.root(), 1).all()) {
            if (step.node instanceof Scan scan) {
                Schema table = spec.tables().apply(scan.table()).schema();
                for (int i = 0; i < scan.columns().size(); i++) {
                    int column = scan.columns().get(i);
                    if (column >= table.size()
                            || !table.field(column).equals(scan.schema().field(i))) {
                        return false;
                    }
                }
            }
        }
        return true;
    }

    // ---- sources and watermarks

    private void openSources(Step root, RunningQuery query, Map<String, ScanState> scans) {
        Map<String, RowsWanted> wanted = WantedRows.of(root.node, spec.plan().batch());
        Map<String, ScanState> leaders = new HashMap<>();
        for (Step step : root.all()) {
            query.requireNotStopped();
            ScanState state = null;
            if (step.node instanceof Scan scan) {
                ReadableTable table = spec.tables().apply(scan.table());
                Source source = table.source(scan.columns());
                ScanState leader = table.replayable() ? leaders.get(scan.table()) : null;
                state = new ScanState(scan.source(), scan.table(), source, leader);
                leaders.putIfAbsent(scan.table(), state);
                if (leader != null) {
                    leader.source.alsoRead(scan.columns());
                }
                state.source.wanted(wanted.getOrDefault(scan.source(), RowsWanted.ALL));
            } else if (step.node instanceof Values values) {
                EvalContext eval = new EvalContext(
                        spec.settings().clock().millis() * 1_000,
                        spec.settings().zone());
                Source source = new ValuesSource(values, eval);
                state = new ScanState(ValuesSource.name(values, step.id), "values", source, null);
            }
            if (state != null) {
                scans.put(state.name, state);
                state.source.onData(query::wake);
            }
        }
    }

    private static Map<String, AssignWatermark> watermarks(Step root) {
        Map<String, AssignWatermark> plans = new HashMap<>();
        for (Step step : root.all()) {
            if (step.node instanceof AssignWatermark watermark) {
                plans.put(step.source(), watermark);
            }
        }
        return plans;
    }

    // ---- recovery

    /** What has to be as it was after a micro-batch. */
    private record Parts(
            RunningQuery query,
            Step root,
            Map<String, ScanState> scans,
            WatermarkTracker tracker,
            BatchPlanner planner,
            MemoryUse memory) {}

    private Optional<OpenQuery.Replay> recover(Parts parts, Optional<Sink.Committed> committed) {
        Optional<BatchRecord> lastRecord = checkpoint.lastRecord();
        if (lastRecord.isEmpty()) {
            requireSinkAt(-1, committed);
            return Optional.empty();
        }
        BatchRecord last = lastRecord.get();
        if (checkpoint.lastCommitted()) {
            requireSinkAt(last.batchId(), committed);
        } else if (!finish(last, committed)) {
            return Optional.of(replay(last, parts));
        }
        resume(last, parts);
        return Optional.empty();
    }

    /** Brings a recorded micro-batch to its end. False when what the sink had staged is lost. */
    private boolean finish(BatchRecord last, Optional<Sink.Committed> committed) {
        long batchId = last.batchId();
        long sinkAt = committed.map(Sink.Committed::batchId).orElse(-1L);
        if (sinkAt == batchId) {
            requireState(batchId, committed.get());
            checkpoint.commit(batchId);
            return true;
        }
        if (spec.sink().remembersCommits()) {
            requireSinkAt(batchId - 1, committed);
        }
        if (spec.sink().commit(batchId, checkpoint.stateId(batchId), last.staged())) {
            checkpoint.commit(batchId);
            return true;
        }
        return false;
    }

    private void requireState(long batchId, Sink.Committed committed) {
        if (!committed.stateId().equals(checkpoint.stateId(batchId))) {
            throw disagree("batch " + batchId + " of another run of this query");
        }
    }

    private void requireSinkAt(long batchId, Optional<Sink.Committed> committed) {
        if (!spec.sink().remembersCommits()) {
            return;
        }
        long sinkAt = committed.map(Sink.Committed::batchId).orElse(-1L);
        if (sinkAt != batchId) {
            throw disagree((sinkAt < 0 ? "no batch" : "batches up to " + sinkAt) + " where the checkpoint says "
                    + (batchId < 0 ? "none" : "up to " + batchId));
        }
    }

    private MillraceException disagree(String found) {
        return new MillraceException(
                ErrorCode.SINK_FAILED,
                "the sink of query \"" + spec.name() + "\" holds " + found
                        + ": it lost data, or is written by another query, or the checkpoint is not its own;"
                        + " start with an empty sink and another 'query.name', or restore what is missing");
    }

    private static void position(Map<String, ScanState> scans, BatchRecord record, boolean atEnd) {
        scans.forEach((name, scan) -> {
            BatchRecord.Range range = record.ranges().get(name);
            if (range != null) {
                scan.position = new Offset(atEnd ? range.end() : range.start());
                scan.source.resume(scan.position);
            }
        });
    }

    private void resume(BatchRecord last, Parts parts) {
        restore(last.batchId(), parts);
        parts.tracker().restore(last);
        position(parts.scans(), last, true);
        parts.planner().resumeAfter(microBatch(last, Map.of()));
    }

    private OpenQuery.Replay replay(BatchRecord last, Parts parts) {
        Optional<BatchRecord> before = checkpoint.committedRecord();
        before.ifPresent(record -> {
            restore(record.batchId(), parts);
            parts.tracker().restore(record);
            parts.planner().resumeAfter(microBatch(record, Map.of()));
        });
        position(parts.scans(), last, false);
        checkpoint.discardRecord(last.batchId());
        Map<String, Long> late = before.map(BatchRecord::watermarksIn).orElse(Map.of());
        return new OpenQuery.Replay(microBatch(last, late), last.inputRows());
    }

    private static MicroBatch microBatch(BatchRecord record, Map<String, Long> lateWatermarks) {
        Map<String, MicroBatch.OffsetRange> ranges = new HashMap<>();
        record.ranges().forEach((name, range) -> ranges.put(name, MicroBatch.OffsetRange.of(range)));
        return new MicroBatch(
                record.batchId(), ranges, lateWatermarks, record.watermarksIn(), record.clockMicros(), record.last());
    }

    private void restore(long batchId, Parts parts) {
        Map<String, Step> byId = new HashMap<>();
        parts.root().statefulSteps().forEach(step -> byId.put(step.id, step));
        Consumer<StateChunk> to = chunk -> {
            parts.query().requireNotStopped();
            Step step = byId.get(chunk.operator());
            if (step == null) {
                throw new MillraceException(
                        ErrorCode.CHECKPOINT_CORRUPT,
                        "the checkpoint of query \"" + spec.name() + "\" holds state of \"" + chunk.operator()
                                + "\", which its plan does not have");
            }
            step.restore(chunk);
            parts.memory().look();
        };
        Optional<String> kept = checkpoint.databaseBackend(batchId);
        if (kept.isPresent() && !kept.get().equalsIgnoreCase(spec.settings().stateBackend())) {
            QueryDatabase.read(parts.root().node, files -> checkpoint.openDatabase(batchId, files), to);
        }
        checkpoint.restore(batchId, to);
    }
}

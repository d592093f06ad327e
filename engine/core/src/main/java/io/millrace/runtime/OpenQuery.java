package io.millrace.runtime;

import io.millrace.connector.Sink;
import java.util.Map;
import java.util.Optional;

/** A query made ready to run: its state restored, its sources at their positions, its sink open. */
record OpenQuery(
        RunningQuery query,
        Step root,
        Map<String, ScanState> scans,
        WatermarkTracker tracker,
        BatchPlanner planner,
        BatchRunner runner,
        OutputLabels labels,
        QueryLog log,
        Sink sink,
        Sink.Session session,
        String sinkDescription,
        QuerySettings settings,
        Workers workers,
        MemoryUse memory,
        QueryDatabase database,
        boolean batch,
        Optional<Replay> replay) {

    /**
     * A micro-batch that was recorded but whose output is lost: it runs again first.
     *
     * @param inputRows what it read by source: a different number shows that the source changed
     */
    record Replay(MicroBatch batch, Map<String, Long> inputRows) {}
}

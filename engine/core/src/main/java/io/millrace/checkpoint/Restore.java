package io.millrace.checkpoint;

import io.millrace.state.StateChunk;
import java.util.function.Consumer;

/** Gives the state after a batch: the newest snapshot up to it, then the changes since, in order. */
final class Restore {
    private final GuardedStore store;
    private final StateFiles files;
    private final String queryId;
    private final LogState state;
    private String segment;
    private byte[] segmentBytes;

    Restore(GuardedStore store, StateFiles files, String queryId, LogState state) {
        this.store = store;
        this.files = files;
        this.queryId = queryId;
        this.state = state;
    }

    void run(long batch, Consumer<StateChunk> to) {
        long from = 0;
        SegmentStart.Base base = state.baseFor(batch);
        if (base != null) {
            StateFiles.Head expected =
                    new StateFiles.Head(StateFiles.SNAPSHOT, queryId, base.batch(), base.epoch(), base.previous());
            files.read(base.file(), expected, to);
            from = base.batch() + 1;
        }
        long next = from;
        for (LogState.Entry entry : state.entries(from, batch)) {
            if (entry.batch() != next) {
                throw store.corrupt(entry.segment(), "the log has no batch " + next);
            }
            next++;
            apply(entry, to);
        }
    }

    private void apply(LogState.Entry entry, Consumer<StateChunk> to) {
        if (entry.file() != null) {
            StateFiles.Head expected = new StateFiles.Head(
                    StateFiles.DELTA,
                    queryId,
                    entry.batch(),
                    entry.epoch(),
                    entry.previous().hex());
            files.read(entry.file(), expected, to);
        } else {
            files.decode(entry.segment(), frame(entry).state(), to);
        }
    }

    private LogFrame frame(LogState.Entry entry) {
        if (!entry.segment().equals(segment)) {
            segmentBytes = store.read(entry.segment());
            segment = entry.segment();
        }
        int at = (int) entry.offset();
        String flaw = at >= segmentBytes.length ? "the file ends" : LogFrame.flaw(segmentBytes, at);
        if (flaw == null && !LogFrame.hash(segmentBytes, at).equals(entry.hash())) {
            flaw = "there is another entry than when the checkpoint was opened";
        }
        if (flaw != null) {
            throw store.corrupt(segment, at, flaw);
        }
        return LogFrame.read(segmentBytes, at);
    }
}

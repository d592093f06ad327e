package io.millrace.benchmarks;

import io.millrace.expr.EvalContext;
import io.millrace.operator.BatchContext;
import io.millrace.operator.Operator;
import io.millrace.operator.Operators;
import io.millrace.operator.StatefulOperator;
import io.millrace.plan.WindowAggregate;
import io.millrace.state.StateChunk;
import io.millrace.time.Watermarks;
import java.time.ZoneOffset;
import java.util.function.Consumer;

/** A window operator driven as the micro-batch loop does: batches in, closed windows and changed state out. */
final class OperatorRun implements AutoCloseable {
    /** Half a million rows, the most that a source gives to a micro-batch unless told otherwise. */
    static final int MICRO_BATCH_BATCHES = 64;

    private static final long WATERMARK_DELAY_MICROS = 4_000_000;

    private final BidRows bids;
    private final StatefulOperator operator;
    private final Operator.Output out;
    private final Consumer<StateChunk> state;
    private final EvalContext eval = new EvalContext(0, ZoneOffset.UTC);
    private long watermark = Watermarks.NONE;
    private long batchId;

    OperatorRun(BidRows bids, WindowAggregate plan, Operator.Output out, Consumer<StateChunk> state) {
        this.bids = bids;
        this.operator = Operators.stateful(plan, "window", false, 0, 1);
        this.out = out;
        this.state = state;
    }

    /** Where a stream is when so many of the batches have come. */
    static long watermarkAfter(BidRows bids, int batches) {
        return bids.times[batches * BidRows.BATCH_ROWS - 1] - WATERMARK_DELAY_MICROS;
    }

    /** All rows, the watermark following. */
    void follow() {
        for (int from = 0; from < bids.batches(); from += MICRO_BATCH_BATCHES) {
            int to = Math.min(bids.batches(), from + MICRO_BATCH_BATCHES);
            add(from, to, watermarkAfter(bids, to));
            emit();
            writeState();
        }
    }

    /** All rows, the watermark held: nothing is closed. */
    void hold() {
        for (int from = 0; from < bids.batches(); from += MICRO_BATCH_BATCHES) {
            add(from, Math.min(bids.batches(), from + MICRO_BATCH_BATCHES), Watermarks.NONE);
            emit();
        }
    }

    /** The watermark passes everything. */
    void end() {
        add(0, 0, Watermarks.END);
        emit();
    }

    /** A micro-batch of some batches up to where its windows come out. */
    void add(int from, int to, long newWatermark) {
        operator.begin(new BatchContext(batchId++, eval, new long[] {watermark}, new long[] {newWatermark}));
        for (int i = from; i < to; i++) {
            operator.process(0, bids.batch(i), out);
        }
        operator.endInput(0, out);
        watermark = newWatermark;
    }

    void emit() {
        operator.finish(out);
    }

    void writeState() {
        operator.changes(state);
    }

    @Override
    public void close() {
        operator.close();
    }
}

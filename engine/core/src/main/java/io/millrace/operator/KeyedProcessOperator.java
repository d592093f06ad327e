package io.millrace.operator;

import io.millrace.columnar.Column;
import io.millrace.columnar.ColumnBatch;
import io.millrace.columnar.ColumnBuilder;
import io.millrace.columnar.Field;
import io.millrace.plan.KeyedProcess;
import io.millrace.process.KeyContext;
import io.millrace.process.KeyedFunction;
import io.millrace.process.TimeMode;
import io.millrace.state.KeyedState;
import io.millrace.state.StateChunk;
import io.millrace.time.Watermarks;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * Gives rows of a micro-batch, by key, to a function of the program, and calls it again for timers that are due.
 *
 * <p>First the keys with rows, in canonical order; then the timers, in order of their times, and those of one time in
 * canonical order of their keys. A timer that is set for later while another goes off goes off in the same micro-batch if it
 * is due too: so it makes no difference how far the watermark goes in one step. At the end of all input no timer is set any
 * more that way, or one that sets itself again would never end.
 */
final class KeyedProcessOperator implements StatefulOperator, ClockDriven {
    private static final int ROWS_MAX = 8_192;
    /** Rows of keys with rows come before those of all timers. */
    private static final long FIRST = Long.MIN_VALUE;

    private final KeyedProcess plan;
    private final KeyedState state;
    private final KeyRows rows = new KeyRows();
    private final Results results;
    private KeyedFunction.Instance function;
    private BatchContext context;
    private long pendingBytes;

    KeyedProcessOperator(KeyedProcess plan, String id, int shard, int shards) {
        this.plan = plan;
        this.results = new Results();
        List<Field> keys = plan.sides().get(0).keys().stream()
                .map(plan.inputs().get(0).schema()::field)
                .toList();
        this.state = new KeyedState(id, keys, plan.state(), plan.time(), shard, shards);
    }

    @Override
    public void begin(BatchContext batchContext) {
        context = batchContext;
        if (function == null) {
            function = plan.function().open();
        }
    }

    @Override
    public void process(int input, ColumnBatch batch, Output out) {
        KeyedProcess.Side side = plan.sides().get(input);
        Column[] keys = new Column[side.keys().size()];
        Arrays.setAll(keys, i -> batch.column(side.keys().get(i)));
        ColumnBatch arguments = batch.select(side.arguments()).detach();
        rows.add(input, arguments, state.assign(keys, batch.rowCount()));
        pendingBytes += arguments.heapBytes();
    }

    @Override
    public void finish(Output out) {
        if (plan.whole() && context.watermark() != Watermarks.END) {
            return;
        }
        state.expire(context.eval().clockMicros());
        // a batch sees all rows before anything is over
        long watermark = plan.whole() ? Watermarks.NONE : context.watermark();
        int[] slots = rows.settle(state.slotLimit());
        state.sort(slots, slots.length);
        for (int slot : slots) {
            call(new Key(slot, OptionalLong.empty(), watermark), FIRST, out);
        }
        results.end(FIRST, out);
        rows.clear();
        pendingBytes = 0;
        fireTimers(out);
        state.endBatch();
    }

    private void fireTimers(Output out) {
        long now = now();
        if (now == Watermarks.NONE || plan.time() == TimeMode.NONE) {
            return;
        }
        long last = Long.MIN_VALUE;
        for (long time = state.nextTimer(); time <= now && time != Long.MAX_VALUE; time = state.nextTimerAfter(last)) {
            for (int slot : state.timersAt(time)) {
                state.deleteTimer(slot, time);
                call(new Key(slot, OptionalLong.of(time), context.watermark()), time, out);
            }
            results.end(time, out);
            last = time;
        }
    }

    /** What timers are compared with. */
    private long now() {
        return plan.time() == TimeMode.EVENT_TIME
                ? context.watermark()
                : plan.whole() ? Watermarks.NONE : context.eval().clockMicros();
    }

    private void call(Key key, long order, Output out) {
        try {
            function.apply(key, results);
        } catch (Exception e) {
            throw ProgramCode.failed(plan.function().name(), key.text(), key.lastRow(), e);
        }
        results.endIfFull(order, out);
    }

    /** What the function has given. */
    private final class Results implements Consumer<List<Object>> {
        private final ColumnBuilder[] builders = plan.schema().fields().stream()
                .map(field -> ColumnBuilder.of(field.type(), 0))
                .toArray(ColumnBuilder[]::new);
        private int count;

        @Override
        public void accept(List<Object> values) {
            for (int i = 0; i < builders.length; i++) {
                builders[i].append(values.get(i));
            }
            count++;
        }

        void endIfFull(long order, Output out) {
            if (count >= ROWS_MAX) {
                end(order, out);
            }
        }

        void end(long order, Output out) {
            if (count > 0) {
                Column[] columns =
                        Arrays.stream(builders).map(ColumnBuilder::build).toArray(Column[]::new);
                out.emit(order, ColumnBatch.of(plan.schema(), count, columns));
                count = 0;
            }
        }
    }

    /** A key during one call. */
    private final class Key implements KeyContext {
        private final int slot;
        private final OptionalLong dueTimer;
        private final long watermark;
        private final List<Object> values;
        private List<Object> lastRow;
        private int lastInput;

        Key(int slot, OptionalLong dueTimer, long watermark) {
            this.slot = slot;
            this.dueTimer = dueTimer;
            this.watermark = watermark;
            this.values = state.key(slot);
        }

        @Override
        public List<Object> key() {
            return values;
        }

        @Override
        public Iterator<List<Object>> rows(int input) {
            return dueTimer.isPresent()
                    ? Collections.emptyIterator()
                    : rows.of(slot, input, row -> {
                        lastRow = row;
                        lastInput = input;
                    });
        }

        /** The key in the words of a failure. */
        String text() {
            return ProgramCode.text(
                    values, plan.inputs().get(0).schema(), plan.sides().get(0).keys());
        }

        /** The row taken last, the same way; null before the first. */
        String lastRow() {
            return ProgramCode.text(
                    lastRow,
                    plan.inputs().get(lastInput).schema(),
                    plan.sides().get(lastInput).arguments());
        }

        @Override
        public OptionalLong dueTimer() {
            return dueTimer;
        }

        @Override
        public long watermark() {
            return watermark;
        }

        @Override
        public long clockMicros() {
            return context.eval().clockMicros();
        }

        @Override
        public List<Object> get(int variable, List<Object> name) {
            return state.get(variable, slot, name);
        }

        @Override
        public void put(int variable, List<Object> name, List<Object> newValues) {
            state.put(variable, slot, name, newValues, clockMicros());
        }

        @Override
        public void remove(int variable, List<Object> name) {
            state.remove(variable, slot, name);
        }

        @Override
        public List<Map.Entry<List<Object>, List<Object>>> entries(int variable) {
            return state.entries(variable, slot);
        }

        @Override
        public List<Object> lastName(int variable) {
            return state.lastName(variable, slot);
        }

        @Override
        public void setTimer(long micros) {
            boolean over = dueTimer.isPresent() && context.watermark() == Watermarks.END;
            if (!over || plan.time() == TimeMode.PROCESSING_TIME) {
                state.setTimer(slot, micros);
            }
        }

        @Override
        public void deleteTimer(long micros) {
            state.deleteTimer(slot, micros);
        }

        @Override
        public NavigableSet<Long> timers() {
            return state.timers(slot);
        }
    }

    // ---- state

    @Override
    public void changes(Consumer<StateChunk> out) {
        state.changes(out);
    }

    @Override
    public void snapshot(Consumer<StateChunk> out) {
        state.snapshot(out);
    }

    @Override
    public void restore(StateChunk chunk) {
        state.restore(chunk);
    }

    @Override
    public long nextWakeUp() {
        return plan.time() == TimeMode.EVENT_TIME ? state.nextTimer() : Long.MAX_VALUE;
    }

    @Override
    public long nextClockMicros() {
        return plan.time() == TimeMode.PROCESSING_TIME ? state.nextTimer() : Long.MAX_VALUE;
    }

    @Override
    public long stateRows() {
        return state.rows();
    }

    @Override
    public long stateBytes() {
        return state.heapBytes() + pendingBytes;
    }

    @Override
    public long lateRows() {
        return 0;
    }

    @Override
    public void close() {
        if (function != null) {
            function.close();
        }
    }
}

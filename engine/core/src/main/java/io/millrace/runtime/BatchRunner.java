package io.millrace.runtime;

import io.millrace.columnar.ColumnBatch;
import io.millrace.connector.RowsLeftOut;
import io.millrace.connector.Source;
import io.millrace.connector.Split;
import io.millrace.connector.SplitReader;
import io.millrace.connector.builtin.LateRowsTable;
import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import io.millrace.expr.EvalContext;
import io.millrace.operator.BatchContext;
import io.millrace.operator.Operator;
import io.millrace.operator.Operators;
import io.millrace.operator.PreAggregated;
import io.millrace.operator.PreparesAhead;
import io.millrace.operator.StatefulOperator;
import io.millrace.operator.WatermarkOperator;
import io.millrace.plan.AssignWatermark;
import io.millrace.plan.Scan;
import io.millrace.plan.Values;
import java.time.ZoneId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BooleanSupplier;

/**
 * Runs one micro-batch through the steps of a plan.
 *
 * <p>Stateless steps above a source run in one go with the reading, a task for each split; a {@link Collector} makes their
 * output ready for the shards of the next stateful step, which then run side by side. Whatever the number of threads, a key sees its
 * rows in the order (source, split, row), and results stand in the order (window, hash of the key).
 */
final class BatchRunner {
    /** Fewer rows are not worth waking other threads for. */
    static final long PARALLEL_ROWS_MIN = 8_192;

    private final Step root;
    private final Map<String, ScanState> scans;
    private final Workers workers;
    private final ZoneId zone;
    private final BooleanSupplier cancelled;
    /** Null when nobody wants them. */
    private final LateRowsTable lateRows;

    private final MemoryUse memory;
    private final Map<Step, ConcurrentLinkedQueue<Chain>> idleChains = new ConcurrentHashMap<>();

    BatchRunner(
            Step root,
            Map<String, ScanState> scans,
            Workers workers,
            ZoneId zone,
            BooleanSupplier cancelled,
            LateRowsTable lateRows,
            MemoryUse memory) {
        this.root = root;
        this.scans = scans;
        this.workers = workers;
        this.zone = zone;
        this.cancelled = cancelled;
        this.lateRows = lateRows;
        this.memory = memory;
    }

    /** What a micro-batch gave and took. */
    static final class Outcome {
        List<ColumnBatch> rows = List.of();
        final Map<String, Long> inputRows = new HashMap<>();
        final Map<String, Long> skippedRows = new HashMap<>();
        final List<Observation> observations = new ArrayList<>();
        long lateAtSource;
        final LateRowCollectors late;

        Outcome(LateRowCollectors late) {
            this.late = late;
        }

        long rowsIn() {
            return inputRows.values().stream().mapToLong(Long::longValue).sum();
        }
    }

    /** Highest event time in a split. */
    record Observation(String source, String partition, long maxTimeMicros) {}

    Outcome run(MicroBatch batch) {
        memory.begin();
        Outcome outcome = new Outcome(new LateRowCollectors(lateRows, zone));
        outcome.rows = produce(root, Receiver.ALL, batch, outcome).batches();
        return outcome;
    }

    /** Runs everything up to and including a step, and parts its output by key. */
    private Parted produce(Step step, Receiver receiver, MicroBatch batch, Outcome outcome) {
        Deque<Step> chain = new ArrayDeque<>();
        Step producer = step;
        while (Operators.isStateless(producer.node)) {
            chain.addFirst(producer);
            producer = producer.inputs.get(0);
        }
        Exchange exchange = new Exchange(step, List.copyOf(chain), receiver, batch, outcome.late);
        if (producer.node instanceof Scan || producer.node instanceof Values) {
            return scan(producer, exchange, outcome);
        }
        if (producer.isStateful()) {
            return exchange.apply(runShards(producer, batch, outcome));
        }
        List<ColumnBatch> union = new ArrayList<>();
        for (Step input : producer.inputs) {
            for (ColumnBatch rows : produce(input, Receiver.ALL, batch, outcome).batches()) {
                union.add(rows.withSchema(producer.node.schema()));
            }
        }
        return exchange.apply(union);
    }

    // ---- sources

    private Parted scan(Step scanStep, Exchange exchange, Outcome outcome) {
        String name =
                scanStep.node instanceof Values values ? ValuesSource.name(values, scanStep.id) : scanStep.source();
        MicroBatch.OffsetRange range = exchange.batch.ranges().get(name);
        if (range == null || range.isEmpty()) {
            return Parted.empty(exchange.receiver.shards());
        }
        Source source = scans.get(name).source;
        List<Split> splits = source.plan(range.start(), range.end());
        List<Callable<SplitResult>> tasks = new ArrayList<>();
        for (Split split : splits) {
            tasks.add(() -> exchange.read(source, split));
        }
        List<SplitResult> results = workers.run(tasks, true);
        long rows = 0;
        long skipped = 0;
        for (int i = 0; i < results.size(); i++) {
            SplitResult result = results.get(i);
            rows += result.inputRows;
            skipped += result.skippedRows;
            outcome.lateAtSource += result.lateRows;
            if (result.inputRows > 0) {
                outcome.observations.add(new Observation(name, splits.get(i).partition(), result.maxTime));
            }
        }
        outcome.inputRows.merge(name, rows, Long::sum);
        outcome.skippedRows.merge(name, skipped, Long::sum);
        return Parted.concat(results.stream().map(SplitResult::output).toList(), exchange.receiver.shards());
    }

    private record SplitResult(Parted output, long inputRows, long skippedRows, long maxTime, long lateRows) {}

    // ---- stateful steps

    private List<ColumnBatch> runShards(Step step, MicroBatch batch, Outcome outcome) {
        BatchContext context = new BatchContext(
                batch.batchId(),
                new EvalContext(batch.clockMicros(), zone),
                step.inputWatermarks(batch::lateWatermark),
                step.inputWatermarks(batch::watermark));
        List<Receiver> receivers = new ArrayList<>();
        List<Parted> inputs = new ArrayList<>();
        long rows = 0;
        for (int i = 0; i < step.inputs.size(); i++) {
            receivers.add(Receiver.of(step, i, context));
            inputs.add(produce(step.inputs.get(i), receivers.get(i), batch, outcome));
            rows += inputs.get(i).rows();
        }
        List<Callable<List<Emitted>>> tasks = new ArrayList<>();
        for (int shard = 0; shard < step.shards.length; shard++) {
            int number = shard;
            BatchContext own = context.withLate(outcome.late.of(step.id));
            tasks.add(() -> runShard(step, number, inputs, own));
        }
        List<Emitted> emitted = new ArrayList<>();
        boolean worthThreads = rows >= PARALLEL_ROWS_MIN || step.isDue(batch::watermark);
        workers.run(tasks, worthThreads).forEach(emitted::addAll);
        for (int i = 0; i < inputs.size(); i++) {
            memory.letGo(inputs.get(i).bytes());
            receivers.get(i).recycle(inputs.get(i));
        }
        emitted.sort(Comparator.comparingLong(Emitted::order));
        return emitted.stream().map(Emitted::rows).toList();
    }

    private record Emitted(long order, ColumnBatch rows) {}

    private List<Emitted> runShard(Step step, int shard, List<Parted> inputs, BatchContext context) {
        List<Emitted> emitted = new ArrayList<>();
        Operator.Output out = (order, rows) -> {
            emitted.add(new Emitted(order, rows));
            memory.hold(rows.heapBytes());
        };
        StatefulOperator operator = step.shards[shard];
        MemoryUse.Watch watch = memory.watch(step, shard);
        operator.begin(context);
        for (int i = 0; i < inputs.size(); i++) {
            for (Piece piece : inputs.get(i).shards().get(shard)) {
                checkCancelled();
                if (piece.groups() != null) {
                    ((PreAggregated) operator).merge(piece.groups(), out);
                    watch.took(piece.groups().rowCount(), piece.groups().heapBytes());
                } else {
                    operator.process(i, piece.rows(), out);
                    watch.took(piece.rows().rowCount(), piece.rows().heapBytes());
                }
            }
            operator.endInput(i, out);
        }
        checkCancelled();
        operator.finish(out);
        if (operator instanceof PreparesAhead preparing) {
            prepare(preparing);
        }
        return emitted;
    }

    /** Lets an operator work ahead where there is room for what comes of it: at most what it has in state again. */
    private void prepare(PreparesAhead operator) {
        if (memory.hasRoomBeside(operator.stateBytes())) {
            operator.prepare();
        } else {
            operator.forgetPrepared();
        }
    }

    private void checkCancelled() {
        if (cancelled.getAsBoolean()) {
            throw new MillraceException(ErrorCode.CANCELLED, "the query was stopped");
        }
    }

    // ---- chains of stateless steps

    /** Instances of the stateless operators between a producer and the next exchange, used by one task at a time. */
    private static final class Chain {
        final List<Operator> operators = new ArrayList<>();
        final List<Step> steps;

        Chain(List<Step> steps) {
            this.steps = steps;
            steps.forEach(step -> operators.add(Operators.stateless(step.node)));
        }

        void begin(MicroBatch batch, ZoneId zone, LateRowCollectors lateRows) {
            EvalContext eval = new EvalContext(batch.clockMicros(), zone);
            for (int i = 0; i < operators.size(); i++) {
                Step step = steps.get(i);
                long[] late = {step.outputWatermark(batch::lateWatermark)};
                long[] now = {step.outputWatermark(batch::watermark)};
                BatchContext context = new BatchContext(batch.batchId(), eval, late, now);
                boolean drops = step.node instanceof AssignWatermark;
                operators.get(i).begin(drops ? context.withLate(lateRows.of("source " + step.source())) : context);
            }
        }

        Operator.Output into(Operator.Output last) {
            Operator.Output out = last;
            for (int i = operators.size() - 1; i >= 0; i--) {
                Operator operator = operators.get(i);
                Operator.Output next = out;
                out = (order, rows) -> operator.process(0, rows, next);
            }
            return out;
        }
    }

    /** The way of rows from a producer through a chain to the shards above. */
    private final class Exchange {
        private final Step top;
        private final List<Step> steps;
        private final Receiver receiver;
        private final MicroBatch batch;
        private final LateRowCollectors late;

        Exchange(Step top, List<Step> steps, Receiver receiver, MicroBatch batch, LateRowCollectors late) {
            this.top = top;
            this.steps = steps;
            this.receiver = receiver;
            this.batch = batch;
            this.late = late;
        }

        SplitResult read(Source source, Split split) {
            Chain chain = borrow();
            Collector collector;
            long inputRows = 0;
            long skipped;
            RowsLeftOut leftOut;
            try (SplitReader reader = source.open(split)) {
                collector = new Collector(receiver, reader.reusesArrays(), () -> receiver.newGroups(late), memory);
                Operator.Output first = chain.into(collector);
                for (ColumnBatch rows = reader.next(); rows != null; rows = reader.next()) {
                    checkCancelled();
                    inputRows += rows.rowCount();
                    if (rows.rowCount() > 0) {
                        first.emit(rows);
                    }
                }
                skipped = reader.skippedRows();
                leftOut = reader.leftOut();
            }
            inputRows += leftOut.rows();
            long maxTime = Long.MIN_VALUE;
            long late = 0;
            for (Operator operator : chain.operators) {
                if (operator instanceof WatermarkOperator watermark) {
                    maxTime = Math.max(watermark.maxTime(), leftOut.maxTimeMicros());
                    late = watermark.lateRows();
                }
            }
            giveBack(chain);
            return new SplitResult(collector.parted(), inputRows, skipped, maxTime, late);
        }

        Parted apply(List<ColumnBatch> rows) {
            if (steps.isEmpty() && receiver.shards() == 1) {
                return Parted.of(rows);
            }
            List<Callable<Parted>> tasks = new ArrayList<>();
            long all = 0;
            List<ColumnBatch> group = new ArrayList<>();
            long groupRows = 0;
            for (ColumnBatch part : rows) {
                all += part.rowCount();
                group.add(part);
                groupRows += part.rowCount();
                if (groupRows >= PARALLEL_ROWS_MIN) {
                    tasks.add(task(List.copyOf(group)));
                    group.clear();
                    groupRows = 0;
                }
            }
            tasks.add(task(List.copyOf(group)));
            Parted parted = Parted.concat(workers.run(tasks, all >= PARALLEL_ROWS_MIN), receiver.shards());
            memory.letGo(Parted.bytes(rows));
            return parted;
        }

        private Callable<Parted> task(List<ColumnBatch> rows) {
            return () -> {
                Chain chain = borrow();
                Collector collector = new Collector(receiver, false, () -> null, memory);
                Operator.Output first = chain.into(collector);
                for (ColumnBatch part : rows) {
                    checkCancelled();
                    first.emit(part);
                }
                giveBack(chain);
                return collector.parted();
            };
        }

        private Chain borrow() {
            Chain chain = idleChains
                    .computeIfAbsent(top, s -> new ConcurrentLinkedQueue<>())
                    .poll();
            if (chain == null) {
                chain = new Chain(steps);
            }
            chain.begin(batch, zone, late);
            return chain;
        }

        private void giveBack(Chain chain) {
            idleChains.get(top).add(chain);
        }
    }
}

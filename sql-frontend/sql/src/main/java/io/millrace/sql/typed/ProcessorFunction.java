package io.millrace.sql.typed;

import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import io.millrace.process.KeyContext;
import io.millrace.process.KeyedFunction;
import io.millrace.process.StateVariable;
import io.millrace.sql.streaming.ExpiredTimerInfo;
import io.millrace.sql.streaming.OutputMode;
import io.millrace.sql.streaming.StatefulProcessor;
import io.millrace.sql.streaming.TimeMode;
import io.millrace.sql.streaming.TimerValues;
import java.time.LocalDateTime;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** A {@link StatefulProcessor} as a function over rows. */
public final class ProcessorFunction<K, I, O> implements KeyedFunction {
    private final String name;
    private final Supplier<Opened<K, I, O>> instances;
    private final List<StateVariable> variables;
    private final Coding<K, I, O> coding;

    /** How keys, values and results are rows. */
    public record Coding<K, I, O>(Encoding<K> key, Decoder<I> input, Encoding<O> output) {}

    /** A processor that has asked for its states. */
    private record Opened<K, I, O>(StatefulProcessor<K, I, O> processor, ProcessorHandle handle) {
        static <K, I, O> Opened<K, I, O> of(StatefulProcessor<K, I, O> processor, OutputMode mode, TimeMode time) {
            ProcessorHandle handle = new ProcessorHandle(time);
            processor.setHandle(handle);
            processor.init(mode, time);
            return new Opened<>(processor, handle);
        }
    }

    private ProcessorFunction(
            String name, Supplier<Opened<K, I, O>> instances, List<StateVariable> variables, Coding<K, I, O> coding) {
        this.name = name;
        this.instances = instances;
        this.variables = variables;
        this.coding = coding;
    }

    /** One processor for all threads. */
    public static <K, I, O> ProcessorFunction<K, I, O> shared(
            String name, StatefulProcessor<K, I, O> processor, OutputMode mode, TimeMode time, Coding<K, I, O> coding) {
        Opened<K, I, O> opened = Opened.of(processor, mode, time);
        return new ProcessorFunction<>(name, () -> opened, opened.handle().variables(), coding);
    }

    /** A processor for each thread. */
    public static <K, I, O> ProcessorFunction<K, I, O> each(
            String name,
            Supplier<? extends StatefulProcessor<K, I, O>> processors,
            OutputMode mode,
            TimeMode time,
            Coding<K, I, O> coding) {
        List<StateVariable> variables =
                Opened.of(processors.get(), mode, time).handle().variables();
        return new ProcessorFunction<>(name, () -> Opened.of(processors.get(), mode, time), variables, coding);
    }

    /** What the processor keeps. */
    public List<StateVariable> variables() {
        return variables;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public KeyedFunction named(String newName) {
        return new ProcessorFunction<>(newName, instances, variables, coding);
    }

    @Override
    public Instance open() {
        Opened<K, I, O> opened = instances.get();
        if (!opened.handle().variables().equals(variables)) {
            throw new MillraceException(
                    ErrorCode.INVALID_QUERY,
                    "processor \"" + name + "\" has asked for other states the second time: first " + variables
                            + ", then " + opened.handle().variables());
        }
        return new Running<>(opened, coding, coding.key().over());
    }

    private record Running<K, I, O>(Opened<K, I, O> opened, Coding<K, I, O> coding, Decoder<K> keys)
            implements Instance {
        @Override
        public void apply(KeyContext group, Consumer<List<Object>> out) {
            // one that is given as an object may be that of several threads
            synchronized (opened) {
                opened.handle().handle(group);
                K key = keys.object().apply(group.key());
                RowFunctions.give(called(key, group), coding.output(), out);
            }
        }

        private Iterator<O> called(K key, KeyContext group) {
            Now now = new Now(group);
            if (group.dueTimer().isPresent()) {
                Expired timer = new Expired(group.dueTimer().getAsLong());
                return opened.processor().handleExpiredTimer(key, now, timer);
            }
            return opened.processor().handleInputRows(key, RowFunctions.objects(coding.input(), group.rows(0)), now);
        }

        @Override
        public void close() {
            synchronized (opened) {
                opened.processor().close();
            }
        }
    }

    private record Expired(long micros) implements ExpiredTimerInfo {
        @Override
        public long getExpiryTimeInMs() {
            return Times.millis(micros);
        }

        @Override
        public LocalDateTime getExpiryTime() {
            return Times.dateTime(micros);
        }
    }

    private record Now(KeyContext key) implements TimerValues {
        @Override
        public long getCurrentProcessingTimeInMs() {
            return Times.millis(key.clockMicros());
        }

        @Override
        public long getCurrentWatermarkInMs() {
            return Times.watermarkMillis(key.watermark());
        }
    }
}

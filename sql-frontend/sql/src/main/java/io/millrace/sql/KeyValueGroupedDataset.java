package io.millrace.sql;

import io.millrace.aggregate.AggregateFunction;
import io.millrace.aggregate.AggregateFunctions;
import io.millrace.columnar.Field;
import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import io.millrace.plan.KeyedProcess;
import io.millrace.process.KeyedFunction;
import io.millrace.process.StateVariable;
import io.millrace.sql.catalog.ProgramStep;
import io.millrace.sql.frame.Expression;
import io.millrace.sql.frame.FrameColumn;
import io.millrace.sql.frame.Named;
import io.millrace.sql.frame.ProgramQuery;
import io.millrace.sql.frame.Query;
import io.millrace.sql.frame.Steps;
import io.millrace.sql.function.CoGroupFunction;
import io.millrace.sql.function.FlatMapGroupsFunction;
import io.millrace.sql.function.FlatMapGroupsWithStateFunction;
import io.millrace.sql.function.MapGroupsFunction;
import io.millrace.sql.function.MapGroupsWithStateFunction;
import io.millrace.sql.function.ReduceFunction;
import io.millrace.sql.streaming.GroupStateTimeout;
import io.millrace.sql.streaming.OutputMode;
import io.millrace.sql.streaming.StatefulProcessor;
import io.millrace.sql.streaming.TimeMode;
import io.millrace.sql.typed.Decoder;
import io.millrace.sql.typed.Encoding;
import io.millrace.sql.typed.Groups;
import io.millrace.sql.typed.PairEncoding;
import io.millrace.sql.typed.ProcessorFunction;
import io.millrace.sql.typed.ReduceAggregate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * The objects of a {@link Dataset} by key: made by {@link Dataset#groupByKey}. Immutable, thread-safe.
 *
 * <p>What functions keep by key is in the checkpoint: it is there again after a restart, whatever the number of threads, and
 * {@code TABLE(STATE(...))} reads it. In a micro-batch the keys come in one fixed order, and the objects of a key in order of
 * arrival; then the timers that are due, in order of time. In a batch each key comes once, with all of its objects; timeouts
 * and timers in event time come at the end, and those by the clock do not come.
 */
public final class KeyValueGroupedDataset<K, V> {
    private static final String STATE = "state";

    private final Dataset<V> values;
    private final DataFrame keyed;
    private final Encoding<K> key;
    private final String givenName;

    /** @param keyed the values' columns, then those of the key */
    KeyValueGroupedDataset(Dataset<V> values, DataFrame keyed, Encoding<K> key, String givenName) {
        this.values = values;
        this.keyed = keyed;
        this.key = key;
        this.givenName = givenName;
    }

    /** The name under which a checkpoint knows the function that is given next. */
    public KeyValueGroupedDataset<K, V> named(String name) {
        return new KeyValueGroupedDataset<>(values, keyed, key, FunctionNames.given(name));
    }

    private String nameOf(String method, Object function, String made) {
        return FunctionNames.of(givenName, method, function, values.encoding().name(), made);
    }

    private int firstKey() {
        return keyed.query().columns().size() - key.fields().size();
    }

    private List<Integer> keyColumns() {
        return IntStream.range(firstKey(), keyed.query().columns().size())
                .boxed()
                .toList();
    }

    /** The key's columns under the names that they have for the user. */
    private List<Field> keyFields() {
        List<Field> own = key.fields();
        return own.size() == 1 && own.get(0).name().equals("value")
                ? List.of(new Field("key", own.get(0).type(), own.get(0).nullable()))
                : own;
    }

    private List<Expression> keyExpressions() {
        List<FrameColumn> columns = keyed.query().columns();
        List<Expression> keys = new ArrayList<>();
        for (int i = 0; i < keyFields().size(); i++) {
            Expression column = Steps.column(columns.get(firstKey() + i));
            keys.add(new Named(column, List.of(keyFields().get(i).name())));
        }
        return keys;
    }

    // ---- aggregates

    /** The keys, each once. */
    public Dataset<K> keys() {
        Query query = Steps.select(keyed.query(), keyExpressions());
        DataFrame all = new DataFrame(keyed.session(), query, keyed.isStreaming()).distinct();
        return new Dataset<>(all, key);
    }

    /** The keys and how many objects each has. */
    public Dataset<Tuple2<K, Long>> count() {
        return new Dataset<>(agg(functions.count("*").as("count")), new PairEncoding<>(key, Encoding.of(Long.class)));
    }

    /** The key's columns, then aggregates of the columns of the objects. */
    public DataFrame agg(Column aggregate, Column... more) {
        return new GroupedData(keyed, io.millrace.sql.frame.Aggregates.Grouping.PLAIN, keyExpressions())
                .agg(aggregate, more);
    }

    /** The keys and what the objects of each come to, two by two. */
    public Dataset<Tuple2<K, V>> reduceGroups(ReduceFunction<V> function) {
        Encoding<V> encoding = values.encoding();
        String name = "reduceGroups " + nameOf("of", function, null);
        AggregateFunction aggregate =
                AggregateFunctions.ofProgram(name, new ReduceAggregate<>(encoding, values.decoder(), function));
        PairEncoding<K, V> pair = new PairEncoding<>(key, PairEncoding.inOneColumn(encoding));
        List<Field> fields = new ArrayList<>(keyFields());
        fields.add(pair.second().fields().get(0));
        ProgramStep step =
                new ProgramStep.Reduce(aggregate, keyColumns(), values.decoder().columns());
        Query query = ProgramQuery.making(List.of(keyed.query()), step, fields);
        return new Dataset<>(new DataFrame(keyed.session(), query, keyed.isStreaming()), pair);
    }

    // ---- all objects of a key at once: of batches

    /** An object of each key and all that has it. Of batches only. */
    public <U> Dataset<U> mapGroups(MapGroupsFunction<K, V, U> function, Class<U> type) {
        Encoding<U> to = Encoding.of(type);
        return whole(
                "mapGroups",
                Groups.flatMapGroups(
                        nameOf("mapGroups", function, to.name()),
                        key,
                        values.decoder(),
                        to,
                        (k, all) -> List.of(function.call(k, all)).iterator()),
                to);
    }

    /** Any number of objects of each key and all that has it. Of batches only. */
    public <U> Dataset<U> flatMapGroups(FlatMapGroupsFunction<K, V, U> function, Class<U> type) {
        Encoding<U> to = Encoding.of(type);
        String name = nameOf("flatMapGroups", function, to.name());
        return whole("flatMapGroups", Groups.flatMapGroups(name, key, values.decoder(), to, function), to);
    }

    private <U> Dataset<U> whole(String method, KeyedFunction function, Encoding<U> to) {
        return process(
                List.of(keyed),
                List.of(side()),
                function,
                List.of(),
                io.millrace.process.TimeMode.NONE,
                method,
                false,
                to);
    }

    /** Any number of objects of each key and all that has it on either side. Of batches only. */
    public <W, U> Dataset<U> cogroup(
            KeyValueGroupedDataset<K, W> other, CoGroupFunction<K, V, W, U> function, Class<U> type) {
        Encoding<U> to = Encoding.of(type);
        String name = FunctionNames.of(
                givenName,
                "cogroup",
                function,
                values.encoding().name() + " and " + other.values.encoding().name(),
                to.name());
        return process(
                List.of(keyed, other.keyed),
                List.of(side(), other.side()),
                Groups.cogroup(name, key, values.decoder(), other.values.decoder(), to, function),
                List.of(),
                io.millrace.process.TimeMode.NONE,
                "cogroup",
                false,
                to);
    }

    private KeyedProcess.Side side() {
        return new KeyedProcess.Side(keyColumns(), values.decoder().columns());
    }

    private <U> Dataset<U> process(
            List<DataFrame> frames,
            List<KeyedProcess.Side> sides,
            KeyedFunction function,
            List<StateVariable> state,
            io.millrace.process.TimeMode time,
            String method,
            boolean streams,
            Encoding<U> to) {
        ProgramStep step = new ProgramStep.Process(function, sides, state, time, method, streams, null);
        Query query = ProgramQuery.making(frames.stream().map(DataFrame::query).toList(), step, to.fields());
        boolean streaming = frames.stream().anyMatch(DataFrame::isStreaming);
        return new Dataset<>(new DataFrame(keyed.session(), query, streaming), to);
    }

    // ---- with state

    /** An object of each key with objects in a micro-batch, and of what is kept of it; without timeouts. */
    public <S, U> Dataset<U> mapGroupsWithState(
            MapGroupsWithStateFunction<K, V, S, U> function, Class<S> stateType, Class<U> type) {
        return mapGroupsWithState(function, stateType, type, GroupStateTimeout.NoTimeout());
    }

    public <S, U> Dataset<U> mapGroupsWithState(
            MapGroupsWithStateFunction<K, V, S, U> function,
            Class<S> stateType,
            Class<U> type,
            GroupStateTimeout timeout) {
        return withState(
                "mapGroupsWithState",
                nameOf("mapGroupsWithState", function, type.getSimpleName()),
                (k, all, state) -> {
                    U made = function.call(k, all, state);
                    return Arrays.asList(made).iterator();
                },
                stateType,
                type,
                timeout);
    }

    /**
     * Any number of objects of each key with objects in a micro-batch, or whose timeout is due, and of what is kept of it.
     *
     * @param mode append or update: what is given is never taken back
     */
    public <S, U> Dataset<U> flatMapGroupsWithState(
            FlatMapGroupsWithStateFunction<K, V, S, U> function,
            OutputMode mode,
            Class<S> stateType,
            Class<U> type,
            GroupStateTimeout timeout) {
        requireRows("flatMapGroupsWithState", mode);
        return withState(
                "flatMapGroupsWithState",
                nameOf("flatMapGroupsWithState", function, type.getSimpleName()),
                function,
                stateType,
                type,
                timeout);
    }

    private <S, U> Dataset<U> withState(
            String method,
            String name,
            FlatMapGroupsWithStateFunction<K, V, S, U> function,
            Class<S> stateType,
            Class<U> type,
            GroupStateTimeout timeout) {
        Encoding<U> to = Encoding.of(type);
        Encoding<S> state = Encoding.of(stateType);
        return process(
                List.of(keyed),
                List.of(side()),
                Groups.flatMapGroupsWithState(name, key, values.decoder(), state, to, timeout, function),
                List.of(StateVariable.value(STATE, state.fields(), -1)),
                timeout.mode(),
                method,
                true,
                to);
    }

    /**
     * What a processor gives of each key, with states of several kinds, and timers; one processor for all threads.
     *
     * @param mode append or update: what is given is never taken back
     */
    public <U> Dataset<U> transformWithState(
            StatefulProcessor<K, V, U> processor, TimeMode time, OutputMode mode, Class<U> type) {
        requireRows("transformWithState", mode);
        Encoding<U> to = Encoding.of(type);
        String name = nameOf("transformWithState", processor, to.name());
        return transform(ProcessorFunction.shared(name, processor, mode, time, coding(to)), time, to);
    }

    /** The same with a processor for each thread: the faster way. */
    public <U> Dataset<U> transformWithState(
            Supplier<? extends StatefulProcessor<K, V, U>> processors, TimeMode time, OutputMode mode, Class<U> type) {
        requireRows("transformWithState", mode);
        Encoding<U> to = Encoding.of(type);
        String name = nameOf("transformWithState", processors.get(), to.name());
        return transform(ProcessorFunction.each(name, processors, mode, time, coding(to)), time, to);
    }

    /**
     * The same, with timers in event time, where a column of what is given is its event time: windows, joins and other
     * functions may follow. Its watermark is that of the input; what is given behind that is late for them.
     */
    public <U> Dataset<U> transformWithState(
            StatefulProcessor<K, V, U> processor, String eventTimeColumnName, OutputMode mode, Class<U> type) {
        return transformWithState(processor, TimeMode.EventTime(), mode, type)
                .withWatermark(eventTimeColumnName, "0 seconds");
    }

    /** The same with a processor for each thread. */
    public <U> Dataset<U> transformWithState(
            Supplier<? extends StatefulProcessor<K, V, U>> processors,
            String eventTimeColumnName,
            OutputMode mode,
            Class<U> type) {
        return transformWithState(processors, TimeMode.EventTime(), mode, type)
                .withWatermark(eventTimeColumnName, "0 seconds");
    }

    private <U> ProcessorFunction.Coding<K, V, U> coding(Encoding<U> to) {
        Decoder<V> input = values.decoder();
        return new ProcessorFunction.Coding<>(key, input, to);
    }

    private <U> Dataset<U> transform(ProcessorFunction<K, V, U> function, TimeMode time, Encoding<U> to) {
        return process(
                List.of(keyed),
                List.of(side()),
                function,
                function.variables(),
                time.mode(),
                "transformWithState",
                true,
                to);
    }

    private static void requireRows(String method, OutputMode mode) {
        if (!mode.equals(OutputMode.Append()) && !mode.equals(OutputMode.Update())) {
            throw new MillraceException(
                    ErrorCode.MODE_NOT_SUPPORTED,
                    method + " gives rows that are never taken back: its output mode is append or update, not "
                            + mode.mode().name().toLowerCase(java.util.Locale.ROOT));
        }
    }
}

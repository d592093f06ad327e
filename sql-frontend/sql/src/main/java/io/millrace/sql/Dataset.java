package io.millrace.sql;

import io.millrace.columnar.ColumnBatch;
import io.millrace.columnar.Field;
import io.millrace.columnar.Schema;
import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import io.millrace.process.RowFunction;
import io.millrace.sql.catalog.ProgramStep;
import io.millrace.sql.frame.ProgramQuery;
import io.millrace.sql.frame.Query;
import io.millrace.sql.function.FilterFunction;
import io.millrace.sql.function.FlatMapFunction;
import io.millrace.sql.function.ForeachPartitionFunction;
import io.millrace.sql.function.MapFunction;
import io.millrace.sql.function.MapPartitionsFunction;
import io.millrace.sql.function.ReduceFunction;
import io.millrace.sql.typed.Decoder;
import io.millrace.sql.typed.Encoding;
import io.millrace.sql.typed.RowFunctions;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * A {@link DataFrame} whose rows are objects of a program: records, or single values. Functions of the program run inside the
 * query, in batches as in streams.
 *
 * <p>Nothing is read before objects are asked for or a query is started. A function is known to a checkpoint by a name: its
 * class's, or for a lambda what it does ({@code map Trip to Fare}); {@link #named} gives it another. What it makes of an object
 * must depend on that object alone. Immutable, thread-safe. Errors: {@link MillraceException}; what a function throws ends the
 * query, with the function's name and the row.
 *
 * @param <T> a record, whose components are columns, or a class of which a column is made
 */
public final class Dataset<T> extends Tabular<T> {
    private final DataFrame frame;
    private final Encoding<T> encoding;
    private final Decoder<T> decoder;
    private final String givenName;

    Dataset(DataFrame frame, Encoding<T> encoding) {
        this(frame, encoding, encoding.over(frame.schema()), null);
    }

    private Dataset(DataFrame frame, Encoding<T> encoding, Decoder<T> decoder, String givenName) {
        this.frame = frame;
        this.encoding = encoding;
        this.decoder = decoder;
        this.givenName = givenName;
    }

    /** The objects of another frame with the same columns. */
    Dataset<T> of(DataFrame other) {
        return new Dataset<>(other, encoding);
    }

    Encoding<T> encoding() {
        return encoding;
    }

    Decoder<T> decoder() {
        return decoder;
    }

    // ---- what it is

    @Override
    DataFrame frame() {
        return frame;
    }

    @Override
    public Session session() {
        return frame.session();
    }

    @Override
    public boolean isStreaming() {
        return frame.isStreaming();
    }

    @Override
    public Schema schema() {
        return frame.schema();
    }

    /** The rows, untyped. */
    public DataFrame toDF() {
        return frame;
    }

    /** The rows, untyped, with other names for their columns. */
    public DataFrame toDF(String... names) {
        return frame.toDF(names);
    }

    /** Objects of another class, of the columns that it has. */
    public <U> Dataset<U> as(Class<U> type) {
        return frame.as(type);
    }

    /** The name under which a checkpoint knows the function that is given next. */
    public Dataset<T> named(String name) {
        return new Dataset<>(frame, encoding, decoder, FunctionNames.given(name));
    }

    // ---- functions

    String nameOf(String method, Object function, String made) {
        return FunctionNames.of(givenName, method, function, encoding.name(), made);
    }

    private <U> Dataset<U> made(RowFunction function, Encoding<U> to, boolean perRow) {
        ProgramStep step = new ProgramStep.Map(function, decoder.columns(), false, perRow);
        Query query = ProgramQuery.making(List.of(frame.query()), step, to.fields());
        return new Dataset<>(new DataFrame(session(), query, isStreaming()), to);
    }

    /** Another object of each. */
    public <U> Dataset<U> map(MapFunction<T, U> function, Class<U> type) {
        Encoding<U> to = Encoding.of(type);
        return made(RowFunctions.map(nameOf("map", function, to.name()), decoder, to, function), to, true);
    }

    /** Any number of objects of each. */
    public <U> Dataset<U> flatMap(FlatMapFunction<T, U> function, Class<U> type) {
        Encoding<U> to = Encoding.of(type);
        return made(RowFunctions.flatMap(nameOf("flatMap", function, to.name()), decoder, to, function), to, true);
    }

    /** Objects of some that came together; which ones do depends on how the input is read. */
    public <U> Dataset<U> mapPartitions(MapPartitionsFunction<T, U> function, Class<U> type) {
        Encoding<U> to = Encoding.of(type);
        String name = nameOf("mapPartitions", function, to.name());
        return made(RowFunctions.mapPartitions(name, decoder, to, function), to, false);
    }

    /** The objects for which the function gives true. */
    public Dataset<T> filter(FilterFunction<T> function) {
        RowFunction row = RowFunctions.filter(nameOf("filter", function, null), decoder, function);
        ProgramStep step = new ProgramStep.Filter(row, decoder.columns());
        Query query = ProgramQuery.keeping(frame.query(), step, List.of());
        return of(new DataFrame(session(), query, isStreaming()));
    }

    /** Puts objects together by what the function makes of each. */
    public <K> KeyValueGroupedDataset<K, T> groupByKey(MapFunction<T, K> function, Class<K> type) {
        Encoding<K> key = Encoding.of(type);
        RowFunction row = RowFunctions.map(nameOf("groupByKey", function, key.name()), decoder, key, function);
        List<Field> keyFields = new ArrayList<>();
        for (int i = 0; i < key.fields().size(); i++) {
            Field field = key.fields().get(i);
            keyFields.add(new Field("$key" + i, field.type(), field.nullable()));
        }
        ProgramStep step = new ProgramStep.Map(row, decoder.columns(), true, true);
        Query query = ProgramQuery.keeping(frame.query(), step, keyFields);
        return new KeyValueGroupedDataset<>(this, new DataFrame(session(), query, isStreaming()), key, null);
    }

    // ---- as of a frame

    public Dataset<T> filter(Column condition) {
        return of(frame.filter(condition));
    }

    /** The objects whose columns meet a condition in SQL. */
    public Dataset<T> filter(String condition) {
        return of(frame.filter(condition));
    }

    public Dataset<T> where(String condition) {
        return filter(condition);
    }

    public DataFrame select(Column... columns) {
        return frame.select(columns);
    }

    public GroupedData groupBy(Column... columns) {
        return frame.groupBy(columns);
    }

    public GroupedData groupBy(String column, String... more) {
        return frame.groupBy(column, more);
    }

    public Dataset<T> distinct() {
        return of(frame.distinct());
    }

    /** Of the objects that agree in some columns the first. */
    public Dataset<T> dropDuplicates(String... columns) {
        return of(columns.length == 0 ? frame.dropDuplicates() : frame.dropDuplicates(columns));
    }

    /** See {@link DataFrame#dropDuplicatesWithinWatermark}. */
    public Dataset<T> dropDuplicatesWithinWatermark(String... columns) {
        return of(frame.dropDuplicatesWithinWatermark(columns));
    }

    public Dataset<T> orderBy(Column... columns) {
        return of(frame.orderBy(columns));
    }

    public Dataset<T> limit(int rows) {
        return of(frame.limit(rows));
    }

    /** All objects of both. */
    public Dataset<T> union(Dataset<T> other) {
        return of(frame.unionByName(other.frame));
    }

    /** See {@link DataFrame#withWatermark}. */
    public Dataset<T> withWatermark(String column, String delay) {
        return of(frame.withWatermark(column, delay));
    }

    public <U> Dataset<U> transform(Function<Dataset<T>, Dataset<U>> function) {
        return function.apply(this);
    }

    // ---- the objects of a batch

    /** The same objects, read once and in memory: see {@link DataFrame#cache}. */
    public Dataset<T> cache() {
        return of(frame.cache());
    }

    /** See {@link #cache}. */
    public Dataset<T> persist() {
        return cache();
    }

    /** The same dataset: see {@link DataFrame#unpersist}. */
    public Dataset<T> unpersist() {
        return this;
    }

    @Override
    public List<T> collectAsList() {
        ColumnBatch rows = session().frames().batch(frame);
        List<T> objects = new ArrayList<>(rows.rowCount());
        for (int row = 0; row < rows.rowCount(); row++) {
            objects.add(object(rows, row));
        }
        return objects;
    }

    private T object(ColumnBatch rows, int row) {
        return decoder.ofWhole(rows.row(row));
    }

    @Override
    public List<T> takeAsList(int rows) {
        return limit(rows).collectAsList();
    }

    @Override
    public void foreachPartition(ForeachPartitionFunction<T> function) {
        session().frames().each(frame, this::object, function);
    }

    /** What a function makes of all objects, two by two; of batches. Errors: INVALID_QUERY when there is none. */
    public T reduce(ReduceFunction<T> function) {
        List<T> reduced = new ArrayList<>(1);
        foreach(object -> {
            T all = reduced.isEmpty() ? object : function.call(reduced.get(0), object);
            reduced.clear();
            reduced.add(all);
        });
        if (reduced.isEmpty()) {
            throw new MillraceException(ErrorCode.INVALID_QUERY, "there is nothing to reduce: the dataset is empty");
        }
        return reduced.get(0);
    }

    /** Says where the objects of a stream go, and starts it. */
    public DatasetStreamWriter<T> writeStream() {
        return new DatasetStreamWriter<>(this);
    }

    @Override
    public String toString() {
        return encoding.name() + " " + frame;
    }
}

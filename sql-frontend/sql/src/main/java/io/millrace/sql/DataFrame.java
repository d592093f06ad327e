package io.millrace.sql;

import io.millrace.columnar.Schema;
import io.millrace.config.Durations;
import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import io.millrace.sql.frame.Aggregates;
import io.millrace.sql.frame.Deduplication;
import io.millrace.sql.frame.Expression;
import io.millrace.sql.frame.FrameColumn;
import io.millrace.sql.frame.Joins;
import io.millrace.sql.frame.Lengths;
import io.millrace.sql.frame.Named;
import io.millrace.sql.frame.Query;
import io.millrace.sql.frame.SortKey;
import io.millrace.sql.frame.Star;
import io.millrace.sql.frame.Steps;
import io.millrace.sql.frame.TableQuery;
import io.millrace.sql.frame.Watermarks;
import io.millrace.sql.function.FilterFunction;
import io.millrace.sql.function.FlatMapFunction;
import io.millrace.sql.function.ForeachPartitionFunction;
import io.millrace.sql.function.MapFunction;
import io.millrace.sql.function.MapPartitionsFunction;
import io.millrace.sql.typed.Encoding;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;

/**
 * A query that is put together by methods instead of SQL: each gives a new frame. It goes the way of SQL text from there on,
 * so both give the same plan.
 *
 * <p>Nothing is read before rows are asked for ({@link #collect}, {@link #show}, {@link #write}) or a query is started ({@link
 * #writeStream}). Names and types are checked when the frame is built. Immutable, thread-safe.
 *
 * <p>Errors: {@link MillraceException}, with the nearest names for one that is unknown.
 */
public final class DataFrame extends Tabular<Row> {
    private static final AtomicLong TOKENS = new AtomicLong();

    private final Session session;
    private final Query query;
    private final boolean streaming;
    private final String token;

    DataFrame(Session session, Query query, boolean streaming) {
        this.session = session;
        this.token = "#" + TOKENS.incrementAndGet();
        this.query = query.withColumns(column -> column.qualified(token));
        this.streaming = streaming;
    }

    @Override
    DataFrame frame() {
        return this;
    }

    @Override
    public Session session() {
        return session;
    }

    Query query() {
        return query;
    }

    private DataFrame then(Query next) {
        return new DataFrame(session, next, streaming);
    }

    private DataFrame with(DataFrame other, Query next) {
        return new DataFrame(session, next, streaming || other.streaming);
    }

    static List<Expression> expressions(Column... columns) {
        return Arrays.stream(columns).map(Column::expression).toList();
    }

    private static Column[] named(String first, String... more) {
        List<String> names = new ArrayList<>(List.of(first));
        names.addAll(Arrays.asList(more));
        return functions.columns(names.toArray(String[]::new));
    }

    // ---- what it is

    @Override
    public boolean isStreaming() {
        return streaming;
    }

    @Override
    public Schema schema() {
        return query.schema();
    }

    /** A column of this frame, also where another frame has one of the same name. */
    public Column col(String name) {
        Expression column = Expression.column(name, token);
        Steps.check(query, column);
        return new Column(column);
    }

    // ---- columns

    public DataFrame select(Column... columns) {
        return then(Steps.select(query, expressions(columns)));
    }

    public DataFrame select(String column, String... more) {
        return select(named(column, more));
    }

    /** As {@link #select(Column...)}, each written in SQL. */
    public DataFrame selectExpr(String... expressions) {
        return select(Arrays.stream(expressions).map(functions::expr).toArray(Column[]::new));
    }

    /** With one more column, or another in place of that of the name. */
    public DataFrame withColumn(String name, Column column) {
        return withColumns(Map.of(name, column));
    }

    public DataFrame withColumns(Map<String, Column> columns) {
        List<Expression> items = new ArrayList<>();
        Map<String, Column> added = new LinkedHashMap<>(columns);
        for (FrameColumn column : query.columns()) {
            String replaced = added.keySet().stream()
                    .filter(column.name()::equalsIgnoreCase)
                    .findFirst()
                    .orElse(null);
            items.add(
                    replaced == null
                            ? Steps.column(column)
                            : added.remove(replaced).as(replaced).expression());
        }
        added.forEach((name, column) -> items.add(column.as(name).expression()));
        return then(Steps.select(query, items));
    }

    public DataFrame withColumnRenamed(String name, String newName) {
        FrameColumn renamed = Steps.check(query, Expression.column(name));
        List<Expression> items = new ArrayList<>();
        for (FrameColumn column : query.columns()) {
            Expression item = Steps.column(column);
            items.add(column == renamed ? new Named(item, List.of(newName)) : item);
        }
        return then(Steps.select(query, items));
    }

    /** Without some columns. */
    public DataFrame drop(String... names) {
        return drop(functions.columns(names));
    }

    public DataFrame drop(Column... columns) {
        List<FrameColumn> left = new ArrayList<>(query.columns());
        for (Column column : columns) {
            left.removeAll(Steps.columns(query, column.expression()));
        }
        return then(Steps.select(query, left.stream().map(Steps::column).toList()));
    }

    /** The same columns under other names. */
    public DataFrame toDF(String... names) {
        if (names.length != query.columns().size()) {
            throw new MillraceException(
                    ErrorCode.INVALID_QUERY,
                    names.length + " names were given for " + query.columns().size() + " columns: "
                            + String.join(", ", columns()));
        }
        List<Expression> items = new ArrayList<>();
        for (int i = 0; i < names.length; i++) {
            items.add(new Named(Steps.column(query.columns().get(i)), List.of(names[i])));
        }
        return then(Steps.select(query, items));
    }

    /** The same under a name that stands in front of columns: {@code col("b.price")}. */
    public DataFrame as(String alias) {
        return then(query.withColumns(column -> {
            TreeSet<String> qualifiers = new TreeSet<>();
            column.qualifiers().stream().filter(name -> name.startsWith("#")).forEach(qualifiers::add);
            qualifiers.add(alias);
            return column.withQualifiers(qualifiers);
        }));
    }

    /**
     * The rows as objects of a class: a record, whose components are columns by name, what one column holds, or {@link Row}.
     *
     * @throws MillraceException UNKNOWN_COLUMN or TYPE_MISMATCH for a component without a column of its type
     */
    @SuppressWarnings("unchecked")
    public <T> Dataset<T> as(Class<T> type) {
        return type == Row.class
                ? (Dataset<T>) new Dataset<>(this, new RowEncoding(schema()))
                : new Dataset<>(this, Encoding.of(type));
    }

    public DataFrame alias(String alias) {
        return as(alias);
    }

    // ---- rows

    public DataFrame filter(Column condition) {
        return then(Steps.filter(query, condition.expression()));
    }

    /** The rows that meet a condition in SQL. */
    public DataFrame filter(String condition) {
        return filter(functions.expr(condition));
    }

    public DataFrame where(Column condition) {
        return filter(condition);
    }

    public DataFrame where(String condition) {
        return filter(condition);
    }

    public DataFrame distinct() {
        return then(Steps.distinct(query));
    }

    /** One row of each that are equal. */
    public DataFrame dropDuplicates() {
        return distinct();
    }

    /** Of the rows that agree in some columns the first: by event time where the frame has one, else by arrival. */
    public DataFrame dropDuplicates(String... columns) {
        return then(Steps.firstOf(query, Arrays.asList(columns)));
    }

    /**
     * Of the rows that agree in some columns, and are no further apart in event time than the watermark's delay, the one that
     * arrived first. What is kept is bounded by that delay; rows behind the watermark are late.
     *
     * @param columns without any, all that there are
     */
    public DataFrame dropDuplicatesWithinWatermark(String... columns) {
        return then(Deduplication.withinWatermark(query, Arrays.asList(columns)));
    }

    public DataFrame orderBy(Column... columns) {
        List<SortKey> keys = Arrays.stream(columns).map(Column::sortKey).toList();
        return then(Steps.sort(query, keys));
    }

    public DataFrame orderBy(String column, String... more) {
        return orderBy(named(column, more));
    }

    public DataFrame sort(Column... columns) {
        return orderBy(columns);
    }

    public DataFrame sort(String column, String... more) {
        return orderBy(column, more);
    }

    public DataFrame limit(int rows) {
        return then(Steps.limit(query, rows));
    }

    /** Without the first rows. */
    public DataFrame offset(int rows) {
        return then(Steps.offset(query, rows));
    }

    // ---- two frames

    /** All rows of both; columns are matched by position. */
    public DataFrame union(DataFrame other) {
        return with(other, Steps.union(query, other.query));
    }

    public DataFrame unionAll(DataFrame other) {
        return union(other);
    }

    /** All rows of both; columns are matched by name. */
    public DataFrame unionByName(DataFrame other) {
        return unionByName(other, false);
    }

    /** @param allowMissingColumns whether a column that one of them does not have is NULL there, or refused */
    public DataFrame unionByName(DataFrame other, boolean allowMissingColumns) {
        return with(other, Steps.unionByName(query, other.query, allowMissingColumns));
    }

    /** Pairs of rows that agree in a column of both, which is there once. */
    public DataFrame join(DataFrame right, String column) {
        return join(right, new String[] {column});
    }

    public DataFrame join(DataFrame right, String[] columns) {
        return join(right, columns, "inner");
    }

    public DataFrame join(DataFrame right, String[] columns, String type) {
        return with(right, Joins.using(query, right.query, Arrays.asList(columns), Joins.type(type)));
    }

    /** Pairs of rows that meet a condition. */
    public DataFrame join(DataFrame right, Column condition) {
        return join(right, condition, "inner");
    }

    /** @param type inner, left, right, full, left_semi, left_anti: those that the engine has */
    public DataFrame join(DataFrame right, Column condition, String type) {
        return with(right, Joins.on(query, right.query, condition.expression(), Joins.type(type)));
    }

    /** All pairs of rows. */
    public DataFrame crossJoin(DataFrame right) {
        return with(right, Joins.on(query, right.query, null, Joins.type("cross")));
    }

    // ---- groups

    public GroupedData groupBy(Column... columns) {
        return new GroupedData(this, Aggregates.Grouping.PLAIN, expressions(columns));
    }

    public GroupedData groupBy(String column, String... more) {
        return groupBy(named(column, more));
    }

    /** Groups by all columns, by all but the last, and so on to all rows. */
    public GroupedData rollup(Column... columns) {
        return new GroupedData(this, Aggregates.Grouping.ROLLUP, expressions(columns));
    }

    public GroupedData rollup(String column, String... more) {
        return rollup(named(column, more));
    }

    /** Groups by every choice of the columns. */
    public GroupedData cube(Column... columns) {
        return new GroupedData(this, Aggregates.Grouping.CUBE, expressions(columns));
    }

    public GroupedData cube(String column, String... more) {
        return cube(named(column, more));
    }

    /** Aggregates over all rows. */
    public DataFrame agg(Column aggregate, Column... more) {
        return groupBy(new Column[0]).agg(aggregate, more);
    }

    public DataFrame agg(Map<String, String> functionsByColumn) {
        return groupBy(new Column[0]).agg(functionsByColumn);
    }

    // ---- time, NULLs and others

    /**
     * Waits for rows that come late: results of a time are final when rows have come that are later by the delay.
     *
     * @param column a TIMESTAMP of the table below, or computed from its columns
     * @param delay such as {@code 5 seconds}
     */
    public DataFrame withWatermark(String column, String delay) {
        return then(Watermarks.with(query, column, Durations.micros(Lengths.duration(delay))));
    }

    /** What is done about NULLs. */
    public NaFunctions na() {
        return new NaFunctions(this);
    }

    /** What a function makes of the frame: to string methods of one's own together. */
    public DataFrame transform(Function<DataFrame, DataFrame> function) {
        return function.apply(this);
    }

    /**
     * The same frame. How rows are spread over threads is the engine's business: it goes by keys and splits, and changes no
     * result. It is there so that programs written for Spark compile.
     */
    public DataFrame repartition(int partitions, Column... columns) {
        Arrays.stream(columns).forEach(column -> Steps.columns(query, column.expression()));
        return this;
    }

    /** The same frame: see {@link #repartition(int, Column...)}. */
    public DataFrame repartition(Column... columns) {
        return repartition(0, columns);
    }

    /** The same frame: see {@link #repartition(int, Column...)}. */
    public DataFrame coalesce(int partitions) {
        return this;
    }

    /** A name for the frame in SQL, until the session ends; in place of a view that has it. */
    public void createOrReplaceTempView(String name) {
        session.frames().createView(name, this, true);
    }

    public void createTempView(String name) {
        session.frames().createView(name, this, false);
    }

    // ---- functions of the program over rows: as of a Dataset

    /** See {@link Dataset#map}. */
    public <U> Dataset<U> map(MapFunction<Row, U> function, Class<U> type) {
        return as(Row.class).map(function, type);
    }

    /** See {@link Dataset#flatMap}. */
    public <U> Dataset<U> flatMap(FlatMapFunction<Row, U> function, Class<U> type) {
        return as(Row.class).flatMap(function, type);
    }

    /** See {@link Dataset#mapPartitions}. */
    public <U> Dataset<U> mapPartitions(MapPartitionsFunction<Row, U> function, Class<U> type) {
        return as(Row.class).mapPartitions(function, type);
    }

    /** See {@link Dataset#filter(FilterFunction)}. */
    public DataFrame filter(FilterFunction<Row> function) {
        return as(Row.class).filter(function).toDF();
    }

    /** See {@link Dataset#groupByKey}. */
    public <K> KeyValueGroupedDataset<K, Row> groupByKey(MapFunction<Row, K> function, Class<K> type) {
        return as(Row.class).groupByKey(function, type);
    }

    // ---- the rows of a batch frame

    /**
     * The same rows, read once and in memory: for a frame that is used several times. This one is as it was, so go on with the
     * one that is given. Rows that are in memory anyway, such as those that {@code foreachBatch} gives, stay where they are.
     */
    public DataFrame cache() {
        return query instanceof TableQuery rows && rows.isFixed()
                ? this
                : session.frames().of(session.frames().batch(this));
    }

    /** See {@link #cache}. */
    public DataFrame persist() {
        return cache();
    }

    /** The same frame: memory that {@link #cache} took is free when the frame that it gave is no longer used. */
    public DataFrame unpersist() {
        return this;
    }

    public Row[] collect() {
        return collectAsList().toArray(Row[]::new);
    }

    @Override
    public List<Row> collectAsList() {
        return session.frames().collect(this);
    }

    /**
     * All rows as records, whose components are columns by name. Other columns are left out.
     *
     * @throws MillraceException UNKNOWN_COLUMN for a component without a column; INVALID_VALUE for a NULL in a primitive
     */
    public <T extends Record> List<T> collectAs(Class<T> type) {
        return as(type).collectAsList();
    }

    public Row[] head(int rows) {
        return take(rows);
    }

    public Row[] take(int rows) {
        return takeAsList(rows).toArray(Row[]::new);
    }

    @Override
    public List<Row> takeAsList(int rows) {
        return limit(rows).collectAsList();
    }

    @Override
    public void foreachPartition(ForeachPartitionFunction<Row> function) {
        session.frames().each(this, Row::of, function);
    }

    /** All rows as Arrow vectors. The caller closes them. */
    public VectorSchemaRoot toArrow(BufferAllocator allocator) {
        return session.frames().batch(this).toArrow(allocator);
    }

    /** Says where the rows of a stream go, and starts it. */
    public DataStreamWriter writeStream() {
        return new DataStreamWriter(this);
    }

    static Column star() {
        return new Column(new Star(null));
    }

    @Override
    public String toString() {
        return schema().fields().toString();
    }
}

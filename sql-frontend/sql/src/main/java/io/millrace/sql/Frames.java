package io.millrace.sql;

import io.millrace.columnar.ColumnBatch;
import io.millrace.columnar.Columns;
import io.millrace.columnar.Field;
import io.millrace.columnar.Schema;
import io.millrace.config.Spelling;
import io.millrace.connector.ChangeBatch;
import io.millrace.connector.OutputMode;
import io.millrace.connector.Sink;
import io.millrace.connector.builtin.FixedTable;
import io.millrace.connector.builtin.LateRowsTable;
import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import io.millrace.plan.QueryPlan;
import io.millrace.runtime.QuerySettings;
import io.millrace.runtime.QuerySpec;
import io.millrace.runtime.ResultStream;
import io.millrace.runtime.StreamingQuery;
import io.millrace.sql.catalog.Catalog;
import io.millrace.sql.catalog.CatalogColumn;
import io.millrace.sql.catalog.CatalogProgram;
import io.millrace.sql.catalog.CatalogTable;
import io.millrace.sql.catalog.CatalogView;
import io.millrace.sql.frame.FrameColumn;
import io.millrace.sql.frame.Query;
import io.millrace.sql.frame.TableQuery;
import io.millrace.sql.frame.TextQuery;
import io.millrace.sql.frame.Whole;
import io.millrace.sql.function.ForeachPartitionFunction;
import io.millrace.sql.parse.DeepStack;
import io.millrace.sql.parse.ParsedStatement;
import io.millrace.sql.parse.SqlQuotes;
import io.millrace.sql.parse.SqlText;
import io.millrace.sql.plan.PlanTarget;
import io.millrace.sql.plan.PlannedQuery;
import io.millrace.sql.plan.QueryPlanner;
import io.millrace.sql.streaming.Trigger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;

/** The frames of a session: makes them, and plans and runs those that are batch queries. Thread-safe. */
final class Frames {
    private static final AtomicLong NUMBERS = new AtomicLong();

    private final Session session;
    private final SessionState state;
    private final StatementExecutor executor;
    private final LateRowsTables lateRows;
    /** Tables that views of frames have brought into the catalog, by view; changed while nothing is planned. */
    private final Map<String, Set<String>> viewTables = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

    private final Set<String> streamingViews = new ConcurrentSkipListSet<>(String.CASE_INSENSITIVE_ORDER);

    Frames(Session session, SessionState state, StatementExecutor executor) {
        this.session = session;
        this.state = state;
        this.executor = executor;
        this.lateRows = new LateRowsTables(state.catalog(), state.settings());
    }

    /** For the name of something that has none. */
    long nextNumber() {
        return NUMBERS.incrementAndGet();
    }

    // ---- making frames

    /** A SELECT as a frame; any other statement is executed, and its answer is the frame. */
    DataFrame sql(String text) {
        ParsedStatement statement = SqlText.parse(text);
        if (!statement.node().isA(SqlKind.QUERY)) {
            return answered(executor.execute(statement));
        }
        boolean streams = statement.stream()
                || TableReferences.of(statement.node()).stream().anyMatch(streamingViews::contains);
        Schema schema = DeepStack.call(() -> state.planner().schemaOf(statement.node()));
        return new DataFrame(
                session, TextQuery.of(statement.text(), schema, state.catalog().functions()), streams);
    }

    private DataFrame answered(StatementResult result) {
        if (result instanceof StatementResult.Rows rows) {
            try (RowCursor cursor = rows.cursor()) {
                return of(concat(rows.schema(), cursor));
            }
        }
        String message = result instanceof StatementResult.Message text
                ? text.text()
                : "query \"" + ((StatementResult.Started) result).query().name() + "\" started";
        return of(ColumnBatch.ofRows(FixedRows.texts("message"), List.of(List.of(message))));
    }

    private static ColumnBatch concat(Schema schema, RowCursor cursor) {
        List<ColumnBatch> batches = new ArrayList<>();
        for (Optional<ChangeBatch> next = cursor.next(); next.isPresent(); next = cursor.next()) {
            batches.add(next.get().rows().detach());
        }
        return Columns.concat(schema, batches);
    }

    /** Rows that are there. */
    DataFrame of(ColumnBatch rows) {
        List<FrameColumn> named = Query.distinctly(
                rows.schema().fields().stream().map(FrameColumn::of).toList());
        List<Field> fields = named.stream()
                .map(column -> new Field(
                        column.sqlName(), column.field().type(), column.field().nullable()))
                .toList();
        FixedTable table = new FixedTable(rows.withSchema(new Schema(fields)));
        List<CatalogColumn> columns =
                table.schema().fields().stream().map(CatalogColumn::physical).toList();
        String name = "rows$" + NUMBERS.incrementAndGet();
        CatalogTable read = new CatalogTable(name, columns, Optional.empty(), "rows", Map.of(), table);
        return new DataFrame(session, new TableQuery(read, state.catalog().functions(), named), false);
    }

    DataFrame of(CatalogTable table, boolean stream) {
        return new DataFrame(session, TableQuery.of(table, state.catalog().functions()), stream);
    }

    /** A table or view of the catalog. */
    DataFrame table(String name, boolean stream) {
        Optional<CatalogTable> table = state.catalog().table(name);
        if (table.isPresent()) {
            return of(table.get(), stream);
        }
        CatalogView view = state.catalog()
                .view(name)
                .orElseThrow(() -> new MillraceException(
                        ErrorCode.UNKNOWN_TABLE,
                        "there is no table or view \"" + name + "\""
                                + Spelling.hint(name, state.catalog().names())));
        DataFrame frame = sql("SELECT * FROM " + SqlQuotes.identifier(view.name()));
        return stream ? new DataFrame(session, frame.query(), true) : frame;
    }

    /** Keeps a frame under a name: as SQL text, and the tables that it reads with it. */
    void createView(String name, DataFrame frame, boolean replace) {
        Whole whole = new Whole(frame.query());
        CatalogView view = new CatalogView(name, frame.schema().names(), TableDdl.text(whole.toSql()), whole::toSql);
        executor.defining(() -> {
            Catalog catalog = state.catalog();
            Set<String> own = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
            for (CatalogTable table : whole.tables()) {
                if (viewTables.values().stream().anyMatch(tables -> tables.contains(table.name()))) {
                    own.add(table.name());
                }
                if (catalog.table(table.name()).isEmpty()) {
                    own.add(table.name());
                    catalog.add(table);
                } else if (catalog.table(table.name()).get() != table) {
                    throw new MillraceException(
                            ErrorCode.DUPLICATE_NAME,
                            "the frame reads table \"" + table.name() + "\" with a watermark of its own, or as it was"
                                    + " before; a view reads the table as it is now: declare the WATERMARK in CREATE TABLE");
                }
            }
            for (CatalogProgram program : whole.programs()) {
                own.add(program.name());
                catalog.add(program);
            }
            if (replace) {
                catalog.replace(view);
            } else {
                catalog.add(view);
            }
            forget(viewTables.put(name, own));
        });
        if (frame.isStreaming()) {
            streamingViews.add(name);
        } else {
            streamingViews.remove(name);
        }
    }

    /** Drops tables that a view brought along and no view needs any more. */
    private void forget(Set<String> tables) {
        for (String table : tables == null ? Set.<String>of() : tables) {
            if (viewTables.values().stream().noneMatch(needed -> needed.contains(table))) {
                state.catalog().dropTable(table);
                state.catalog().dropProgram(table);
            }
        }
    }

    // ---- planning

    /** A frame that is planned, with the tables that it reads. */
    record Planned(PlannedQuery query, PlanTables tables, String text) {
        QueryPlan plan() {
            return query.plan();
        }
    }

    Planned plan(DataFrame frame, PlanTarget target) {
        Whole whole = new Whole(frame.query());
        Catalog catalog = state.catalog().with(whole.tables(), whole.programs());
        SqlNode sql = whole.toSql();
        String text = text(sql, whole.programs());
        PlannedQuery planned = DeepStack.call(() -> new QueryPlanner(catalog).plan(sql, frame.isStreaming(), target));
        PlanTables tables = PlanTables.of(catalog, planned);
        tables.requireReadable(planned.plan(), target.batch());
        return new Planned(planned, tables, text);
    }

    /** What tells the statement from another: the SQL, and what functions of the program take part in it. */
    private static String text(SqlNode sql, Collection<CatalogProgram> programs) {
        StringBuilder text = new StringBuilder(TableDdl.text(sql));
        for (CatalogProgram program : programs) {
            text.append("\n-- ")
                    .append(program.name())
                    .append(" is ")
                    .append(program.step().text())
                    .append(" giving ")
                    .append(program.schema().fields());
            program.inputs()
                    .forEach(input -> text.append(" over (")
                            .append(TableDdl.text(input.get()))
                            .append(')'));
        }
        String numbered = text.toString();
        int number = 0;
        for (CatalogProgram program : programs) {
            number++;
            numbered = numbered.replace(program.name(), "$program-" + number + "$");
        }
        return numbered;
    }

    /** The SQL that says what a frame does; functions of the program stand behind it. */
    String text(DataFrame frame) {
        Whole whole = new Whole(frame.query());
        return text(whole.toSql(), whole.programs());
    }

    String explain(DataFrame frame) {
        PlanTarget target = frame.isStreaming()
                ? new PlanTarget.StreamSelect(state.settings().outputMode())
                : new PlanTarget.BatchSelect();
        return executor.planning(() -> plan(frame, target)).query().explanation();
    }

    // ---- running streams

    StreamingQuery start(StreamStart start) {
        if (!start.frame().isStreaming()) {
            throw new MillraceException(
                    ErrorCode.INVALID_QUERY,
                    "the frame is a batch, made from read() or table(): write it with write(), or make it from readStream()");
        }
        CatalogTable sink = start.sink(state, session.writers());
        String name = start.queryName(sink);
        return executor.planning(() -> start(start, sink, name));
    }

    private StreamingQuery start(StreamStart start, CatalogTable sink, String name) {
        state.queries().live(name).ifPresent(running -> {
            throw new MillraceException(
                    ErrorCode.QUERY_EXISTS,
                    "query \"" + running.name() + "\" is running; stop it, or give this one another queryName");
        });
        Optional<OutputMode> mode = start.mode().or(() -> state.settings().outputMode());
        Planned planned = plan(start.frame(), new PlanTarget.Insert(sink, List.of(), mode, false));
        QuerySettings settings = settings(start);
        if (settings.trigger().ends()) {
            String trigger = start.trigger().map(Trigger::setting).orElse("trigger");
            planned.tables()
                    .requireEnd(planned.plan(), trigger, "limit them by the table's options, or take another trigger");
        }
        LateRowsTable late = lateRows.forQuery(name);
        Supplier<Sink> sinks = sink.writable().orElseThrow()::sink;
        StreamingQuery query = state.pipelines()
                .start(new QuerySpec(
                        name,
                        planned.text(),
                        planned.plan(),
                        state.catalog().functions().aggregates(),
                        planned.tables().of(planned.plan()),
                        sinks.get(),
                        settings,
                        late,
                        sinks));
        lateRows.started(query, late, false);
        Set<String> uses = TableReferences.of(planned.plan().root());
        uses.add(sink.name());
        state.queries().add(query, uses, true);
        return query;
    }

    private QuerySettings settings(StreamStart start) {
        SessionSettings settings = state.settings().with(start.settings());
        QuerySettings session = settings.querySettings(state.settings().checkpointRoot(), state.clock());
        return new QuerySettings(
                start.checkpointRoot().orElse(session.checkpointRoot()),
                start.trigger().map(Trigger::trigger).orElse(session.trigger()),
                session.maxRowsPerBatch(),
                session.parallelism(),
                session.zone(),
                session.clock(),
                session.memoryLimitBytes(),
                session.stateBackend(),
                session.retainBatches(),
                session.restart());
    }

    // ---- running batch frames

    List<Row> collect(DataFrame frame) {
        List<Row> rows = new ArrayList<>();
        ColumnBatch batch = batch(frame);
        for (int row = 0; row < batch.rowCount(); row++) {
            rows.add(Row.of(batch, row));
        }
        return rows;
    }

    /** All rows of a batch frame. */
    ColumnBatch batch(DataFrame frame) {
        try (ResultStream stream = rows(frame)) {
            return concat(stream.schema(), new QueryRows(stream));
        }
    }

    /** Calls a function with the rows of a batch frame, which come while it takes them. */
    <T> void each(DataFrame frame, BiFunction<ColumnBatch, Integer, T> object, ForeachPartitionFunction<T> function) {
        try (ResultStream stream = rows(frame)) {
            function.call(new RowIterator<>(new QueryRows(stream), object));
        } catch (MillraceException e) {
            throw e;
        } catch (Exception e) {
            throw FunctionFailure.of("foreach", "", e);
        }
    }

    private ResultStream rows(DataFrame frame) {
        requireBatch(frame);
        QuerySettings settings = state.settings().querySettings(null, state.clock());
        return executor.planning(() -> {
            Planned planned = plan(frame, new PlanTarget.BatchSelect());
            return state.pipelines()
                    .select(
                            "frame-" + NUMBERS.incrementAndGet(),
                            planned.text(),
                            planned.plan(),
                            planned.tables().of(planned.plan()),
                            settings);
        });
    }

    private static void requireBatch(DataFrame frame) {
        if (frame.isStreaming()) {
            throw new MillraceException(
                    ErrorCode.INVALID_QUERY,
                    "the frame is a stream, whose rows have no end; start it with writeStream().start(), or make it from"
                            + " read() or table() for what is there now");
        }
    }

    /** The tables that a batch frame reads for its rows in a table; refuses what cannot be written there. */
    List<CatalogTable> tablesOf(DataFrame frame, CatalogTable target) {
        requireBatch(frame);
        Planned planned =
                executor.planning(() -> plan(frame, new PlanTarget.Insert(target, List.of(), Optional.empty(), true)));
        return planned.tables().all(planned.plan());
    }

    /** Writes the rows of a batch frame to a table and waits until they are there. */
    void write(DataFrame frame, CatalogTable target) {
        requireBatch(frame);
        QuerySettings settings = state.settings().querySettings(null, state.clock());
        StreamingQuery query = executor.planning(() -> {
            Planned planned = plan(frame, new PlanTarget.Insert(target, List.of(), Optional.empty(), true));
            Sink sink = target.writable().orElseThrow().sink();
            return state.pipelines()
                    .start(new QuerySpec(
                            "insert-frame-" + NUMBERS.incrementAndGet(),
                            planned.text(),
                            planned.plan(),
                            state.catalog().functions().aggregates(),
                            planned.tables().of(planned.plan()),
                            sink,
                            settings,
                            null));
        });
        query.awaitTermination();
    }
}

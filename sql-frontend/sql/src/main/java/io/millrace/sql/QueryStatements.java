package io.millrace.sql;

import io.millrace.checkpoint.StoredStatement;
import io.millrace.connector.OutputMode;
import io.millrace.connector.Sink;
import io.millrace.connector.builtin.LateRowsTable;
import io.millrace.connector.builtin.MemoryStore;
import io.millrace.connector.builtin.MemoryTable;
import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import io.millrace.plan.QueryPlan;
import io.millrace.runtime.QuerySettings;
import io.millrace.runtime.QuerySpec;
import io.millrace.runtime.ResultStream;
import io.millrace.runtime.StreamingQuery;
import io.millrace.sql.catalog.Catalog;
import io.millrace.sql.catalog.CatalogTable;
import io.millrace.sql.parse.ParsedStatement;
import io.millrace.sql.parse.Positions;
import io.millrace.sql.plan.PlanTarget;
import io.millrace.sql.plan.PlannedQuery;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlInsert;
import org.apache.calcite.sql.SqlNode;

/** SELECT, INSERT and EXPLAIN: plans a query and sets it going. */
final class QueryStatements {
    private final SessionState state;
    private final Catalog catalog;
    private final LateRowsTables lateRows;

    QueryStatements(SessionState state) {
        this.state = state;
        this.catalog = state.catalog();
        this.lateRows = new LateRowsTables(catalog, state.settings());
    }

    StatementResult select(ParsedStatement statement) {
        PlanTarget target = selectTarget(statement.stream());
        PlannedQuery planned = plan(statement.node(), statement.stream(), target);
        QueryPlan plan = planned.plan();
        PlanTables tables = PlanTables.of(catalog, planned);
        tables.requireEnd(plan, state.settings());
        QuerySettings settings = state.settings().querySettings(null, state.clock());
        String name = "select-" + state.shared().nextNumber();
        LateRowsTable late = statement.stream() ? lateRows.forQuery(name) : null;
        ResultStream stream = state.pipelines().select(name, statement.text(), plan, tables.of(plan), settings, late);
        if (statement.stream()) {
            lateRows.started(stream.query(), late, true);
        }
        state.queries().add(stream.query(), TableReferences.of(plan.root()), false);
        return new StatementResult.Rows(stream.schema(), new QueryRows(stream), plan.mode());
    }

    private PlanTarget selectTarget(boolean stream) {
        return stream ? new PlanTarget.StreamSelect(state.settings().outputMode()) : new PlanTarget.BatchSelect();
    }

    /** Starts an INSERT; what is given back waits for it where it reads no table. */
    Supplier<StatementResult> insert(SqlInsert insert, ParsedStatement statement) {
        PlanTarget.Insert target = insertTarget(insert);
        PlannedQuery planned = plan(insert.getSource(), !target.batch(), target);
        if (!target.batch()) {
            StatementResult started = startInsert(planned, target, insert, statement);
            return () -> started;
        }
        StreamingQuery query = insertNow(planned, target, statement);
        return () -> inserted(query, target.table().name());
    }

    private StreamingQuery insertNow(PlannedQuery planned, PlanTarget.Insert target, ParsedStatement statement) {
        QuerySettings settings = state.settings().querySettings(null, state.clock());
        return state.pipelines()
                .start(new QuerySpec(
                        "insert-" + state.shared().nextNumber(),
                        statement.text(),
                        planned.plan(),
                        PlanTables.of(catalog, planned).of(planned.plan()),
                        sink(target.table()),
                        settings));
    }

    private static StatementResult inserted(StreamingQuery query, String table) {
        try {
            query.awaitTermination();
        } catch (MillraceException e) {
            query.requestStop();
            throw e;
        }
        long rows = query.outputRows();
        return new StatementResult.Message(
                rows + (rows == 1 ? " row" : " rows") + " inserted into \"" + table + "\"", rows);
    }

    /** The table's sink; of a memory table, in a transaction, the one that waits for COMMIT. */
    private Sink sink(CatalogTable table) {
        MemoryStore.Transaction transaction = state.transaction().current();
        return transaction != null && table.table() instanceof MemoryTable memory
                ? memory.sink(transaction)
                : table.writable().orElseThrow().sink();
    }

    private StatementResult startInsert(
            PlannedQuery planned, PlanTarget.Insert target, SqlInsert insert, ParsedStatement statement) {
        QueryPlan plan = planned.plan();
        PlanTables tables = PlanTables.of(catalog, planned);
        String table = target.table().name();
        String name = state.settings().find(SessionSettings.QUERY_NAME).orElse(table);
        Optional<StreamingQuery> live = state.queries().live(name);
        boolean ends = state.settings().get(SessionSettings.TRIGGER).ends() || tables.areBounded(plan);
        if (live.isPresent()) {
            if (state.kept().isResumed(name, statement.text())) {
                return new StatementResult.Started(live.get(), ends);
            }
            throw new MillraceException(
                    ErrorCode.QUERY_EXISTS,
                    "query \"" + live.get().name()
                            + "\" is running; STOP QUERY it, or SET 'query.name' to another name",
                    Positions.of(insert.getTargetTable()),
                    null);
        }
        tables.requireEnd(plan, state.settings());
        QuerySettings settings = state.settings().querySettings(checkpointRoot(target, plan), state.clock());
        LateRowsTable late = lateRows.forQuery(name);
        StreamingQuery query = state.kept()
                .start(state.stored(StoredStatement.Kind.QUERY, name, statement.text()), () -> {
                    Supplier<Sink> sinks = target.table().writable().orElseThrow()::sink;
                    return state.pipelines()
                            .start(new QuerySpec(
                                    name,
                                    statement.text(),
                                    plan,
                                    catalog.functions().aggregates(),
                                    tables.of(plan),
                                    sinks.get(),
                                    settings,
                                    late,
                                    sinks));
                });
        lateRows.started(query, late, false);
        Set<String> uses = TableReferences.of(plan.root());
        uses.add(table);
        state.queries().add(query, uses, true);
        return new StatementResult.Started(query, ends);
    }

    /**
     * Where an INSERT has its checkpoint. In a database in a folder that is below the folder, unless the query reads or
     * writes tables in memory: their rows are gone when the database is opened again, and so the query begins anew.
     */
    private Path checkpointRoot(PlanTarget.Insert target, QueryPlan plan) {
        Path wanted = state.settings().checkpointRoot();
        if (wanted != null || state.kept().checkpoints().isEmpty()) {
            return wanted;
        }
        boolean inMemory = inMemory(target.table())
                || TableReferences.of(plan.root()).stream()
                        .anyMatch(name -> catalog.table(name)
                                .filter(QueryStatements::inMemory)
                                .isPresent());
        return inMemory ? null : state.kept().checkpoints().get();
    }

    private static boolean inMemory(CatalogTable table) {
        return table.table() instanceof MemoryTable || table.table() instanceof LateRowsTable;
    }

    private PlanTarget.Insert insertTarget(SqlInsert insert) {
        if (!(insert.getTargetTable() instanceof SqlIdentifier name)) {
            throw new MillraceException(
                    ErrorCode.SYNTAX,
                    "INSERT INTO is followed by the name of a table",
                    Positions.of(insert.getTargetTable()),
                    null);
        }
        CatalogTable table = Names.table(catalog, name);
        if (table.writable().isEmpty()) {
            throw new MillraceException(
                    ErrorCode.UNSUPPORTED,
                    "table \"" + table.name() + "\" cannot be written; connector \"" + table.connector()
                            + "\" only reads",
                    Positions.of(name),
                    null);
        }
        List<SqlIdentifier> columns = new ArrayList<>();
        if (insert.getTargetColumnList() != null) {
            for (SqlNode column : insert.getTargetColumnList()) {
                Names.simple((SqlIdentifier) column);
                columns.add((SqlIdentifier) column);
            }
        }
        boolean batch = TableReferences.of(insert.getSource()).isEmpty();
        Optional<OutputMode> mode = batch ? Optional.empty() : state.settings().outputMode();
        return new PlanTarget.Insert(table, columns, mode, batch);
    }

    StatementResult explain(SqlNode explained, boolean stream) {
        List<List<String>> lines = new ArrayList<>();
        planned(explained, stream).explanation().lines().forEach(line -> lines.add(List.of(line)));
        return FixedRows.of(FixedRows.texts("plan"), lines);
    }

    /** The plan with which a query or INSERT would run. */
    PlannedQuery planned(SqlNode explained, boolean stream) {
        return explained instanceof SqlInsert insert
                ? planInsert(insert)
                : plan(explained, stream, selectTarget(stream));
    }

    private PlannedQuery planInsert(SqlInsert insert) {
        PlanTarget.Insert target = insertTarget(insert);
        return plan(insert.getSource(), !target.batch(), target);
    }

    private PlannedQuery plan(SqlNode query, boolean stream, PlanTarget target) {
        PlannedQuery planned = state.planner().plan(query, stream, target);
        PlanTables.of(catalog, planned).requireReadable(planned.plan(), target.batch());
        return planned;
    }
}

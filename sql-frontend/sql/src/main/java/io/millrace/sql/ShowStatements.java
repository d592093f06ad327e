package io.millrace.sql;

import io.millrace.aggregate.AggregateFunction;
import io.millrace.columnar.DataType;
import io.millrace.columnar.Field;
import io.millrace.columnar.Schema;
import io.millrace.config.Option;
import io.millrace.config.Spelling;
import io.millrace.connector.TableFactory;
import io.millrace.connector.builtin.LateRowsTable;
import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import io.millrace.runtime.QueryProgress;
import io.millrace.runtime.StreamingQuery;
import io.millrace.sql.catalog.Catalog;
import io.millrace.sql.catalog.CatalogColumn;
import io.millrace.sql.catalog.CatalogTable;
import io.millrace.sql.catalog.CatalogView;
import io.millrace.sql.catalog.WatermarkClause;
import io.millrace.sql.parse.Command;
import io.millrace.sql.parse.Positions;
import io.millrace.sql.typed.ValueFunction;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.calcite.sql.SqlIdentifier;

/** SHOW and DESCRIBE: what the session holds, as rows. */
final class ShowStatements {
    private static final Schema QUERIES = Schema.of(
            Field.of("name", DataType.VARCHAR),
            Field.of("id", DataType.VARCHAR),
            Field.of("state", DataType.VARCHAR),
            Field.of("batch_id", DataType.BIGINT),
            Field.of("watermark", DataType.VARCHAR),
            Field.of("rows_per_second", DataType.DOUBLE),
            Field.of("late_rows", DataType.BIGINT),
            Field.of("error", DataType.VARCHAR));

    private final SessionState state;
    private final Catalog catalog;

    ShowStatements(SessionState state) {
        this.state = state;
        this.catalog = state.catalog();
    }

    StatementResult tables() {
        List<List<String>> rows = new ArrayList<>();
        for (CatalogTable table : catalog.tables()) {
            rows.add(List.of(table.name(), table.connector(), access(table)));
        }
        catalog.broken().forEach((name, failure) -> rows.add(Arrays.asList(name, null, failure.getMessage())));
        return FixedRows.of(FixedRows.texts("name", "connector", "access"), rows);
    }

    private static String access(CatalogTable table) {
        List<String> access = new ArrayList<>();
        table.readable().ifPresent(readable -> access.add(readable.bounded() ? "read, bounded" : "read"));
        table.writable().ifPresent(writable -> access.add("write"));
        return String.join(", ", access);
    }

    StatementResult views() {
        return FixedRows.of(
                FixedRows.texts("name", "query"),
                catalog.views().stream()
                        .map(view -> List.of(view.name(), view.query()))
                        .toList());
    }

    StatementResult queries() {
        return FixedRows.of(
                QUERIES,
                state.queries().all().stream().map(entry -> row(entry.query())).toList());
    }

    private static List<Object> row(StreamingQuery query) {
        Optional<QueryProgress> progress = query.lastProgress();
        return Arrays.asList(
                query.name(),
                query.id().isEmpty() ? null : query.id(),
                query.state().name().toLowerCase(Locale.ROOT),
                progress.map(QueryProgress::batchId).orElse(null),
                progress.map(last -> last.eventTime().get("watermark")).orElse(null),
                progress.map(last -> rounded(last.processedRowsPerSecond())).orElse(null),
                query.lateRows(),
                note(query));
    }

    /** Why it does not run: what it waits for, or how it failed. */
    private static String note(StreamingQuery query) {
        return query.hold()
                .map(hold -> "since " + hold.since().truncatedTo(ChronoUnit.SECONDS) + ": " + hold.reason())
                .or(() -> query.exception().map(MillraceException::getMessage))
                .orElse(null);
    }

    /** To whole rows, slow queries to a tenth. */
    static double rounded(double rowsPerSecond) {
        return rowsPerSecond < 100 ? Math.round(rowsPerSecond * 10) / 10.0 : Math.round(rowsPerSecond);
    }

    StatementResult connectors() {
        List<List<String>> rows = new ArrayList<>();
        for (TableFactory connector : state.connectors().all()) {
            rows.add(List.of(connector.connector(), connector.description()));
        }
        state.connectors()
                .broken()
                .forEach(problem -> rows.add(Arrays.asList(null, "not loaded, for want of a class: " + problem)));
        return FixedRows.of(FixedRows.texts("name", "description"), rows);
    }

    StatementResult functions() {
        return FixedRows.of(
                FixedRows.texts("name"),
                state.planner().functions().stream().map(List::of).toList());
    }

    StatementResult settings() {
        List<List<String>> rows = new ArrayList<>();
        for (Option<?> option : SessionSettings.ALL) {
            String value = state.settings().written(option).orElse(option.defaultText());
            rows.add(Arrays.asList(option.key(), value, option.doc()));
        }
        return FixedRows.of(FixedRows.texts("key", "value", "description"), rows);
    }

    StatementResult createTable(SqlIdentifier name) {
        CatalogTable table = Names.table(catalog, name);
        if (table.table() instanceof LateRowsTable) {
            throw new MillraceException(
                    ErrorCode.UNSUPPORTED,
                    "table \"" + table.name() + "\" holds the late rows of a query; no CREATE TABLE makes it, but SET"
                            + " 'late-rows' = 'table' before the query is started",
                    Positions.of(name),
                    null);
        }
        return FixedRows.of(FixedRows.texts("statement"), List.of(List.of(TableDdl.of(table))));
    }

    StatementResult createView(SqlIdentifier name) {
        CatalogView view = catalog.view(Names.simple(name)).orElseThrow(() -> Names.unknown(catalog, "view", name));
        return FixedRows.of(FixedRows.texts("statement"), List.of(List.of(TableDdl.of(view))));
    }

    /** A table or a view. */
    StatementResult describe(Command command) {
        SqlIdentifier name = command.name();
        Optional<CatalogView> view = catalog.view(Names.simple(name));
        List<List<String>> rows = view.isPresent() ? columnsOf(view.get()) : columnsOf(Names.table(catalog, name));
        return FixedRows.of(FixedRows.texts("column", "type", "note"), rows);
    }

    /** A function, with what is known of how it is written and what it gives. */
    StatementResult describeFunction(Command command) {
        String name = Names.simple(command.name()).toUpperCase(Locale.ROOT);
        List<String> known = state.planner().functions();
        if (!known.contains(name)) {
            throw new MillraceException(
                    ErrorCode.UNKNOWN_FUNCTION,
                    "there is no function \"" + name + "\"" + Spelling.hint(name, known)
                            + "; SHOW FUNCTIONS lists them",
                    Positions.of(command.name()),
                    null);
        }
        List<List<String>> rows = new ArrayList<>();
        Optional<ValueFunction> ofProgram = catalog.functions().ofRow(name);
        if (catalog.functions().aggregates().has(name)) {
            AggregateFunction function = catalog.functions().aggregates().of(name);
            rows.add(List.of("kind", "aggregate"));
            rows.add(List.of("written", function.signature()));
            rows.add(List.of("gives", function.description()));
            List<String> names = new ArrayList<>(List.of(function.name()));
            names.addAll(function.synonyms());
            rows.add(List.of("names", String.join(", ", names)));
        } else {
            rows.add(List.of("kind", "function of a row" + (ofProgram.isPresent() ? ", of the program" : "")));
            ofProgram.ifPresent(function -> rows.add(List.of("written", function.signature())));
        }
        return FixedRows.of(FixedRows.texts("what", "is"), rows);
    }

    private List<List<String>> columnsOf(CatalogView view) {
        Schema schema = state.planner().schemaOf(view.syntax().get());
        List<List<String>> rows = new ArrayList<>();
        for (int i = 0; i < schema.size(); i++) {
            Field field = schema.field(i);
            String name = view.columnNames().isEmpty()
                    ? field.name()
                    : view.columnNames().get(i);
            rows.add(Arrays.asList(name, field.typeText(), null));
        }
        return rows;
    }

    private static List<List<String>> columnsOf(CatalogTable table) {
        List<List<String>> rows = new ArrayList<>();
        for (CatalogColumn column : table.columns()) {
            List<String> notes = new ArrayList<>();
            if (!column.physical()) {
                notes.add(TableDdl.computation(column));
            }
            table.watermark()
                    .filter(watermark -> watermark.column().equalsIgnoreCase(column.name()))
                    .ifPresent(watermark -> notes.add(note(watermark)));
            String note = notes.isEmpty() ? null : String.join("; ", notes);
            rows.add(Arrays.asList(column.name(), column.field().typeText(), note));
        }
        return rows;
    }

    private static String note(WatermarkClause watermark) {
        return "event time, watermark " + TableDdl.seconds(watermark.delayMicros()) + " seconds behind";
    }
}

package io.millrace.sql;

import io.millrace.columnar.DataType;
import io.millrace.columnar.Field;
import io.millrace.columnar.Schema;
import io.millrace.config.Option;
import io.millrace.config.Spelling;
import io.millrace.connector.Table;
import io.millrace.connector.TableDefinition;
import io.millrace.connector.TableFactory;
import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import io.millrace.error.TextPosition;
import io.millrace.sql.catalog.CatalogColumn;
import io.millrace.sql.catalog.CatalogTable;
import io.millrace.sql.catalog.TableOptions;
import io.millrace.sql.catalog.WatermarkClause;
import io.millrace.sql.parse.ColumnDeclaration;
import io.millrace.sql.parse.CreateTable;
import io.millrace.sql.parse.Positions;
import io.millrace.sql.parse.SetOption;
import io.millrace.sql.parse.WatermarkDeclaration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlNode;

/** Makes one table of its CREATE TABLE: checks all that can be checked without the outside system. */
final class TableBuilder {
    private static final String CONNECTOR = "connector";

    private final SessionState state;
    private final CreateTable create;
    private final String name;

    TableBuilder(SessionState state, CreateTable create) {
        this.state = state;
        this.create = create;
        this.name = Names.simple(create.name());
    }

    CatalogTable build() {
        Map<String, String> options = options();
        String connector = connector(options);
        options.remove(CONNECTOR);
        refuseDuplicates(
                create.columns().stream()
                        .map(column -> column.name().getSimple())
                        .toList(),
                Positions.of(create.name()));
        Table table = table(connector, options);
        List<CatalogColumn> columns = columns(table.schema());
        Optional<WatermarkClause> watermark = watermark(columns, table);
        try {
            return new CatalogTable(name, columns, watermark, connector, options, table);
        } catch (MillraceException e) {
            throw atOption(e);
        }
    }

    private Map<String, String> options() {
        Map<String, String> options = new LinkedHashMap<>();
        TreeSet<String> seen = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        for (SetOption option : create.options()) {
            if (!seen.add(option.key())) {
                throw new MillraceException(
                        ErrorCode.INVALID_OPTION,
                        "option \"" + option.key() + "\" is given twice",
                        Positions.of(option),
                        null);
            }
            boolean isConnector = option.key().equalsIgnoreCase(CONNECTOR);
            options.put(isConnector ? CONNECTOR : option.key(), option.value());
        }
        if (!seen.contains(TableOptions.IDLE_TIMEOUT.key())) {
            state.settings()
                    .written(SessionSettings.IDLE_TIMEOUT)
                    .ifPresent(text -> options.put(TableOptions.IDLE_TIMEOUT.key(), text));
        }
        return options;
    }

    private String connector(Map<String, String> options) {
        String connector = options.get(CONNECTOR);
        if (connector == null) {
            throw new MillraceException(
                    ErrorCode.INVALID_OPTION,
                    "table \"" + name + "\" does not say where its rows are; add WITH ('connector'='...'), one of "
                            + String.join(", ", state.connectors().names()),
                    Positions.of(create.name()),
                    null);
        }
        return connector;
    }

    private Table table(String connector, Map<String, String> options) {
        Map<String, String> forConnector = new LinkedHashMap<>(options);
        forConnector.keySet().removeIf(TableOptions::isOwn);
        List<Field> physical = create.columns().stream()
                .filter(column -> column.expression() == null)
                .map(column -> new Field(column.name().getSimple(), ColumnTypes.of(column.type()), column.nullable()))
                .toList();
        TableDefinition definition = new TableDefinition(name, new Schema(physical), forConnector);
        try {
            TableFactory factory = state.connectors().require(connector);
            Table table = factory.create(definition, state.context());
            if (table.schema().size() == 0) {
                throw new MillraceException(
                        ErrorCode.INVALID_QUERY,
                        "connector \"" + connector + "\" brings no columns of its own; declare them:"
                                + " CREATE TABLE \"" + name + "\" (column TYPE, ...)",
                        Positions.of(create.name()),
                        null);
            }
            return table;
        } catch (LinkageError e) {
            throw atOption(state.connectors().libraryMissing(connector, e));
        } catch (MillraceException e) {
            throw atOption(e.code() == ErrorCode.UNKNOWN_OPTION ? withTableOptions(e) : e);
        }
    }

    /** A connector knows its own options only; those that every table has are named here. */
    private static MillraceException withTableOptions(MillraceException failure) {
        List<String> names = TableOptions.ALL.stream().map(Option::key).sorted().toList();
        return new MillraceException(
                failure.code(),
                failure.getMessage() + "; options of every table: " + String.join(", ", names),
                failure);
    }

    /** The failure, with the place of the option that its message names. */
    private MillraceException atOption(MillraceException failure) {
        if (failure.position().isPresent()) {
            return failure;
        }
        String message = failure.getMessage().toLowerCase(Locale.ROOT);
        for (SetOption option : create.options()) {
            boolean connector = option.key().equalsIgnoreCase(CONNECTOR);
            String blamed = connector ? "connector \"" + option.value() + "\"" : "option \"" + option.key() + "\"";
            boolean aboutTheConnector =
                    failure.code() == ErrorCode.UNKNOWN_NAME || failure.code() == ErrorCode.UNSUPPORTED;
            if ((!connector || aboutTheConnector) && message.contains(blamed.toLowerCase(Locale.ROOT))) {
                return failure.at(Positions.of(option));
            }
        }
        return failure.at(Positions.of(create.name()));
    }

    private List<CatalogColumn> columns(Schema physical) {
        List<CatalogColumn> columns = new ArrayList<>();
        boolean declared = create.columns().stream().anyMatch(column -> column.expression() == null);
        if (!declared) {
            physical.fields().forEach(field -> columns.add(CatalogColumn.physical(field)));
        }
        boolean computed = false;
        for (ColumnDeclaration column : create.columns()) {
            String columnName = column.name().getSimple();
            if (column.expression() == null) {
                columns.add(CatalogColumn.physical(physical.field(physical.indexOf(columnName))));
            } else if (isProcTime(column.expression())) {
                columns.add(new CatalogColumn(columnName, DataType.timestampLtz(6), false, null, true));
            } else {
                computed = true;
                columns.add(new CatalogColumn(columnName, null, true, column.expression(), false));
            }
        }
        refuseDuplicates(columns.stream().map(CatalogColumn::name).toList(), Positions.of(create.name()));
        return computed ? state.planner().resolveColumns(columns) : columns;
    }

    private static boolean isProcTime(SqlNode expression) {
        return expression instanceof SqlCall call
                && call.getOperator().getName().equalsIgnoreCase("PROCTIME")
                && call.operandCount() == 0;
    }

    private Optional<WatermarkClause> watermark(List<CatalogColumn> columns, Table table) {
        List<WatermarkDeclaration> declarations = create.watermarks();
        if (declarations.isEmpty()) {
            return table.watermark().map(own -> new WatermarkClause(own.column(), own.delayMicros()));
        }
        if (declarations.size() > 1) {
            throw new MillraceException(
                    ErrorCode.INVALID_QUERY,
                    "a table has one WATERMARK at most",
                    Positions.of(declarations.get(1)),
                    null);
        }
        WatermarkDeclaration declaration = declarations.get(0);
        WatermarkClause written = WatermarkExpression.read(declaration);
        CatalogColumn column = columns.stream()
                .filter(candidate -> candidate.name().equalsIgnoreCase(written.column()))
                .findFirst()
                .orElseThrow(() -> unknownColumn(declaration, written.column(), columns));
        if (column.procTime() || !column.type().isTimestamp()) {
            throw new MillraceException(
                    ErrorCode.TYPE_MISMATCH,
                    column.procTime()
                            ? "\"" + column.name() + "\" is the processing time, which needs no WATERMARK"
                            : "the WATERMARK column \"" + column.name() + "\" is " + column.type()
                                    + "; event time is a TIMESTAMP or TIMESTAMP_LTZ",
                    Positions.of(declaration.column()),
                    null);
        }
        return Optional.of(new WatermarkClause(column.name(), written.delayMicros()));
    }

    private static MillraceException unknownColumn(
            WatermarkDeclaration declaration, String name, List<CatalogColumn> columns) {
        List<String> names = columns.stream().map(CatalogColumn::name).toList();
        return new MillraceException(
                ErrorCode.UNKNOWN_COLUMN,
                "WATERMARK names column \"" + name + "\", which the table does not have" + Spelling.hint(name, names),
                Positions.of(declaration.column()),
                null);
    }

    static void refuseDuplicates(List<String> names, TextPosition place) {
        TreeSet<String> seen = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        for (String name : names) {
            if (!seen.add(name)) {
                throw new MillraceException(
                        ErrorCode.DUPLICATE_NAME, "column \"" + name + "\" is there twice", place, null);
            }
        }
    }
}

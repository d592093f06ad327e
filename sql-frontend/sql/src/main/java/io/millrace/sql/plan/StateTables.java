package io.millrace.sql.plan;

import io.millrace.aggregate.AggregateFunctions;
import io.millrace.connector.builtin.FixedTable;
import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import io.millrace.runtime.StateTable;
import io.millrace.runtime.StoredQuery;
import io.millrace.sql.catalog.CatalogColumn;
import io.millrace.sql.catalog.CatalogTable;
import io.millrace.storage.LocalFileStore;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.calcite.prepare.CalciteCatalogReader;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlUnresolvedFunction;
import org.apache.calcite.sql.type.SqlTypeFamily;
import org.apache.calcite.sql.util.SqlShuttle;

/**
 * The state of stored queries that one statement reads: {@code TABLE(STATE('folder' [, operator => 'id'] [, state_table =>
 * 'name'] [, batch => n]))} becomes a table of the rows that are there when the statement is planned.
 */
final class StateTables {
    static final String NAME = "STATE";
    private static final String OPERATOR = "operator";
    private static final String TABLE = "state_table";
    private static final String BATCH = "batch";

    private final AggregateFunctions functions;
    private final List<CatalogTable> tables = new ArrayList<>();

    /** @param functions finds the aggregates that stored plans name */
    StateTables(AggregateFunctions functions) {
        this.functions = functions;
    }

    /** The tables made so far. */
    List<CatalogTable> tables() {
        return List.copyOf(tables);
    }

    /** The query with names in place of the calls; the tables of these names are in the catalog then. */
    SqlNode expand(SqlNode query, CalciteCatalogReader catalog) {
        return query.accept(new SqlShuttle() {
            @Override
            public SqlNode visit(SqlCall call) {
                if (call.getKind() == SqlKind.COLLECTION_TABLE
                        && call.operand(0) instanceof SqlCall function
                        && function.getOperator() instanceof SqlUnresolvedFunction
                        && function.getOperator().getName().equalsIgnoreCase(NAME)) {
                    return table(function, catalog);
                }
                return super.visit(call);
            }
        });
    }

    private SqlIdentifier table(SqlCall call, CalciteCatalogReader catalog) {
        StateTable state;
        try {
            state = read(new Arguments(call));
        } catch (MillraceException e) {
            throw e.position().isPresent() ? e : PlanErrors.at(call, e.code(), e.getMessage());
        }
        String name = "state$" + (tables.size() + 1);
        List<CatalogColumn> columns = state.rows().schema().fields().stream()
                .map(CatalogColumn::physical)
                .toList();
        CatalogTable table =
                new CatalogTable(name, columns, Optional.empty(), "state", Map.of(), new FixedTable(state.rows()));
        tables.add(table);
        catalog.getRootSchema().add(name, new CatalogTables.BaseTable(table.schema(), table));
        return new SqlIdentifier(name, call.getParserPosition());
    }

    private StateTable read(Arguments arguments) {
        try (StoredQuery stored = StoredQuery.open(LocalFileStore.ownerOnly(arguments.folder()), functions)) {
            if (stored.view().batches().isEmpty()) {
                throw new MillraceException(
                        ErrorCode.UNKNOWN_NAME, "query \"" + stored.view().queryName() + "\" has run no batch yet");
            }
            int last = stored.view().batches().size() - 1;
            long batch = arguments
                    .batch()
                    .orElse(stored.view().batches().get(last).record().batchId());
            Optional<String> operator = arguments.text(OPERATOR);
            if (operator.isPresent() && !stored.statefulOperators().contains(operator.get())) {
                throw unknown(OPERATOR, operator.get(), stored.statefulOperators());
            }
            List<StateTable> found = stored.state(batch).stream()
                    .filter(table -> operator.isEmpty() || table.operator().equals(operator.get()))
                    .filter(table -> arguments.text(TABLE).isEmpty()
                            || table.name().equals(arguments.text(TABLE).get()))
                    .toList();
            if (found.size() != 1) {
                throw notOne(found, batch, stored.statefulOperators());
            }
            return found.get(0);
        }
    }

    private static MillraceException notOne(List<StateTable> found, long batch, List<String> operators) {
        String message = found.isEmpty()
                ? "there are no rows in that state after batch " + batch + "; operators with state: "
                        + String.join(", ", operators)
                : "say which state is meant by operator => '...' and state_table => '...': there are "
                        + String.join(
                                ", ",
                                found.stream()
                                        .map(table -> "'" + table.operator() + "' with '" + table.name() + "'")
                                        .toList());
        return new MillraceException(ErrorCode.UNKNOWN_NAME, message);
    }

    private static MillraceException unknown(String what, String name, List<String> known) {
        return new MillraceException(
                ErrorCode.UNKNOWN_NAME,
                "there is no " + what + " \"" + name + "\" with state; there are " + String.join(", ", known));
    }

    /** What a call says: the folder, then arguments by name. */
    private static final class Arguments {
        private final SqlCall call;
        private final Map<String, SqlLiteral> byName = new TreeMap<>();

        Arguments(SqlCall call) {
            this.call = call;
            for (SqlNode operand :
                    call.getOperandList().subList(Math.min(1, call.operandCount()), call.operandCount())) {
                boolean named = operand.getKind() == SqlKind.ARGUMENT_ASSIGNMENT;
                String name = named
                        ? ((SqlIdentifier) ((SqlCall) operand).operand(1))
                                .getSimple()
                                .toLowerCase(Locale.ROOT)
                        : "";
                if (!List.of(OPERATOR, TABLE, BATCH).contains(name)
                        || !(((SqlCall) operand).operand(0) instanceof SqlLiteral value)
                        || byName.put(name, value) != null) {
                    throw usage(operand);
                }
            }
        }

        private static MillraceException usage(SqlNode at) {
            return PlanErrors.at(
                    at,
                    ErrorCode.INVALID_QUERY,
                    "STATE is written STATE('folder' [, operator => 'id'] [, state_table => 'name'] [, batch => 7]), where"
                            + " the folder is that of the query below \"checkpoint.dir\"");
        }

        Path folder() {
            if (call.operandCount() == 0 || !(call.operand(0) instanceof SqlLiteral text) || !isText(text)) {
                throw usage(call);
            }
            try {
                return Path.of(text.getValueAs(String.class));
            } catch (InvalidPathException e) {
                throw PlanErrors.at(text, ErrorCode.INVALID_OPTION, "this is no path: " + e.getReason());
            }
        }

        Optional<String> text(String name) {
            SqlLiteral value = byName.get(name);
            if (value == null) {
                return Optional.empty();
            }
            if (!isText(value)) {
                throw usage(value);
            }
            return Optional.of(value.getValueAs(String.class));
        }

        private static boolean isText(SqlLiteral value) {
            return value.getTypeName().getFamily() == SqlTypeFamily.CHARACTER;
        }

        Optional<Long> batch() {
            SqlLiteral value = byName.get(BATCH);
            if (value == null) {
                return Optional.empty();
            }
            if (value.getTypeName().getFamily() != SqlTypeFamily.NUMERIC) {
                throw usage(value);
            }
            return Optional.of(value.getValueAs(Long.class));
        }
    }
}

package io.millrace.sql;

import io.millrace.connector.builtin.MemoryTable;
import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import io.millrace.sql.catalog.CatalogTable;
import io.millrace.sql.parse.Positions;
import org.apache.calcite.sql.SqlIdentifier;

/** BEGIN, COMMIT, ROLLBACK and END INPUT: what decides which rows of {@code memory} tables are one micro-batch. */
final class MemoryStatements {
    private final SessionState state;

    MemoryStatements(SessionState state) {
        this.state = state;
    }

    StatementResult begin() {
        state.transaction().begin(state.memory());
        return new StatementResult.Message("transaction open: what is inserted into memory tables waits for COMMIT");
    }

    StatementResult commit() {
        state.memory().commit(state.transaction().close("COMMIT"));
        return new StatementResult.Message("committed");
    }

    StatementResult rollback() {
        state.transaction().close("ROLLBACK");
        return new StatementResult.Message("rolled back");
    }

    StatementResult endInput(SqlIdentifier name) {
        CatalogTable table = Names.table(state.catalog(), name);
        if (!(table.table() instanceof MemoryTable memory)) {
            throw new MillraceException(
                    ErrorCode.UNSUPPORTED,
                    "END INPUT is for memory tables; table \"" + table.name() + "\" has connector \""
                            + table.connector() + "\"",
                    Positions.of(name),
                    null);
        }
        memory.end();
        return new StatementResult.Message("the input of table \"" + table.name() + "\" has ended");
    }
}

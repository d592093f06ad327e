package io.millrace.sql;

import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import io.millrace.sql.catalog.CatalogTable;
import io.millrace.sql.parse.SqlText;
import java.util.List;

/** Finds and makes the tables that frames are written to. */
final class Writers {
    private final SessionState state;
    private final Frames frames;
    private final StatementExecutor executor;

    Writers(SessionState state, Frames frames, StatementExecutor executor) {
        this.state = state;
        this.frames = frames;
        this.executor = executor;
    }

    /** Writes a batch frame to a table of no name. */
    void write(DataFrame frame, TableSpec spec) {
        frames.write(frame, writable(spec.table(state, TableSpec.newTables())));
    }

    /** Writes a batch frame to a table of the session. */
    void insert(DataFrame frame, String table) {
        frames.write(frame, target(table));
    }

    /** A table of the session that takes rows. */
    CatalogTable target(String name) {
        CatalogTable table = state.catalog()
                .table(name)
                .orElseThrow(() -> Names.unknown(state.catalog(), "table", Names.identifier(name)));
        return writable(table);
    }

    static CatalogTable writable(CatalogTable table) {
        if (table.writable().isEmpty()) {
            throw new MillraceException(
                    ErrorCode.UNSUPPORTED,
                    "connector \"" + table.connector() + "\" only reads; the rows cannot be written to it");
        }
        return table;
    }

    /** What both writers refuse. */
    static MillraceException partitioned(List<String> columns) {
        return new MillraceException(
                ErrorCode.UNSUPPORTED,
                "partitionBy(" + String.join(", ", columns) + "): no connector writes partitions yet; leave it out");
    }

    /** Makes a table for the rows of a frame, if there is none of the name. */
    void create(DataFrame frame, String name, TableSpec spec) {
        if (state.catalog().table(name).isEmpty()) {
            spec.columns(frame.schema());
            spec.formatIfNone("memory");
            executor.execute(SqlText.parse(spec.ddl(name)));
        }
    }
}

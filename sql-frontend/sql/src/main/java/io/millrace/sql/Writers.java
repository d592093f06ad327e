package io.millrace.sql;

import io.millrace.connector.ReplaceableTable;
import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import io.millrace.sql.catalog.CatalogTable;
import io.millrace.sql.parse.SqlText;

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
    void write(DataFrame frame, TableSpec spec, SaveMode mode) {
        write(frame, writable(spec.table(state, TableSpec.newTables())), mode);
    }

    /** Writes a batch frame to a table of the session. */
    void insert(DataFrame frame, String table, SaveMode mode) {
        write(frame, target(table), mode);
    }

    /** Writes a batch frame to a table of the session, which is made where there is none of the name. */
    void save(DataFrame frame, String name, TableSpec spec, SaveMode mode) {
        boolean exists = state.catalog().table(name).isPresent();
        if (exists && mode == SaveMode.Ignore) {
            return;
        }
        if (exists && mode == SaveMode.ErrorIfExists) {
            throw new MillraceException(
                    ErrorCode.DUPLICATE_NAME,
                    "there is a table \"" + name + "\" already; choose another name, or mode append or overwrite");
        }
        create(frame, name, spec);
        write(frame, target(name), exists && mode == SaveMode.Overwrite ? mode : SaveMode.Append);
    }

    private void write(DataFrame frame, CatalogTable target, SaveMode mode) {
        if (mode == SaveMode.Append || mode != SaveMode.Overwrite && !hasRows(target)) {
            frames.write(frame, target);
        } else if (mode == SaveMode.Overwrite) {
            overwrite(frame, target);
        } else if (mode == SaveMode.ErrorIfExists) {
            throw new MillraceException(
                    ErrorCode.DUPLICATE_NAME,
                    "there are rows already where the frame is to be written" + place(target)
                            + "; choose another place, or mode append or overwrite");
        }
    }

    private static boolean hasRows(CatalogTable target) {
        return target.table() instanceof ReplaceableTable replaceable && replaceable.hasRows();
    }

    private void overwrite(DataFrame frame, CatalogTable target) {
        if (!(target.table() instanceof ReplaceableTable replaceable)) {
            throw new MillraceException(
                    ErrorCode.UNSUPPORTED,
                    "mode \"overwrite\": connector \"" + target.connector()
                            + "\" cannot replace rows that are there; files can");
        }
        if (frames.tablesOf(frame, target).stream().anyMatch(read -> replaceable.holdsRowsOf(read.table()))) {
            throw new MillraceException(
                    ErrorCode.INVALID_QUERY,
                    "mode \"overwrite\": the frame reads the rows that it is to replace" + place(target)
                            + "; write to another place");
        }
        replaceable.deleteRows();
        frames.write(frame, target);
    }

    private static String place(CatalogTable target) {
        String path = target.options().get("path");
        return path == null ? "" : ", in \"" + path + "\"";
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

    /** Makes a table for the rows of a frame, if there is none of the name. */
    void create(DataFrame frame, String name, TableSpec spec) {
        if (state.catalog().table(name).isEmpty()) {
            spec.columns(frame.schema());
            spec.formatIfNone("memory");
            executor.execute(SqlText.parse(spec.ddl(name)));
        }
    }
}

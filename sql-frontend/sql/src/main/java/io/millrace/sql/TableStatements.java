package io.millrace.sql;

import io.millrace.checkpoint.StoredStatement;
import io.millrace.columnar.Schema;
import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import io.millrace.sql.catalog.Catalog;
import io.millrace.sql.catalog.CatalogTable;
import io.millrace.sql.catalog.CatalogView;
import io.millrace.sql.parse.CreateTable;
import io.millrace.sql.parse.ParsedStatement;
import io.millrace.sql.parse.Positions;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.ddl.SqlCreateView;
import org.apache.calcite.sql.ddl.SqlDropTable;
import org.apache.calcite.sql.ddl.SqlDropView;

/** CREATE and DROP. One at a time. */
final class TableStatements {
    private final SessionState state;
    private final Catalog catalog;

    TableStatements(SessionState state) {
        this.state = state;
        this.catalog = state.catalog();
    }

    StatementResult createTable(CreateTable create, ParsedStatement statement) {
        String name = Names.simple(create.name());
        if (create.getReplace()) {
            throw new MillraceException(
                    ErrorCode.UNSUPPORTED,
                    "a table cannot be replaced; DROP TABLE \"" + name + "\" first",
                    Positions.of(create.name()),
                    null);
        }
        if (catalog.table(name).isPresent() && create.ifNotExists()) {
            return new StatementResult.Message("table \"" + name + "\" exists already; nothing done");
        }
        refuseTaken(create.name());
        CatalogTable table = new TableBuilder(state, create).build();
        state.kept().put(state.stored(StoredStatement.Kind.TABLE, name, statement.text()));
        catalog.add(table);
        return new StatementResult.Message("table \"" + name + "\" created");
    }

    private void refuseTaken(SqlIdentifier name) {
        boolean table = catalog.table(name.getSimple()).isPresent();
        if (table || catalog.view(name.getSimple()).isPresent()) {
            throw new MillraceException(
                    ErrorCode.DUPLICATE_NAME,
                    "there is a " + (table ? "table" : "view") + " \"" + name.getSimple()
                            + "\" already; choose another name, or DROP it first",
                    Positions.of(name),
                    null);
        }
    }

    StatementResult createView(SqlCreateView create, ParsedStatement statement) {
        String name = Names.simple(create.name);
        boolean replaces = create.getReplace() && catalog.view(name).isPresent();
        if (!replaces) {
            refuseTaken(create.name);
        }
        List<String> columnNames = columnNames(create);
        validateView(create, name, columnNames);
        CatalogView view = new CatalogView(name, columnNames, statement.viewQuery());
        state.kept().put(state.stored(StoredStatement.Kind.VIEW, name, statement.text()));
        if (replaces) {
            catalog.replace(view);
        } else {
            catalog.add(view);
        }
        return new StatementResult.Message("view \"" + name + "\" " + (replaces ? "replaced" : "created"));
    }

    /** Those that the statement gives; empty when the query's own names hold. */
    static List<String> columnNames(SqlCreateView create) {
        return create.columnList == null
                ? List.of()
                : create.columnList.stream()
                        .map(column -> ((SqlIdentifier) column).getSimple())
                        .toList();
    }

    private void validateView(SqlCreateView create, String name, List<String> columnNames) {
        if (namesItself(create.query, name)) {
            throw new MillraceException(
                    ErrorCode.INVALID_QUERY, "view \"" + name + "\" reads itself", Positions.of(create.name), null);
        }
        Schema schema = state.planner().schemaOf(create.query);
        List<String> names = columnNames.isEmpty() ? schema.names() : columnNames;
        if (names.size() != schema.size()) {
            throw new MillraceException(
                    ErrorCode.INVALID_QUERY,
                    "the view names " + names.size() + " columns, but its query has " + schema.size() + ": "
                            + String.join(", ", schema.names()),
                    Positions.of(create.columnList),
                    null);
        }
        TableBuilder.refuseDuplicates(names, Positions.of(create.name));
    }

    /** Whether a query reads the view {@code name}, through other views or not. */
    private boolean namesItself(SqlNode query, String name) {
        for (String used : TableReferences.of(query)) {
            Optional<CatalogView> view = catalog.view(used);
            boolean itself = used.equalsIgnoreCase(name) && view.isPresent();
            if (itself || view.isPresent() && namesItself(queryOf(view.get()), name)) {
                return true;
            }
        }
        return false;
    }

    private static SqlNode queryOf(CatalogView view) {
        return view.syntax().get();
    }

    StatementResult dropTable(SqlDropTable drop) {
        String name = Names.simple(drop.name);
        if (!catalog.isBroken(name) && catalog.table(name).isEmpty()) {
            return missing("table", drop.ifExists, drop.name);
        }
        refuseNeeded("table", name, drop.name);
        state.kept().dropTable(name);
        catalog.dropTable(name);
        return new StatementResult.Message("table \"" + name + "\" dropped");
    }

    StatementResult dropView(SqlDropView drop) {
        String name = Names.simple(drop.name);
        if (catalog.view(name).isEmpty()) {
            return missing("view", drop.ifExists, drop.name);
        }
        refuseNeeded("view", name, drop.name);
        state.kept().dropView(name);
        catalog.dropView(name);
        return new StatementResult.Message("view \"" + name + "\" dropped");
    }

    private StatementResult missing(String kind, boolean ifExists, SqlIdentifier name) {
        if (!ifExists) {
            throw Names.unknown(catalog, kind, name);
        }
        return new StatementResult.Message("there is no " + kind + " \"" + name.getSimple() + "\"; nothing done");
    }

    private void refuseNeeded(String kind, String name, SqlIdentifier place) {
        String needs = state.queries()
                .userOf(name)
                .map(query -> "query \"" + query.name() + "\"; STOP QUERY it first")
                .or(() -> catalog.views().stream()
                        .filter(view -> TableReferences.of(queryOf(view)).contains(name))
                        .map(view -> "view \"" + view.name() + "\"; DROP VIEW it first")
                        .findFirst())
                .orElse(null);
        if (needs != null) {
            throw new MillraceException(
                    ErrorCode.INVALID_QUERY,
                    kind + " \"" + name + "\" is needed by " + needs,
                    Positions.of(place),
                    null);
        }
    }
}

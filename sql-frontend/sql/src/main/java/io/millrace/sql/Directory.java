package io.millrace.sql;

import io.millrace.columnar.Field;
import io.millrace.columnar.Schema;
import io.millrace.error.MillraceException;
import io.millrace.sql.catalog.CatalogFunctions;
import io.millrace.sql.catalog.CatalogTable;
import io.millrace.sql.catalog.CatalogView;
import io.millrace.sql.parse.DeepStack;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What tools list: the tables, views and functions of a session. */
final class Directory {
    private final SessionState state;

    Directory(SessionState state) {
        this.state = state;
    }

    /** Ordered by name, without regard to case. */
    List<NamedTable> tables() {
        List<NamedTable> all = new ArrayList<>();
        for (CatalogTable table : state.catalog().tables()) {
            all.add(new NamedTable(table.name(), false, "connector " + table.connector(), table.schema()));
        }
        for (CatalogView view : state.catalog().views()) {
            all.add(new NamedTable(view.name(), true, oneLine(view.query()), columns(view)));
        }
        all.sort(Comparator.comparing(NamedTable::name, String.CASE_INSENSITIVE_ORDER));
        return all;
    }

    private static String oneLine(String query) {
        return query.replaceAll("\\s+", " ");
    }

    private Schema columns(CatalogView view) {
        Schema schema;
        try {
            schema = DeepStack.call(() -> state.planner().schemaOf(view.syntax().get()));
        } catch (MillraceException e) {
            return new Schema(List.of());
        }
        List<Field> fields = new ArrayList<>();
        for (int i = 0; i < schema.size(); i++) {
            Field field = schema.field(i);
            String name = view.columnNames().isEmpty()
                    ? field.name()
                    : view.columnNames().get(i);
            fields.add(new Field(name, field.type(), field.nullable()));
        }
        return new Schema(fields);
    }

    /** Ordered by name. */
    List<NamedFunction> functions() {
        return state.planner().functions().stream().map(this::function).toList();
    }

    private NamedFunction function(String name) {
        CatalogFunctions functions = state.catalog().functions();
        boolean aggregate = functions.aggregates().has(name);
        String description = aggregate
                ? functions.aggregates().of(name).description()
                : functions
                        .ofRow(name)
                        .map(function -> function.signature() + ", of the program")
                        .orElse("");
        return new NamedFunction(name, aggregate, description);
    }
}

package io.millrace.sql.frame;

import io.millrace.columnar.Field;
import io.millrace.columnar.Schema;
import io.millrace.sql.catalog.CatalogFunctions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.apache.calcite.sql.SqlNode;

/** A query: a table, SQL text, or a step over other queries. Immutable. */
public sealed interface Query permits TableQuery, TextQuery, ProgramQuery, Step {
    /** Its columns, in order. */
    List<FrameColumn> columns();

    List<Query> inputs();

    /** The functions that it may call: those of its session. */
    CatalogFunctions functions();

    /** What stands in a FROM for it, made anew: a table's name, or a query whose columns have their inner names. */
    SqlNode toSql();

    /** The same query, whose columns go by other qualifiers, names or marks. */
    Query withColumns(UnaryOperator<FrameColumn> change);

    /** The columns as a user sees them. */
    default Schema schema() {
        return new Schema(columns().stream().map(FrameColumn::field).toList());
    }

    /** The columns as queries over this one see them. */
    default Schema sqlSchema() {
        return new Schema(columns().stream()
                .map(column -> new Field(
                        column.sqlName(), column.field().type(), column.field().nullable()))
                .toList());
    }

    default Scope scope(String alias) {
        return Scope.of(alias, columns());
    }

    /** The same columns, those of a name that was there before under another inner name. */
    static List<FrameColumn> distinctly(List<FrameColumn> columns) {
        Set<String> taken = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        List<FrameColumn> distinct = new ArrayList<>();
        for (FrameColumn column : columns) {
            String name = column.name();
            for (int i = 2; !taken.add(name); i++) {
                name = String.format(Locale.ROOT, "%s$%d", column.name(), i);
            }
            distinct.add(column.withSqlName(name));
        }
        return distinct;
    }
}

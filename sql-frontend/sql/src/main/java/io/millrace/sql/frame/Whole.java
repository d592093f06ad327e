package io.millrace.sql.frame;

import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import io.millrace.sql.catalog.CatalogProgram;
import io.millrace.sql.catalog.CatalogTable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;

/** A query with all that is below it, as the planner takes it. */
public final class Whole {
    private final Query query;

    public Whole(Query query) {
        this.query = query;
    }

    /** Its syntax, made anew; columns have the names that the user knows. */
    public SqlNode toSql() {
        boolean asIs = query.columns().stream().allMatch(column -> column.name().equals(column.sqlName()));
        SqlNode sql = query.toSql();
        if (asIs && !(sql instanceof SqlIdentifier)) {
            return sql;
        }
        List<SqlNode> items = new ArrayList<>();
        query.columns().forEach(column -> items.add(Selects.as(Selects.column(Step.INPUT, column), column.name())));
        return Selects.star(Selects.as(sql, Step.INPUT)).items(items).toSql();
    }

    /** The tables that it reads, whatever the catalog has under their names. */
    public Collection<CatalogTable> tables() {
        Map<String, CatalogTable> tables = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        collect(query, tables);
        return tables.values();
    }

    /** What functions of the program make of queries in it, each behind those that it takes rows of. */
    public Collection<CatalogProgram> programs() {
        Map<String, CatalogProgram> programs = new LinkedHashMap<>();
        collectPrograms(query, programs);
        return programs.values();
    }

    private static void collectPrograms(Query query, Map<String, CatalogProgram> programs) {
        query.inputs().forEach(input -> collectPrograms(input, programs));
        if (query instanceof ProgramQuery made) {
            programs.putIfAbsent(made.name(), made.program());
        }
    }

    private static void collect(Query query, Map<String, CatalogTable> tables) {
        if (query instanceof TableQuery read) {
            CatalogTable other = tables.putIfAbsent(read.table().name(), read.table());
            if (other != null && other != read.table() && !isSame(other, read.table())) {
                throw new MillraceException(
                        ErrorCode.INVALID_QUERY,
                        "table \"" + other.name() + "\" is read in two ways, with different watermarks or definitions;"
                                + " call withWatermark once and go on from there on both sides");
            }
        }
        query.inputs().forEach(input -> collect(input, tables));
    }

    private static boolean isSame(CatalogTable one, CatalogTable other) {
        return one.table() == other.table()
                && one.watermark().equals(other.watermark())
                && one.columns().toString().equals(other.columns().toString());
    }
}

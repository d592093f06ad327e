package io.millrace.sql.plan;

import io.millrace.aggregate.AggregateFunctions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlOperatorTable;
import org.apache.calcite.sql.SqlSyntax;
import org.apache.calcite.sql.fun.SqlLibrary;
import org.apache.calcite.sql.fun.SqlLibraryOperatorTableFactory;
import org.apache.calcite.sql.validate.SqlNameMatcher;

/**
 * The functions and operators of the SQL dialect: the standard's and PostgreSQL's, with Millrace's own in place of those
 * of the same name. Thread-safe.
 */
final class Operators implements SqlOperatorTable {
    static final Operators INSTANCE = new Operators();

    /** Names of the standard table that stand for nothing here. */
    private static final Set<String> HIDDEN = Set.of(
            "XMLTRANSFORM",
            "EXTRACTVALUE",
            "EXTRACT(XML)",
            "EXISTSNODE",
            "$SESSION",
            "SESSION_START",
            "SESSION_END",
            "$TUMBLE",
            "$HOP",
            "TUMBLE_START",
            "TUMBLE_END",
            "HOP_START",
            "HOP_END",
            "USER", // there are no users, and people have columns of that name
            "CURRENT_USER",
            "SESSION_USER",
            "SYSTEM_USER",
            "CURRENT_ROLE",
            "CURRENT_PATH",
            "CURRENT_CATALOG",
            "CURRENT_SCHEMA");

    private final Map<String, List<SqlOperator>> own = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private final SqlOperatorTable others =
            SqlLibraryOperatorTableFactory.INSTANCE.getOperatorTable(SqlLibrary.STANDARD, SqlLibrary.POSTGRESQL);

    private Operators() {
        List<SqlOperator> all = new ArrayList<>(WindowTableFunction.ALL);
        all.addAll(GroupWindows.ALL);
        all.addAll(OwnFunctions.ALL);
        all.addAll(AggregateOperators.ALL);
        for (SqlOperator operator : all) {
            own.computeIfAbsent(operator.getName(), name -> new ArrayList<>()).add(operator);
        }
    }

    @Override
    public void lookupOperatorOverloads(
            SqlIdentifier name,
            SqlFunctionCategory category,
            SqlSyntax syntax,
            List<SqlOperator> found,
            SqlNameMatcher matcher) {
        String simple = name.isSimple() ? name.getSimple() : "";
        List<SqlOperator> mine = own.get(simple);
        if (mine != null) {
            mine.stream()
                    .filter(operator -> operator.getSyntax().family == syntax.family)
                    .forEach(found::add);
        } else if (syntax.family == SqlSyntax.FUNCTION && AggregateFunctions.isOfUser(simple)) {
            found.addAll(AggregateOperators.ofUsers(simple));
        } else if (!HIDDEN.contains(simple.toUpperCase(Locale.ROOT))) {
            others.lookupOperatorOverloads(name, category, syntax, found, matcher);
        }
    }

    @Override
    public List<SqlOperator> getOperatorList() {
        List<SqlOperator> list = new ArrayList<>();
        own.values().forEach(list::addAll);
        list.addAll(AggregateOperators.ofUsers());
        for (SqlOperator operator : others.getOperatorList()) {
            String name = operator.getName().toUpperCase(Locale.ROOT);
            if (!own.containsKey(name) && !HIDDEN.contains(name)) {
                list.add(operator);
            }
        }
        return list;
    }
}

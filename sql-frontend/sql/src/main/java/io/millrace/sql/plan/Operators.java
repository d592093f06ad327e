package io.millrace.sql.plan;

import io.millrace.sql.catalog.CatalogFunctions;
import io.millrace.sql.expr.ProgramOperator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.calcite.sql.SqlAggFunction;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlOperatorTable;
import org.apache.calcite.sql.SqlSyntax;
import org.apache.calcite.sql.fun.SqlLibrary;
import org.apache.calcite.sql.fun.SqlLibraryOperatorTableFactory;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.validate.SqlNameMatcher;
import org.apache.calcite.sql.validate.SqlNameMatchers;

/**
 * The functions and operators of the SQL dialect: the standard's and PostgreSQL's, with Millrace's own in place of those
 * of the same name, and with the functions that a session has brought along. Thread-safe.
 */
final class Operators implements SqlOperatorTable {
    /** Those that every session has. */
    static final Operators BUILT_IN = new Operators(new CatalogFunctions());

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

    /** Parts of other syntax, which nobody calls. */
    private static final Set<String> NOT_CALLABLE = Set.of(
            "CLASSIFIER",
            "CONVERT",
            "CURRENT_VALUE",
            "DESCRIPTOR",
            "EXTEND",
            "FINAL",
            "FIRST",
            "FUSION",
            "GROUPING",
            "GROUPING_ID",
            "GROUP_ID",
            "INTERSECTION",
            "LAST",
            "MATCH_NUMBER",
            "NEXT",
            "NEXT_VALUE",
            "PREV",
            "REINTERPRET",
            "RUNNING",
            "TABLESAMPLE",
            "TRANSLATE3",
            "VARIANTNULL");

    private static final Map<String, List<SqlOperator>> OWN = own();
    private static final SqlOperatorTable OTHERS =
            SqlLibraryOperatorTableFactory.INSTANCE.getOperatorTable(SqlLibrary.STANDARD, SqlLibrary.POSTGRESQL);

    private final CatalogFunctions functions;

    /** @param functions those of a session */
    Operators(CatalogFunctions functions) {
        this.functions = functions;
    }

    private static Map<String, List<SqlOperator>> own() {
        List<SqlOperator> all = new ArrayList<>(WindowTableFunction.ALL);
        all.addAll(GroupWindows.ALL);
        all.addAll(OwnFunctions.ALL);
        all.addAll(AggregateOperators.ALL);
        Map<String, List<SqlOperator>> own = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (SqlOperator operator : all) {
            own.computeIfAbsent(operator.getName(), name -> new ArrayList<>()).add(operator);
        }
        return own;
    }

    @Override
    public void lookupOperatorOverloads(
            SqlIdentifier name,
            SqlFunctionCategory category,
            SqlSyntax syntax,
            List<SqlOperator> found,
            SqlNameMatcher matcher) {
        String simple = name.isSimple() ? name.getSimple() : "";
        List<SqlOperator> mine = OWN.get(simple);
        if (mine != null) {
            mine.stream()
                    .filter(operator -> operator.getSyntax().family == syntax.family)
                    .forEach(found::add);
        } else if (syntax.family == SqlSyntax.FUNCTION && functions.has(simple)) {
            found.addAll(AggregateOperators.ofUsers(functions.aggregates(), simple));
            functions.ofRow(simple).map(ProgramOperator::new).ifPresent(found::add);
        } else if (!HIDDEN.contains(simple.toUpperCase(Locale.ROOT))) {
            OTHERS.lookupOperatorOverloads(name, category, syntax, found, matcher);
        }
    }

    @Override
    public List<SqlOperator> getOperatorList() {
        List<SqlOperator> list = new ArrayList<>();
        OWN.values().forEach(list::addAll);
        list.addAll(AggregateOperators.ofUsers(functions.aggregates()));
        functions.ofRows().stream().map(ProgramOperator::new).forEach(list::add);
        for (SqlOperator operator : OTHERS.getOperatorList()) {
            String name = operator.getName().toUpperCase(Locale.ROOT);
            if (!OWN.containsKey(name) && !HIDDEN.contains(name)) {
                list.add(operator);
            }
        }
        return list;
    }

    /** Whether there is a function of that name. */
    boolean has(String name) {
        List<SqlOperator> found = new ArrayList<>();
        lookupOperatorOverloads(
                new SqlIdentifier(name, SqlParserPos.ZERO),
                null,
                SqlSyntax.FUNCTION,
                found,
                SqlNameMatchers.withCaseSensitive(false));
        return !found.isEmpty();
    }

    /** Whether a session brought it along. */
    boolean hasOfUser(String name) {
        return functions.has(name);
    }

    /** Names of all functions that a query may call, in order. */
    List<String> functionNames() {
        TreeSet<String> names = new TreeSet<>();
        getOperatorList().stream()
                .filter(this::isCallable)
                .map(operator -> operator.getName().toUpperCase(Locale.ROOT))
                .filter(name -> name.matches("[A-Z][A-Z0-9_]*"))
                .forEach(names::add);
        names.addAll(GroupWindows.boundNames());
        names.addAll(DialectFunctions.names());
        return List.copyOf(names);
    }

    /** Functions that a query can call and that run: not the parts of other syntax, nor aggregates yet to come. */
    private boolean isCallable(SqlOperator operator) {
        if (!(operator instanceof SqlFunction function)
                || function.getFunctionType() == SqlFunctionCategory.MATCH_RECOGNIZE
                || NOT_CALLABLE.contains(operator.getName())) {
            return false;
        }
        return !(operator instanceof SqlAggFunction) || functions.aggregates().has(operator.getName());
    }
}

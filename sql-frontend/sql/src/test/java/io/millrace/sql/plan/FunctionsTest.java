package io.millrace.sql.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.error.MillraceException;
import io.millrace.expr.Call;
import io.millrace.expr.Expr;
import io.millrace.expr.Functions;
import io.millrace.sql.GoldenFile;
import io.millrace.sql.expr.CalciteFunctions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.junit.jupiter.api.Test;

/** Every function of SQL, by an expression with its value; {@code millrace.goldens=rewrite} writes what comes out now. */
class FunctionsTest {
    private static final Path VALUES = Path.of("src/test/resources/expr/functions.txt");
    private static final Path WITHOUT = Path.of("src/test/resources/expr/operators-without-function.txt");

    /** Names that only the translation from SQL writes, and those that no expression by itself can show. */
    private static final Set<String> UNWRITTEN = Set.of(
            // a marker between JSON functions
            "FORMAT JSON",
            // Calcite turns these into CASE
            "COALESCE",
            "NULLIF",
            "IS DISTINCT FROM",
            "IS NOT DISTINCT FROM",
            // and these into IS NULL
            "IS UNKNOWN",
            "IS NOT UNKNOWN",
            // and this one into POWER
            "SQRT",
            // arithmetic that only Calcite's own expansion of functions makes
            "/INT",
            "MILLIS_OF_INTERVAL",
            "INTERVAL_OF_MILLIS",
            // not in the dialect's operator table
            "XMLTRANSFORM",
            "EXTRACTVALUE",
            "EXTRACT(XML)",
            "EXISTSNODE",
            "$SESSION",
            "SESSION_START",
            "SESSION_END",
            "USER",
            "CURRENT_USER",
            "SESSION_USER",
            "SYSTEM_USER",
            "CURRENT_ROLE",
            "CURRENT_PATH",
            "CURRENT_CATALOG",
            "CURRENT_SCHEMA",
            "NOW",
            // around the values of an INSERT
            "REQUIRED");

    @Test
    void everyExpressionHasItsValue() throws IOException {
        List<String> actual = new ArrayList<>();
        List<String> expected = Files.readAllLines(VALUES);
        for (String line : expected) {
            actual.add(line.startsWith("#") ? line : withValue(line.substring(0, line.lastIndexOf(" | "))));
        }
        compare(VALUES, actual, expected);
    }

    private static String withValue(String sql) {
        try {
            return sql + " | " + SqlExpressions.text(sql);
        } catch (MillraceException e) {
            return sql + " | ! " + e.getMessage();
        }
    }

    @Test
    void everyFunctionIsShownByAnExpression() throws IOException {
        Set<String> shown = new TreeSet<>(UNWRITTEN);
        for (String line : Files.readAllLines(VALUES)) {
            if (!line.startsWith("#") && !line.contains(" | ! ")) {
                collect(SqlExpressions.expr(line.substring(0, line.lastIndexOf(" | "))), shown);
            }
        }
        Set<String> all = new TreeSet<>(Functions.nativeNames());
        all.addAll(CalciteFunctions.names());
        all.removeAll(refused());
        all.removeAll(shown);
        assertThat(all).isEmpty();
    }

    /** Functions that are there only to be refused for times. */
    private static Set<String> refused() throws IOException {
        Set<String> names = new TreeSet<>();
        for (String line : Files.readAllLines(VALUES)) {
            if (line.contains(" | ! \"")) {
                names.add(line.substring(line.indexOf(" | ! \"") + 6, line.indexOf('"', line.indexOf(" | ! \"") + 6)));
            }
        }
        return names;
    }

    private static void collect(Expr expr, Set<String> names) {
        if (expr instanceof Call call) {
            names.add(call.function());
            call.args().forEach(arg -> collect(arg, names));
        }
    }

    /** Those that remain are syntax, belong to relations, windows and patterns, or are rewritten into others. */
    @Test
    void theStandardOperatorsWithoutAFunctionAreKnown() throws IOException {
        Set<String> functions = new TreeSet<>(Functions.nativeNames());
        functions.addAll(CalciteFunctions.names());
        Set<String> without = new TreeSet<>();
        for (SqlOperator operator : SqlStdOperatorTable.instance().getOperatorList()) {
            if (!operator.isAggregator() && !functions.contains(operator.getName())) {
                without.add(operator.getName().strip());
            }
        }
        compare(WITHOUT, List.copyOf(without), Files.exists(WITHOUT) ? Files.readAllLines(WITHOUT) : List.of());
    }

    private static void compare(Path file, List<String> actual, List<String> expected) throws IOException {
        if (GoldenFile.rewriting()) {
            Files.write(file, actual);
        } else {
            for (int i = 0; i < Math.min(actual.size(), expected.size()); i++) {
                assertThat(actual.get(i)).isEqualTo(expected.get(i));
            }
            assertThat(actual).hasSameSizeAs(expected);
        }
    }
}

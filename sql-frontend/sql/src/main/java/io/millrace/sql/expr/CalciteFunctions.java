package io.millrace.sql.expr;

import io.millrace.columnar.DataType;
import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import io.millrace.expr.Call;
import io.millrace.expr.Expr;
import io.millrace.expr.ScalarFunction;
import io.millrace.expr.ScalarFunctionProvider;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.calcite.adapter.enumerable.RexImpTable;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.fun.SqlLibrary;
import org.apache.calcite.sql.fun.SqlLibraryOperatorTableFactory;

/**
 * The scalar functions of the standard's and PostgreSQL's operator tables that Calcite's own runtime computes.
 *
 * <p>Functions that compute with times are not among them, since that runtime knows milliseconds only; those that only
 * choose between times or pass them on are.
 */
public final class CalciteFunctions implements ScalarFunctionProvider {
    /** Marks an argument of a JSON function as JSON; by itself the text as it is. */
    static final String FORMAT_JSON = "FORMAT JSON";

    /** Functions that compare, choose or collect values of any type. */
    private static final Set<String> PASS_ON = Set.of(
            "GREATEST",
            "LEAST",
            "= SOME",
            "<> SOME",
            "< SOME",
            "<= SOME",
            "> SOME",
            ">= SOME",
            "= ALL",
            "<> ALL",
            "< ALL",
            "<= ALL",
            "> ALL",
            ">= ALL");

    /** Operators that are no functions of their arguments, are other names, or need a type that there is not. */
    private static final Set<String> NO_FUNCTIONS = Set.of(
            FORMAT_JSON,
            "DEFAULT",
            "Reinterpret",
            "$SLICE",
            "$STRUCT_ACCESS",
            "NEXT_VALUE",
            "CURRENT_VALUE",
            "CHARACTER_LENGTH",
            "DATE_PART",
            "MEMBER OF",
            "IS A SET",
            "IS NOT A SET",
            "TYPEOF",
            "VARIANTNULL",
            "TO_TIMESTAMP");

    private static final Map<String, List<SqlOperator>> OPERATORS = operators();

    private static Map<String, List<SqlOperator>> operators() {
        Map<String, List<SqlOperator>> byName = new HashMap<>();
        List<SqlOperator> all = SqlLibraryOperatorTableFactory.INSTANCE
                .getOperatorTable(SqlLibrary.STANDARD, SqlLibrary.POSTGRESQL)
                .getOperatorList();
        for (SqlOperator operator : all) {
            boolean function = !operator.isAggregator()
                    && !NO_FUNCTIONS.contains(operator.getName())
                    && operator.getKind() != SqlKind.JSON_TYPE
                    && !operator.getName().contains("MULTISET")
                    && !operator.getName().contains("POSIX");
            if (function && RexImpTable.INSTANCE.get(operator) != null) {
                byName.computeIfAbsent(operator.getName().toUpperCase(Locale.ROOT), name -> new ArrayList<>())
                        .add(operator);
            }
        }
        return byName;
    }

    /** Names of the functions, in order. */
    public static Set<String> names() {
        return new TreeSet<>(OPERATORS.keySet());
    }

    @Override
    public Optional<ScalarFunction> find(Call call) {
        if (call.function().equals(FORMAT_JSON)) {
            return Optional.of((args, context) -> args[0]);
        }
        List<SqlOperator> overloads = OPERATORS.getOrDefault(call.function().toUpperCase(Locale.ROOT), List.of());
        for (SqlOperator operator : overloads) {
            // some operators of a kind cannot say how many arguments they take
            if (overloads.size() == 1
                    || operator.getOperandCountRange().isValidCount(call.args().size())) {
                refuseTimes(call);
                return Optional.of(CalciteFunction.compile(operator, call));
            }
        }
        return Optional.empty();
    }

    private static void refuseTimes(Call call) {
        boolean times =
                isTime(call.type()) || call.args().stream().map(Expr::type).anyMatch(CalciteFunctions::isTime);
        if (times && !PASS_ON.contains(call.function().toUpperCase(Locale.ROOT))) {
            throw new MillraceException(
                    ErrorCode.UNSUPPORTED,
                    "\"" + call.function() + "\" is not supported for dates, times and intervals");
        }
    }

    private static boolean isTime(DataType type) {
        return switch (type.kind()) {
            case DATE, TIME, TIMESTAMP, TIMESTAMP_LTZ, INTERVAL_DAY_TIME, INTERVAL_YEAR_MONTH -> true;
            case ARRAY, MAP, ROW -> type.children().stream().anyMatch(child -> isTime(child.type()));
            default -> false;
        };
    }
}

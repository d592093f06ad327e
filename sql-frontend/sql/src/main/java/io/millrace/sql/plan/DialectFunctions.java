package io.millrace.sql.plan;

import io.millrace.aggregate.AggregateFunctions;
import io.millrace.config.Spelling;
import io.millrace.error.ErrorCode;
import io.millrace.sql.parse.SqlTemplate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlCharStringLiteral;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.util.NlsString;

/**
 * Functions under the names that Spark and other databases give them, each an expression of this dialect: whoever brings
 * a query along finds the names that it uses. A function of the program's own goes before one of these.
 */
final class DialectFunctions {
    private static final Set<String> UNITS =
            Set.of("year", "quarter", "month", "week", "day", "hour", "minute", "second", "millisecond", "microsecond");

    /** Keywords of MATCH_RECOGNIZE, which get a second operand from the parser; aggregates elsewhere. */
    private static final Set<String> FIRST_AND_LAST = Set.of("FIRST", "LAST");

    private static final Map<String, Form> FORMS = new TreeMap<>();

    static {
        // any type
        put("nvl(value, otherwise)", "COALESCE(?, ?)");
        put("ifnull(value, otherwise)", "COALESCE(?, ?)");
        put("nvl2(value, then, otherwise)", "CASE WHEN ? IS NOT NULL THEN ? ELSE ? END");
        put("if(condition, then, otherwise)", "CASE WHEN ? THEN ? ELSE ? END");
        put("isnull(value)", "? IS NULL");
        put("isnotnull(value)", "? IS NOT NULL");
        // aggregates
        put("count_if(condition)", "COUNT(CASE WHEN ? THEN 1 END)");
        put("mean(number)", "AVG(?)");
        put("std(number)", "STDDEV_SAMP(?)");
        put("percentile_approx(value, fraction)", "APPROX_PERCENTILE(?, ?)");
        put("collect_list(value)", "COLLECT(?)");
        put("collect_set(value)", "COLLECT(DISTINCT ?)");
        put("percentile(value, fraction)", "PERCENTILE_CONT(?) WITHIN GROUP (ORDER BY ?)", 1, 0);
        // numbers
        put("negative(number)", "- ?");
        put("pow(base, exponent)", "POWER(?, ?)");
        put("signum(number)", "SIGN(?)");
        // texts
        put("lcase(text)", "LOWER(?)");
        put("ucase(text)", "UPPER(?)");
        put("len(text)", "CHAR_LENGTH(?)");
        put("instr(text, part)", "STRPOS(?, ?)");
        put("get_json_object(text, path)", "JSON_VALUE(?, ?)");
        // dates and times
        put("now()", "CURRENT_TIMESTAMP");
        put("weekofyear(time)", "EXTRACT(WEEK FROM ?)");
        put("to_date(value)", "CAST(? AS DATE)");
        put("to_timestamp(value)", "CAST(? AS TIMESTAMP(6))");
        put("date_add(date, days)", "CAST(? AS DATE) + ? * INTERVAL '1' DAY");
        put("date_sub(date, days)", "CAST(? AS DATE) - ? * INTERVAL '1' DAY");
        put("datediff(end, start)", "TIMESTAMPDIFF(DAY, CAST(? AS DATE), CAST(? AS DATE))", 1, 0);
        put("add_months(time, months)", "? + ? * INTERVAL '1' MONTH");
        put("unix_timestamp(time)", "TIMESTAMPDIFF(SECOND, TIMESTAMP '1970-01-01 00:00:00', ?)");
        put("timestamp_seconds(seconds)", "TIMESTAMP '1970-01-01 00:00:00.000000' + ? * INTERVAL '1' SECOND");
        put("timestamp_millis(milliseconds)", "TIMESTAMP '1970-01-01 00:00:00.000' + ? * INTERVAL '0.001' SECOND");
        put("date_trunc(unit, time)", null);
        // collections
        put("size(array)", "CARDINALITY(?)");
        put("element_at(collection, key)", "?[?]");
    }

    /** @param order which argument of the call goes to each {@code ?} */
    private record Form(String signature, int arity, String sql, int[] order) {}

    private DialectFunctions() {}

    private static void put(String signature, String sql, int... order) {
        String arguments = signature.substring(signature.indexOf('(') + 1, signature.length() - 1);
        int arity = arguments.isEmpty() ? 0 : arguments.split(",").length;
        int[] inOrder = order.length == 0 ? IntStream.range(0, arity).toArray() : order;
        String name = signature.substring(0, signature.indexOf('(')).toUpperCase(Locale.ROOT);
        FORMS.put(name, new Form(signature, arity, sql, inOrder));
    }

    static Collection<String> names() {
        List<String> names = new ArrayList<>(FORMS.keySet());
        names.addAll(FIRST_AND_LAST);
        return names;
    }

    /**
     * What a call stands for; itself where it is none of these, or where the session or the dialect has the function, the
     * latter with another number of arguments.
     */
    static SqlNode expanded(SqlCall call, Operators operators) {
        String name = call.getOperator().getName().toUpperCase(Locale.ROOT);
        Form form = call.getOperator() instanceof SqlFunction ? FORMS.get(name) : null;
        if (FIRST_AND_LAST.contains(name)) {
            if (call.operandCount() > 1 && !call.operand(1).toString().equals("0")) {
                throw PlanErrors.at(
                        call.operand(1),
                        ErrorCode.TYPE_MISMATCH,
                        "expected " + name.toLowerCase(Locale.ROOT) + "(value), found 2 arguments");
            }
            return SqlTemplate.filled(name + "_VALUE(?)", List.of((SqlNode) call.operand(0)), call.getParserPosition());
        }
        if (form == null || operators.hasOfUser(name)) {
            return call;
        }
        if (call.operandCount() != form.arity()) {
            if (operators.has(name)) {
                return call;
            }
            int found = call.operandCount();
            throw PlanErrors.at(
                    call,
                    ErrorCode.TYPE_MISMATCH,
                    "expected " + form.signature() + ", found " + found + (found == 1 ? " argument" : " arguments"));
        }
        if (form.sql() == null) {
            return SqlTemplate.filled(
                    "FLOOR(? TO " + unit(call.operand(0)) + ")",
                    List.of((SqlNode) call.operand(1)),
                    call.getParserPosition());
        }
        List<SqlNode> args = new ArrayList<>();
        for (int argument : form.order()) {
            args.add(call.operand(argument));
        }
        SqlNode filled = SqlTemplate.filled(form.sql(), args, call.getParserPosition());
        return call.getFunctionQuantifier() == null ? filled : withQuantifier(call, (SqlCall) filled);
    }

    /** DISTINCT or ALL as it stands in the call; refused where what the call stands for has no place for it. */
    private static SqlNode withQuantifier(SqlCall call, SqlCall filled) {
        SqlLiteral quantifier = call.getFunctionQuantifier();
        if (!AggregateFunctions.isBuiltIn(filled.getOperator().getName())) {
            throw PlanErrors.at(
                    call,
                    ErrorCode.UNSUPPORTED,
                    quantifier + " does not go with "
                            + call.getOperator().getName().toLowerCase(Locale.ROOT));
        }
        return filled.getFunctionQuantifier() != null
                ? filled
                : filled.getOperator().createCall(quantifier, call.getParserPosition(), filled.getOperandList());
    }

    private static String unit(SqlNode node) {
        if (!(node instanceof SqlCharStringLiteral literal)) {
            throw PlanErrors.at(
                    node,
                    ErrorCode.INVALID_VALUE,
                    "the unit of date_trunc is a string such as 'hour', not an expression; units: " + units());
        }
        String unit = literal.getValueAs(NlsString.class).getValue().strip().toLowerCase(Locale.ROOT);
        if (!UNITS.contains(unit)) {
            throw PlanErrors.at(
                    node,
                    ErrorCode.INVALID_VALUE,
                    "there is no unit \"" + unit + "\"" + Spelling.hint(unit, UNITS) + "; units: " + units());
        }
        return unit.toUpperCase(Locale.ROOT);
    }

    private static String units() {
        return UNITS.stream().sorted().collect(Collectors.joining(", "));
    }
}

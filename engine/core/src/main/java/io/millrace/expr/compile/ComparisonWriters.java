package io.millrace.expr.compile;

import io.millrace.columnar.DataType;
import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import io.millrace.expr.Call;
import java.util.List;
import java.util.Map;

/** Comparisons. Numbers of different kinds meet as DOUBLE or DECIMAL; CHAR compares without the blanks at its end. */
final class ComparisonWriters {
    private ComparisonWriters() {}

    static void register(Map<String, FunctionWriter> writers) {
        for (String operator : List.of("=", "<>", "<", "<=", ">", ">=")) {
            writers.put(operator, (call, writer) -> comparison(call, writer, operator));
        }
        writers.put("IS DISTINCT FROM", (call, writer) -> distinct(call, writer, true));
        writers.put("IS NOT DISTINCT FROM", (call, writer) -> distinct(call, writer, false));
    }

    private static Value comparison(Call call, ExprWriter writer, String operator) {
        List<Value> args = writer.writeAll(call.args());
        String java = java(call, args.get(0), args.get(1), operator);
        return isSafe(args)
                ? writer.code().total(DataType.BOOLEAN, args, java)
                : writer.code().strict(DataType.BOOLEAN, args, java);
    }

    /** Whether the comparison may be made where a NULL is. */
    private static boolean isSafe(List<Value> args) {
        return args.stream().allMatch(arg -> arg.domain().isPrimitive());
    }

    private static Value distinct(Call call, ExprWriter writer, boolean distinct) {
        List<Value> args = writer.writeAll(call.args());
        Value left = args.get(0);
        Value right = args.get(1);
        Code code = writer.code();
        String same;
        if (left.alwaysNull() || right.alwaysNull()) {
            same = left.isNull() + " && " + right.isNull();
        } else {
            String equal = java(call, left, right, "=");
            same = left.isNull() + " || " + right.isNull() + " ? " + left.isNull() + " == " + right.isNull() + " : "
                    + equal;
        }
        String java = distinct ? "!(" + same + ")" : same;
        return Value.of(DataType.BOOLEAN, code.local("boolean", java), "false");
    }

    /** A Java expression that compares two values that are not NULL. */
    static String java(Call call, Value left, Value right, String operator) {
        Domain a = left.domain();
        Domain b = right.domain();
        if (left.alwaysNull() || right.alwaysNull()) {
            return "false";
        }
        if (a == Domain.TEXT && b == Domain.TEXT) {
            return text(left, right, operator);
        }
        if (a == Domain.BOOL && b == Domain.BOOL) {
            return bool(left.java(), right.java(), operator);
        }
        if (a == Domain.OBJECT && b == Domain.OBJECT) {
            return order("Comparisons.compare(" + left.java() + ", " + right.java() + ")", operator);
        }
        if (isNumber(a) && isNumber(b)) {
            return numbers(left, right, operator);
        }
        throw new MillraceException(
                ErrorCode.TYPE_MISMATCH,
                "\"" + call.function() + "\" cannot compare " + left.type() + " with " + right.type()
                        + "; cast one of them");
    }

    private static boolean isNumber(Domain domain) {
        return domain == Domain.LONG || domain == Domain.DOUBLE || domain == Domain.DECIMAL;
    }

    private static String numbers(Value left, Value right, String operator) {
        if (left.domain() == Domain.LONG && right.domain() == Domain.LONG) {
            return left.java() + " " + javaOperator(operator) + " " + right.java();
        }
        if (left.domain() == Domain.DOUBLE || right.domain() == Domain.DOUBLE) {
            String args = "(" + left.in(Domain.DOUBLE) + ", " + right.in(Domain.DOUBLE) + ")";
            return switch (operator) {
                case "=" -> "Comparisons.equal" + args;
                case "<>" -> "!Comparisons.equal" + args;
                default -> order("Comparisons.compare" + args, operator);
            };
        }
        return order(left.in(Domain.DECIMAL) + ".compareTo(" + right.in(Domain.DECIMAL) + ")", operator);
    }

    private static String text(Value left, Value right, String operator) {
        boolean padded = left.isChar() || right.isChar();
        String args = "(" + range(left, padded) + ", " + range(right, padded) + ")";
        return switch (operator) {
            case "=" -> "Comparisons.equal" + args;
            case "<>" -> "!Comparisons.equal" + args;
            default -> order("Comparisons.compare" + args, operator);
        };
    }

    private static String range(Value value, boolean padded) {
        return padded ? value.java() + ", " + value.from() + ", Utf8.trimEnd(" + value.range() + ")" : value.range();
    }

    private static String bool(String a, String b, String operator) {
        return switch (operator) {
            case "=" -> a + " == " + b;
            case "<>" -> a + " != " + b;
            case "<" -> "!" + a + " && " + b;
            case "<=" -> "!" + a + " || " + b;
            case ">" -> a + " && !" + b;
            default -> a + " || !" + b;
        };
    }

    private static String order(String compare, String operator) {
        return compare + " " + javaOperator(operator) + " 0";
    }

    private static String javaOperator(String operator) {
        return operator.equals("=") ? "==" : operator.equals("<>") ? "!=" : operator;
    }
}

package io.millrace.expr.compile;

import io.millrace.columnar.DataType;
import io.millrace.expr.Call;
import java.util.List;
import java.util.Map;

/** Arithmetic of numbers and intervals: checked for integers, rounded to the scale for DECIMAL, IEEE 754 for doubles. */
final class ArithmeticWriters {
    private static final Map<String, String> DOUBLE_FUNCTIONS = Map.ofEntries(
            Map.entry("POWER", "pow"),
            Map.entry("SQRT", "sqrt"),
            Map.entry("EXP", "exp"),
            Map.entry("LN", "log"),
            Map.entry("LOG10", "log10"),
            Map.entry("SIN", "sin"),
            Map.entry("COS", "cos"),
            Map.entry("TAN", "tan"),
            Map.entry("ASIN", "asin"),
            Map.entry("ACOS", "acos"),
            Map.entry("ATAN", "atan"),
            Map.entry("ATAN2", "atan2"));

    private ArithmeticWriters() {}

    static void register(Map<String, FunctionWriter> writers) {
        writers.put("+", (call, writer) -> binary(call, writer, "+", "add", "%a.add(%b)"));
        writers.put("-", (call, writer) -> binary(call, writer, "-", "subtract", "%a.subtract(%b)"));
        writers.put("*", (call, writer) -> binary(call, writer, "*", "multiply", "%a.multiply(%b)"));
        writers.put("/", (call, writer) -> binary(call, writer, "/", "divide", null));
        writers.put("/INT", (call, writer) -> binary(call, writer, "/", "divide", null));
        writers.put("MOD", (call, writer) -> binary(call, writer, "%", "modulo", "DecimalMath.modulo(%a, %b)"));
        writers.put("NEGATE", (call, writer) -> unary(call, writer, "#.negate(%)", "-%", "%.negate()"));
        writers.put("ABS", (call, writer) -> unary(call, writer, "#.abs(%)", "Math.abs(%)", "%.abs()"));
        writers.put(
                "FLOOR",
                (call, writer) -> call.args().size() == 2
                        ? TimeWriters.round(call, writer, "floor")
                        : unary(call, writer, "%", "Math.floor(%)", "DecimalMath.floor(%)"));
        writers.put(
                "CEIL",
                (call, writer) -> call.args().size() == 2
                        ? TimeWriters.round(call, writer, "ceil")
                        : unary(call, writer, "%", "Math.ceil(%)", "DecimalMath.ceil(%)"));
        DOUBLE_FUNCTIONS.forEach((name, java) -> writers.put(name, (call, writer) -> math(call, writer, java)));
    }

    private static Value binary(Call call, ExprWriter writer, String operator, String checked, String decimal) {
        List<Value> args = writer.writeAll(call.args());
        Value a = args.get(0);
        Value b = args.get(1);
        DataType type = call.type();
        Domain domain = computeIn(type, args);
        return switch (domain) {
            case LONG -> writer.code().strict(type, args, integer(type, a, b, operator, checked));
            case DOUBLE -> {
                String java = a.in(Domain.DOUBLE) + " " + operator + " " + b.in(Domain.DOUBLE);
                boolean safe = Domain.of(type) == Domain.DOUBLE
                        && args.stream().allMatch(arg -> arg.domain().isPrimitive());
                String fitted = Conversions.fit("(" + java + ")", Domain.DOUBLE, type);
                yield safe
                        ? writer.code().total(type, args, fitted)
                        : writer.code().strict(type, args, fitted);
            }
            default -> writer.code().strict(type, args, decimal(type, a, b, decimal));
        };
    }

    /** Where the operation is computed: in the widest domain of its result and arguments. */
    private static Domain computeIn(DataType type, List<Value> args) {
        Domain widest = Domain.of(type);
        for (Value arg : args) {
            boolean wider = arg.domain() == Domain.DOUBLE || (arg.domain() == Domain.DECIMAL && widest == Domain.LONG);
            // an interval times a DOUBLE is computed exactly, as with a DECIMAL
            widest = !wider ? widest : Conversions.isInterval(type) ? Domain.DECIMAL : arg.domain();
        }
        return Domain.of(type) == Domain.DOUBLE ? Domain.DOUBLE : widest;
    }

    private static String mathClass(DataType type) {
        return Conversions.isInterval(type) ? "IntervalMath" : "IntegerMath";
    }

    private static String integer(DataType type, Value a, Value b, String operator, String checked) {
        boolean small = Conversions.isSmallInteger(a.type()) && Conversions.isSmallInteger(b.type());
        boolean plain = small && !operator.equals("/") && !operator.equals("%");
        String java = plain
                ? "(" + a.java() + " " + operator + " " + b.java() + ")"
                : mathClass(type) + "." + checked + "(" + a.java() + ", " + b.java() + ")";
        return Conversions.fit(java, Domain.LONG, type);
    }

    private static String decimal(DataType type, Value a, Value b, String template) {
        String left = a.in(Domain.DECIMAL);
        String right = b.in(Domain.DECIMAL);
        if (template != null) {
            return Conversions.fit(template.replace("%a", left).replace("%b", right), Domain.DECIMAL, type);
        }
        String args = "(" + left + ", " + right;
        String java = switch (type.kind()) {
            case DECIMAL -> "DecimalMath.divide" + args + ", " + type.precision() + ", " + type.scale() + ")";
            case INTERVAL_DAY_TIME, INTERVAL_YEAR_MONTH -> "DecimalMath.divide" + args + ", 38, 0)";
            default -> "DecimalMath.quotient" + args + ")";
        };
        return Conversions.fit(java, Domain.DECIMAL, type);
    }

    private static Value unary(Call call, ExprWriter writer, String onLong, String onDouble, String onDecimal) {
        Value arg = writer.write(call.args().get(0));
        String template = switch (arg.domain()) {
            case LONG -> onLong;
            case DOUBLE -> onDouble;
            default -> onDecimal;
        };
        String java = "(" + template.replace("#", mathClass(call.type())).replace("%", arg.java()) + ")";
        return writer.code().strict(call.type(), List.of(arg), Conversions.fit(java, arg.domain(), call.type()));
    }

    private static Value math(Call call, ExprWriter writer, String function) {
        List<Value> args = writer.writeAll(call.args());
        List<String> doubles = args.stream().map(arg -> arg.in(Domain.DOUBLE)).toList();
        String java = "Math." + function + "(" + String.join(", ", doubles) + ")";
        return writer.code().strict(call.type(), args, Conversions.fit(java, Domain.DOUBLE, call.type()));
    }
}

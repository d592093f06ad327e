package io.millrace.expr.compile;

import io.millrace.columnar.DataType;
import io.millrace.expr.Call;
import io.millrace.expr.Expr;
import io.millrace.expr.InputRef;
import io.millrace.expr.Literal;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** Writes expressions into a method: columns and literals itself, calls through their {@link FunctionWriter}. */
final class ExprWriter {
    private final ClassText classText;
    private final Code code;

    ExprWriter(ClassText classText, Code code) {
        this.classText = classText;
        this.code = code;
    }

    Code code() {
        return code;
    }

    ClassText classText() {
        return classText;
    }

    List<Value> writeAll(List<Expr> exprs) {
        List<Value> values = new ArrayList<>(exprs.size());
        for (Expr expr : exprs) {
            values.add(write(expr));
        }
        return values;
    }

    Value write(Expr expr) {
        if (expr instanceof Literal literal) {
            return literal(literal);
        }
        Value known = code.known(expr);
        if (known != null) {
            return known;
        }
        Value value;
        if (expr instanceof InputRef column) {
            value = column(column);
        } else {
            Call call = (Call) expr;
            value = classText.isMethod(call) ? classText.callMethod(call, code) : writeCall(call);
        }
        if (classText.shapes().isStable(expr)) {
            code.remember(expr, value);
        }
        return value;
    }

    Value writeCall(Call call) {
        return NativeFunctions.writer(call).write(call, this).as(call.type());
    }

    private Value column(InputRef column) {
        String name = classText.column(column);
        code.use(column);
        String isNull = code.local("boolean", name + "n != null && " + name + "n[row]");
        DataType type = column.type();
        return switch (Domain.of(type)) {
            case BOOL -> Value.of(type, code.local("boolean", name + "[row] != 0L"), isNull);
            case LONG -> Value.of(type, code.local("long", name + "[row]"), isNull);
            case DOUBLE -> Value.of(type, code.local("double", name + "[row]"), isNull);
            case DECIMAL ->
                Value.of(type, code.local("java.math.BigDecimal", "(java.math.BigDecimal) " + name + "[row]"), isNull);
            case OBJECT -> Value.of(type, code.local("Object", name + "[row]"), isNull);
            case TEXT ->
                Value.text(
                        type, name, code.local("int", name + "o[row]"), code.local("int", name + "o[row + 1]"), isNull);
        };
    }

    private Value literal(Literal literal) {
        DataType type = literal.type();
        Object value = literal.value();
        if (value == null) {
            return Value.nullOf(type);
        }
        return switch (Domain.of(type)) {
            case BOOL -> Value.of(type, value.toString(), "false");
            case LONG -> Value.of(type, longText(((Number) value).longValue()), "false");
            case DOUBLE -> Value.of(type, doubleText(((Number) value).doubleValue()), "false");
            case DECIMAL -> Value.of(type, classText.constant(BigDecimal.class, value), "false");
            case OBJECT -> Value.of(type, classText.constant(Object.class, value), "false");
            case TEXT -> text(type, value);
        };
    }

    private Value text(DataType type, Object value) {
        byte[] bytes = value instanceof byte[] given
                ? given
                : ((String) value).getBytes(java.nio.charset.StandardCharsets.UTF_8);
        String name = classText.constant(byte[].class, bytes);
        return Value.text(type, name, "0", name + ".length", "false");
    }

    static String longText(long value) {
        // the smallest long cannot be written as a negated literal
        return value == Long.MIN_VALUE ? "Long.MIN_VALUE" : value < 0 ? "(" + value + "L)" : value + "L";
    }

    private static String doubleText(double value) {
        if (Double.isNaN(value)) {
            return "Double.NaN";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "Double.POSITIVE_INFINITY" : "Double.NEGATIVE_INFINITY";
        }
        return "(" + value + "d)";
    }
}

package io.millrace.expr.compile;

import io.millrace.columnar.DataType;
import io.millrace.columnar.DataType.Kind;
import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import io.millrace.expr.Call;
import io.millrace.expr.runtime.NestedCast;
import java.util.List;
import java.util.Map;

/**
 * CAST, and TRY_CAST, which gives NULL where CAST fails.
 *
 * <p>To an integer numbers are cut, to a DECIMAL rounded half up; times are cut to the precision; text is cut to the
 * length, but the text of any other value that does not fit is an error; bytes become text, and text bytes, as UTF-8.
 */
final class CastWriters {
    private CastWriters() {}

    static void register(Map<String, FunctionWriter> writers) {
        writers.put("CAST", (call, writer) -> cast(writer.write(call.args().get(0)), call.type(), writer));
        writers.put("TRY_CAST", CastWriters::tryCast);
        writers.put(
                "REINTERPRET",
                (call, writer) -> writer.write(call.args().get(0)).as(call.type()));
        writers.put("MILLIS_OF_INTERVAL", (call, writer) -> {
            Value arg = writer.write(call.args().get(0));
            String java = Conversions.fit("(" + arg.java() + " / 1000L)", Domain.LONG, call.type());
            return writer.code().strict(call.type(), List.of(arg), java);
        });
        writers.put("INTERVAL_OF_MILLIS", (call, writer) -> {
            Value arg = Conversions.sameDomain(writer.write(call.args().get(0)), DataType.BIGINT, writer.code());
            return writer.code().strict(call.type(), List.of(arg), "IntegerMath.multiply(" + arg.java() + ", 1000L)");
        });
    }

    private static Value tryCast(Call call, ExprWriter writer) {
        Code code = writer.code();
        Value arg = writer.write(call.args().get(0));
        Value result = code.declare(call.type());
        code.open("try");
        code.assign(result, cast(arg, call.type(), writer));
        code.close();
        code.open("catch (MillraceException e)");
        code.line(result.isNull() + " = true;");
        code.close();
        return result;
    }

    static Value cast(Value arg, DataType to, ExprWriter writer) {
        if (arg.alwaysNull() || arg.type().kind() == Kind.NULL) {
            return Value.nullOf(to);
        }
        if (arg.type().equals(to)) {
            return arg;
        }
        if (to.isString()) {
            return toText(arg, to, writer);
        }
        Value result = switch (arg.domain()) {
            case TEXT -> fromText(arg, to, writer);
            case OBJECT -> nested(arg, to, writer);
            default -> scalar(arg, to, writer);
        };
        if (result == null) {
            throw new MillraceException(ErrorCode.TYPE_MISMATCH, "There is no cast from " + arg.type() + " to " + to);
        }
        return result;
    }

    private static Value scalar(Value arg, DataType to, ExprWriter writer) {
        Kind from = arg.type().kind();
        Code code = writer.code();
        if (to.kind() == Kind.BOOLEAN && arg.type().isNumeric()) {
            String java = arg.domain() == Domain.DECIMAL ? arg.java() + ".signum() != 0" : arg.java() + " != 0";
            return code.strict(to, List.of(arg), java);
        }
        if (from == Kind.BOOLEAN && to.isNumeric()) {
            return code.strict(to, List.of(arg), Conversions.fit("(" + arg.java() + " ? 1L : 0L)", Domain.LONG, to));
        }
        if (arg.type().isNumeric() && to.isNumeric()) {
            return number(arg, to, code);
        }
        if (Conversions.isInterval(to)) {
            return from == to.kind() ? arg.as(to) : null;
        }
        return time(arg, to, writer);
    }

    private static Value number(Value arg, DataType to, Code code) {
        boolean widens =
                arg.type().isInteger() && to.isInteger() && arg.type().kind().compareTo(to.kind()) <= 0;
        if (widens || (arg.type().kind() == Kind.REAL && to.kind() == Kind.DOUBLE)) {
            return arg.as(to);
        }
        return code.strict(to, List.of(arg), Conversions.fit(arg.java(), arg.domain(), to));
    }

    /** Casts between DATE, TIME, TIMESTAMP and TIMESTAMP_LTZ; null when there is none. */
    private static Value time(Value arg, DataType to, ExprWriter writer) {
        String java = timeJava(arg.java(), arg.type().kind(), to.kind());
        if (java == null) {
            return null;
        }
        boolean cuts = to.kind() != Kind.DATE && arg.type().kind() != Kind.DATE && to.precision() < 6;
        boolean sameDigits = java.equals(arg.java()) && arg.type().precision() <= to.precision();
        if (sameDigits) {
            return arg.as(to);
        }
        return writer.code()
                .strict(to, List.of(arg), cuts ? "TimeMath.cut(" + java + ", " + to.precision() + ")" : java);
    }

    private static String timeJava(String java, Kind from, Kind to) {
        if (from == to) {
            return from == Kind.DATE || from == Kind.TIME || from == Kind.TIMESTAMP || from == Kind.TIMESTAMP_LTZ
                    ? java
                    : null;
        }
        String timestamp = switch (from) {
            case DATE -> "TimeMath.timestamp(" + java + ", 0L)";
            case TIMESTAMP -> java;
            case TIMESTAMP_LTZ -> "TimeMath.local(" + java + ", zone)";
            case TIME -> "TimeMath.timestamp(" + TimeWriters.TODAY + ", " + java + ")";
            default -> null;
        };
        if (timestamp == null) {
            return null;
        }
        return switch (to) {
            case DATE -> from == Kind.TIME ? null : "TimeMath.dateOf(" + timestamp + ")";
            case TIME -> "TimeMath.timeOf(" + timestamp + ")";
            case TIMESTAMP -> timestamp;
            case TIMESTAMP_LTZ -> "TimeMath.instant(" + timestamp + ", zone)";
            default -> null;
        };
    }

    private static Value fromText(Value arg, DataType to, ExprWriter writer) {
        if (to.kind() == Kind.BINARY || to.kind() == Kind.VARBINARY) {
            return toBytes(arg, to, writer);
        }
        if (!arg.type().isString()) {
            return null;
        }
        String type = writer.classText().typeConstant(to);
        String java = switch (Domain.of(to)) {
            case BOOL -> "Casts.toLong(" + arg.range() + ", " + type + ", zone) != 0L";
            case LONG -> "Casts.toLong(" + arg.range() + ", " + type + ", zone)";
            case DOUBLE -> "Casts.toDouble(" + arg.range() + ", " + type + ")";
            case DECIMAL -> "Casts.toDecimal(" + arg.range() + ", " + type + ")";
            default -> null;
        };
        return java == null ? null : writer.code().strict(to, List.of(arg), java);
    }

    private static Value toText(Value arg, DataType to, ExprWriter writer) {
        Code code = writer.code();
        if (arg.domain() != Domain.TEXT) {
            String from = writer.classText().typeConstant(arg.type());
            String type = writer.classText().typeConstant(to);
            return code.strict(to, List.of(arg), "Casts.toText(" + arg.boxed() + ", " + from + ", " + type + ", zone)");
        }
        if (!arg.type().isString()) {
            Value decoded = code.strict(DataType.VARCHAR, List.of(arg), "Texts.decode(" + arg.range() + ")");
            return to.equals(DataType.VARCHAR) ? decoded : toText(decoded, to, writer);
        }
        int length = to.precision();
        int known = arg.type().precision();
        if (to.kind() == Kind.CHAR && length >= 0 && !(arg.isChar() && known == length)) {
            Value cut = cut(arg, to, length, code);
            return code.strict(to, List.of(cut), "Texts.pad(" + cut.range() + ", " + length + ")");
        }
        return length < 0 || (known >= 0 && known <= length) ? arg.as(to) : cut(arg, to, length, code);
    }

    private static Value cut(Value arg, DataType to, int characters, Code code) {
        String end = code.local("int", arg.from() + " + Utf8.prefixLength(" + arg.range() + ", " + characters + ")");
        return Value.text(to, arg.java(), arg.from(), end, arg.isNull());
    }

    private static Value toBytes(Value arg, DataType to, ExprWriter writer) {
        if (to.precision() < 0) {
            return arg.as(to);
        }
        boolean fixed = to.kind() == Kind.BINARY;
        return writer.code()
                .strict(to, List.of(arg), "Nested.sized(" + arg.range() + ", " + to.precision() + ", " + fixed + ")");
    }

    private static Value nested(Value arg, DataType to, ExprWriter writer) {
        if (arg.type().kind() != to.kind()
                || arg.type().children().size() != to.children().size()) {
            return null;
        }
        String cast = writer.classText().constant(NestedCast.class, NestedCast.of(arg.type(), to));
        return writer.code().strict(to, List.of(arg), cast + ".apply(" + arg.java() + ", ctx)");
    }
}

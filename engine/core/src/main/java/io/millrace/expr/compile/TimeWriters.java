package io.millrace.expr.compile;

import io.millrace.columnar.DataType;
import io.millrace.columnar.DataType.Kind;
import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import io.millrace.expr.Call;
import io.millrace.expr.Expr;
import io.millrace.expr.Literal;
import io.millrace.expr.runtime.TimeUnits;
import java.util.List;
import java.util.Map;

/** Functions of times and intervals, exact to the microsecond. */
final class TimeWriters {
    static final String NOW = "TimeMath.local(ctx.clockMicros(), zone)";
    static final String TODAY = "TimeMath.dateOf(" + NOW + ")";

    private TimeWriters() {}

    static void register(Map<String, FunctionWriter> writers) {
        for (String name : List.of("CURRENT_TIMESTAMP", "LOCALTIMESTAMP", "PROCTIME", "NOW")) {
            writers.put(name, TimeWriters::now);
        }
        writers.put("CURRENT_DATE", (call, writer) -> clock(call, writer, TODAY));
        writers.put("CURRENT_TIME", (call, writer) -> clock(call, writer, "TimeMath.timeOf(" + NOW + ")"));
        writers.put("LOCALTIME", (call, writer) -> clock(call, writer, "TimeMath.timeOf(" + NOW + ")"));
        writers.put("DATETIME_PLUS", (call, writer) -> {
            List<Value> args = writer.writeAll(call.args());
            return plus(call.type(), args.get(0), args.get(1), writer);
        });
        writers.put("DATETIME_MINUS", (call, writer) -> {
            List<Value> args = writer.writeAll(call.args());
            Value interval = args.get(1);
            Value negative = writer.code()
                    .strict(interval.type(), List.of(interval), "IntervalMath.negate(" + interval.java() + ")");
            return plus(call.type(), args.get(0), negative, writer);
        });
        writers.put("MINUS_DATE", TimeWriters::minus);
        writers.put("TIMESTAMPADD", TimeWriters::add);
        writers.put("TIMESTAMPDIFF", TimeWriters::difference);
        writers.put("EXTRACT", TimeWriters::extract);
        writers.put("LAST_DAY", (call, writer) -> {
            Value date = CastWriters.cast(writer.write(call.args().get(0)), DataType.DATE, writer);
            return writer.code().strict(call.type(), List.of(date), "TimeFields.lastDay(" + date.java() + ")");
        });
    }

    private static Value now(Call call, ExprWriter writer) {
        return clock(call, writer, call.type().kind() == Kind.TIMESTAMP_LTZ ? "ctx.clockMicros()" : NOW);
    }

    private static Value clock(Call call, ExprWriter writer, String java) {
        boolean cuts = call.type().kind() != Kind.DATE;
        return writer.code()
                .strict(
                        call.type(),
                        List.of(),
                        cuts ? "TimeMath.cut(" + java + ", " + call.type().precision() + ")" : java);
    }

    private static Value plus(DataType type, Value time, Value interval, ExprWriter writer) {
        Value start = time.type().kind() == type.kind() ? time : CastWriters.cast(time, type, writer);
        boolean months = interval.type().kind() == Kind.INTERVAL_YEAR_MONTH;
        String args = "(" + start.java() + ", " + interval.java();
        String java = switch (type.kind()) {
            case DATE -> "TimeMath.datePlus" + (months ? "Months" : "") + args + ")";
            case TIMESTAMP -> "TimeMath.plus" + (months ? "Months" : "") + args + ")";
            case TIMESTAMP_LTZ -> "TimeMath.instantPlus" + (months ? "Months" : "") + args + ", zone)";
            case TIME -> months ? start.java() : "TimeMath.timePlus" + args + ")";
            default -> throw mismatch("An interval cannot be added to " + type);
        };
        return writer.code().strict(type, List.of(start, interval), java);
    }

    /** {@code a - b} as an interval. */
    private static Value minus(Call call, ExprWriter writer) {
        List<Value> args = writer.writeAll(call.args());
        if (Conversions.isInterval(args.get(1).type())) {
            Value interval = args.get(1);
            Value negative = writer.code()
                    .strict(interval.type(), List.of(interval), "IntervalMath.negate(" + interval.java() + ")");
            return plus(call.type(), args.get(0), negative, writer);
        }
        boolean months = call.type().kind() == Kind.INTERVAL_YEAR_MONTH;
        String a = micros(args.get(0), args.get(1), months);
        String b = micros(args.get(1), args.get(0), months);
        String java = months ? "TimeMath.monthsBetween(" + b + ", " + a + ")" : "TimeMath.minus(" + a + ", " + b + ")";
        return writer.code().strict(call.type(), args, java);
    }

    /** The microseconds of a time for a difference from {@code other}; local ones where months are counted. */
    private static String micros(Value time, Value other, boolean onCalendar) {
        boolean instant = time.type().kind() == Kind.TIMESTAMP_LTZ;
        boolean otherInstant = other.type().kind() == Kind.TIMESTAMP_LTZ;
        String java = time.type().kind() == Kind.DATE ? "TimeMath.timestamp(" + time.java() + ", 0L)" : time.java();
        if (instant) {
            return onCalendar ? "TimeMath.local(" + java + ", zone)" : java;
        }
        return otherInstant && !onCalendar ? "TimeMath.instant(" + java + ", zone)" : java;
    }

    private static Value add(Call call, ExprWriter writer) {
        TimeUnits unit = unit(call.args().get(0));
        Value amount = Conversions.sameDomain(writer.write(call.args().get(1)), DataType.BIGINT, writer.code());
        Value time = writer.write(call.args().get(2));
        String java;
        if (unit == TimeUnits.NANOSECOND) {
            java = "Math.floorDiv(" + amount.java() + ", 1000L)";
        } else {
            java = "IntervalMath.multiply(" + amount.java() + ", " + length(unit) + "L)";
        }
        DataType intervalType = unit.months() > 0 ? DataType.INTERVAL_YEAR_MONTH : DataType.INTERVAL_DAY_TIME;
        Value interval = writer.code().strict(intervalType, List.of(amount), java);
        return plus(call.type(), time, interval, writer);
    }

    /** Full units from the first time to the second, cut towards zero. */
    private static Value difference(Call call, ExprWriter writer) {
        TimeUnits unit = unit(call.args().get(0));
        Value from = writer.write(call.args().get(1));
        Value to = writer.write(call.args().get(2));
        boolean months = unit.months() > 0;
        String a = micros(from, to, months);
        String b = micros(to, from, months);
        String java;
        if (unit == TimeUnits.NANOSECOND) {
            java = "IntervalMath.multiply(TimeMath.minus(" + b + ", " + a + "), 1000L)";
        } else {
            String difference =
                    months ? "TimeMath.monthsBetween(" + a + ", " + b + ")" : "TimeMath.minus(" + b + ", " + a + ")";
            java = "(" + difference + " / " + length(unit) + "L)";
        }
        return writer.code().strict(call.type(), List.of(from, to), Conversions.fit(java, Domain.LONG, call.type()));
    }

    private static long length(TimeUnits unit) {
        long length = unit.months() > 0 ? unit.months() : unit.micros();
        if (length == 0) {
            throw mismatch("Times cannot be counted in " + unit);
        }
        return length;
    }

    private static Value extract(Call call, ExprWriter writer) {
        String unit = unitConstant(call.args().get(0), writer);
        Value time = writer.write(call.args().get(1));
        String java = switch (time.type().kind()) {
            case DATE -> "TimeFields.extract(" + unit + ", TimeMath.timestamp(" + time.java() + ", 0L))";
            case TIME -> "TimeFields.extractTime(" + unit + ", " + time.java() + ")";
            case TIMESTAMP -> "TimeFields.extract(" + unit + ", " + time.java() + ")";
            case TIMESTAMP_LTZ ->
                isEpoch(call)
                        ? "TimeFields.extract(" + unit + ", " + time.java() + ")"
                        : "TimeFields.extract(" + unit + ", TimeMath.local(" + time.java() + ", zone))";
            case INTERVAL_DAY_TIME -> "TimeFields.extractInterval(" + unit + ", " + time.java() + ")";
            case INTERVAL_YEAR_MONTH -> "TimeFields.extractMonths(" + unit + ", " + time.java() + ")";
            default -> throw mismatch("EXTRACT takes a time or an interval, not " + time.type());
        };
        return writer.code()
                .strict(call.type(), List.of(time), Conversions.fit("(" + java + ")", Domain.LONG, call.type()));
    }

    private static boolean isEpoch(Call call) {
        return unit(call.args().get(0)) == TimeUnits.EPOCH;
    }

    /** FLOOR or CEIL of a time to a unit. */
    static Value round(Call call, ExprWriter writer, String function) {
        Value time = writer.write(call.args().get(0));
        String unit = unitConstant(call.args().get(1), writer);
        String args = "(" + unit + ", " + time.java();
        String java = switch (time.type().kind()) {
            case DATE -> "TimeFields." + function + "Date" + args + ")";
            case TIMESTAMP -> "TimeFields." + function + args + ")";
            case TIME -> "TimeMath.timeOf(TimeFields." + function + args + "))";
            case TIMESTAMP_LTZ -> "TimeFields." + function + "Instant" + args + ", zone)";
            default -> throw mismatch(call.function() + " to a unit of time takes a time, not " + time.type());
        };
        return writer.code().strict(call.type(), List.of(time), java);
    }

    private static String unitConstant(Expr expr, ExprWriter writer) {
        return writer.classText().constant(TimeUnits.class, unit(expr));
    }

    private static TimeUnits unit(Expr expr) {
        if (expr instanceof Literal literal && literal.value() instanceof String name) {
            return TimeUnits.named(name);
        }
        throw mismatch("The unit of time must be a constant");
    }

    private static MillraceException mismatch(String message) {
        return new MillraceException(ErrorCode.TYPE_MISMATCH, message);
    }
}

package io.millrace.expr;

import io.millrace.columnar.DataType;
import io.millrace.columnar.DataType.Kind;
import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;

/** A second, slow opinion on expressions: walks the tree for each row, with BigInteger and java.time. */
final class Oracle {
    private final List<Object> row;

    Oracle(List<Object> row) {
        this.row = row;
    }

    Object value(Expr expr) {
        if (expr instanceof InputRef ref) {
            return row.get(ref.index());
        }
        if (expr instanceof Literal literal) {
            return literal.value();
        }
        Call call = (Call) expr;
        return switch (call.function()) {
            case "AND" -> connective(call.args(), false);
            case "OR" -> connective(call.args(), true);
            case "CASE" -> caseWhen(call.args());
            case "COALESCE" ->
                call.args().stream()
                        .map(this::value)
                        .filter(Objects::nonNull)
                        .findFirst()
                        .orElse(null);
            case "IS NULL" -> value(call.args().get(0)) == null;
            case "IS TRUE" -> Boolean.TRUE.equals(value(call.args().get(0)));
            case "IS DISTINCT FROM" ->
                distinct(value(call.args().get(0)), value(call.args().get(1)));
            default -> strict(call);
        };
    }

    private Object connective(List<Expr> args, boolean deciding) {
        boolean unknown = false;
        for (Expr arg : args) {
            Object value = value(arg);
            if (value == null) {
                unknown = true;
            } else if (value.equals(deciding)) {
                return deciding;
            }
        }
        return unknown ? null : !deciding;
    }

    private Object caseWhen(List<Expr> args) {
        for (int i = 0; i + 1 < args.size(); i += 2) {
            if (Boolean.TRUE.equals(value(args.get(i)))) {
                return value(args.get(i + 1));
            }
        }
        return args.size() % 2 == 1 ? value(args.get(args.size() - 1)) : null;
    }

    private static boolean distinct(Object a, Object b) {
        return a == null || b == null ? a != b : compare(a, b) != 0;
    }

    private Object strict(Call call) {
        List<Object> args = new java.util.ArrayList<>();
        call.args().forEach(arg -> args.add(value(arg)));
        if (args.contains(null)) {
            return null;
        }
        Object a = args.get(0);
        Object b = args.size() > 1 ? args.get(1) : null;
        return switch (call.function()) {
            case "NOT" -> !(Boolean) a;
            case "=" -> compare(a, b) == 0;
            case "<>" -> compare(a, b) != 0;
            case "<" -> compare(a, b) < 0;
            case "<=" -> compare(a, b) <= 0;
            case ">" -> compare(a, b) > 0;
            case ">=" -> compare(a, b) >= 0;
            case "+", "-", "*", "/", "MOD" -> arithmetic(call, a, b);
            case "CHAR_LENGTH" -> (long) ((String) a).codePointCount(0, ((String) a).length());
            case "||" -> (String) a + b;
            case "SUBSTRING" -> substring((String) a, (Long) b, (Long) args.get(2));
            case "POSITION" -> position((String) a, (String) b);
            case "DATETIME_PLUS" -> plus(call, (Long) a, (Long) b);
            case "EXTRACT" -> extract((String) a, (Long) b);
            case "FLOOR" -> floor((String) b, (Long) a);
            default -> throw new IllegalArgumentException(call.function());
        };
    }

    private static int compare(Object a, Object b) {
        if (a instanceof String text) {
            int[] x = text.codePoints().toArray();
            int[] y = ((String) b).codePoints().toArray();
            return java.util.Arrays.compare(x, y);
        }
        if (a instanceof Boolean bool) {
            return bool.compareTo((Boolean) b);
        }
        if (a instanceof Double || b instanceof Double) {
            double x = ((Number) a).doubleValue() + 0.0;
            double y = ((Number) b).doubleValue() + 0.0;
            return Double.compare(x, y);
        }
        return new BigDecimal(a.toString()).compareTo(new BigDecimal(b.toString()));
    }

    private static Object arithmetic(Call call, Object a, Object b) {
        if (call.type().kind() == Kind.DOUBLE) {
            double x = ((Number) a).doubleValue();
            double y = ((Number) b).doubleValue();
            return switch (call.function()) {
                case "+" -> x + y;
                case "-" -> x - y;
                case "*" -> x * y;
                case "/" -> x / y;
                default -> x % y;
            };
        }
        boolean divides = call.function().equals("/") || call.function().equals("MOD");
        if (divides && new BigDecimal(b.toString()).signum() == 0) {
            throw new MillraceException(ErrorCode.DIVISION_BY_ZERO, "");
        }
        return call.type().kind() == Kind.DECIMAL ? decimal(call, a, b) : integer(call, a, b);
    }

    private static Object integer(Call call, Object a, Object b) {
        BigInteger x = BigInteger.valueOf((Long) a);
        BigInteger y = BigInteger.valueOf((Long) b);
        BigInteger exact = switch (call.function()) {
            case "+" -> x.add(y);
            case "-" -> x.subtract(y);
            case "*" -> x.multiply(y);
            case "/" -> x.divide(y);
            default -> x.remainder(y);
        };
        int bits = call.type().kind() == Kind.INTEGER ? 31 : 63;
        if (exact.bitLength() > bits) {
            throw new MillraceException(ErrorCode.NUMERIC_OVERFLOW, "");
        }
        return exact.longValue();
    }

    private static Object decimal(Call call, Object a, Object b) {
        BigDecimal x = new BigDecimal(a.toString());
        BigDecimal y = new BigDecimal(b.toString());
        DataType type = call.type();
        BigDecimal exact = switch (call.function()) {
            case "+" -> x.add(y);
            case "-" -> x.subtract(y);
            case "*" -> x.multiply(y);
            case "/" -> x.divide(y, type.scale(), RoundingMode.HALF_UP);
            default -> x.remainder(y);
        };
        BigDecimal rounded = exact.setScale(type.scale(), RoundingMode.HALF_UP);
        if (rounded.precision() > type.precision()) {
            throw new MillraceException(ErrorCode.NUMERIC_OVERFLOW, "");
        }
        return rounded;
    }

    private static String substring(String text, long start, long length) {
        if (length < 0) {
            throw new MillraceException(ErrorCode.INVALID_VALUE, "");
        }
        int[] chars = text.codePoints().toArray();
        StringBuilder result = new StringBuilder();
        for (int i = 0; i < chars.length; i++) {
            if (i + 1 >= start && i + 1 < start + length) {
                result.appendCodePoint(chars[i]);
            }
        }
        return result.toString();
    }

    private static long position(String part, String text) {
        int at = text.indexOf(part);
        return at < 0 ? 0 : text.codePointCount(0, at) + 1L;
    }

    private static LocalDateTime dateTime(long micros) {
        Instant instant = Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
        return LocalDateTime.ofInstant(instant, ZoneOffset.UTC);
    }

    private static long micros(LocalDateTime time) {
        return ChronoUnit.MICROS.between(LocalDateTime.of(1970, 1, 1, 0, 0), time);
    }

    private static Object plus(Call call, long time, long interval) {
        boolean months = call.args().get(1).type().kind() == Kind.INTERVAL_YEAR_MONTH;
        return months
                ? micros(dateTime(time).plusMonths(interval))
                : micros(dateTime(time).plus(interval, ChronoUnit.MICROS));
    }

    private static Object extract(String unit, long micros) {
        LocalDateTime time = dateTime(micros);
        return switch (unit) {
            case "YEAR" -> (long) time.getYear();
            case "MONTH" -> (long) time.getMonthValue();
            case "DOY" -> (long) time.getDayOfYear();
            case "ISODOW" -> (long) time.getDayOfWeek().getValue();
            case "WEEK" -> (long) time.get(java.time.temporal.IsoFields.WEEK_OF_WEEK_BASED_YEAR);
            case "HOUR" -> (long) time.getHour();
            default -> time.getSecond() * 1_000_000L + time.getNano() / 1000;
        };
    }

    private static Object floor(String unit, long micros) {
        LocalDateTime time = dateTime(micros);
        LocalDateTime floor = switch (unit) {
            case "YEAR" -> time.withDayOfYear(1).truncatedTo(ChronoUnit.DAYS);
            case "MONTH" -> time.withDayOfMonth(1).truncatedTo(ChronoUnit.DAYS);
            case "DAY" -> time.truncatedTo(ChronoUnit.DAYS);
            case "MINUTE" -> time.truncatedTo(ChronoUnit.MINUTES);
            default -> time.truncatedTo(ChronoUnit.MILLIS);
        };
        return micros(floor);
    }
}

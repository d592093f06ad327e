package io.millrace.sql.expr;

import io.millrace.columnar.DataType;
import io.millrace.columnar.DataType.Kind;
import io.millrace.columnar.NumberText;
import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import io.millrace.expr.Expr;
import io.millrace.expr.Literal;
import io.millrace.time.TimeParser;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;
import org.apache.calcite.avatica.util.ByteString;
import org.apache.calcite.avatica.util.TimeUnit;
import org.apache.calcite.avatica.util.TimeUnitRange;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.fun.SqlTrimFunction;
import org.apache.calcite.util.DateString;
import org.apache.calcite.util.NlsString;
import org.apache.calcite.util.TimeString;
import org.apache.calcite.util.TimestampString;

/** Calcite's literals as the engine's, times and intervals exact to the microsecond. */
final class LiteralTranslator {
    private static final BigDecimal MILLI_MICROS = BigDecimal.valueOf(1000);
    private static final String FLAG_PREFIX = "org.apache.calcite.";

    private LiteralTranslator() {}

    /** @param elements translates the elements of literals that hold a list */
    static Expr translate(RexLiteral literal, Function<RexNode, Expr> elements) {
        DataType type = TypeTranslator.toEngine(literal.getType());
        if (literal.getValue() == null) {
            return new Literal(null, type);
        }
        return switch (literal.getTypeName()) {
            case SYMBOL -> new Literal(symbol((Enum<?>) literal.getValue()), DataType.VARCHAR);
            case CHAR, VARCHAR -> text(literal.getValueAs(NlsString.class).getValue(), type);
            case TIMESTAMP_WITH_LOCAL_TIME_ZONE -> localInstant(literal, type);
            case ARRAY, ROW, MAP -> list(literal, type, elements);
            default -> new Literal(value(literal, type), type);
        };
    }

    private static Object value(RexLiteral literal, DataType type) {
        return switch (literal.getTypeName()) {
            case BOOLEAN -> literal.getValueAs(Boolean.class);
            case DECIMAL, BIGINT, INTEGER, SMALLINT, TINYINT, DOUBLE, FLOAT, REAL ->
                number(literal.getValueAs(BigDecimal.class), literal, type);
            case BINARY, VARBINARY -> literal.getValueAs(ByteString.class).getBytes();
            case DATE -> TimeParser.date(literal.getValueAs(DateString.class).toString());
            case TIME -> time(literal.getValueAs(TimeString.class).toString());
            case TIMESTAMP ->
                TimeParser.timestamp(literal.getValueAs(TimestampString.class).toString());
            default -> interval(literal, type);
        };
    }

    private static long time(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        return TimeParser.time(bytes, 0, bytes.length);
    }

    private static long interval(RexLiteral literal, DataType type) {
        BigDecimal value = literal.getValueAs(BigDecimal.class);
        if (type.kind() == Kind.INTERVAL_YEAR_MONTH) {
            return value.longValueExact();
        }
        if (type.kind() == Kind.INTERVAL_DAY_TIME) {
            return value.multiply(MILLI_MICROS)
                    .setScale(0, RoundingMode.HALF_UP)
                    .longValueExact();
        }
        throw new MillraceException(ErrorCode.UNSUPPORTED, "The literal " + literal + " is not supported");
    }

    private static Object number(BigDecimal value, RexLiteral literal, DataType type) {
        return switch (type.kind()) {
            case TINYINT, SMALLINT, INTEGER, BIGINT ->
                value.setScale(0, RoundingMode.DOWN).longValueExact();
            case REAL -> (double) value.floatValue();
            case DOUBLE -> special(literal, value.doubleValue());
            case INTERVAL_YEAR_MONTH, INTERVAL_DAY_TIME -> interval(literal, type);
            default -> NumberText.fit(value, type);
        };
    }

    private static double special(RexLiteral literal, double value) {
        return literal.getValue() instanceof Double exact ? exact : value;
    }

    /** A literal as written is VARCHAR; one that a cast made CHAR is padded. */
    private static Literal text(String value, DataType type) {
        int missing = type.kind() == Kind.CHAR ? type.precision() - value.codePointCount(0, value.length()) : 0;
        return new Literal(value + " ".repeat(Math.max(0, missing)), type);
    }

    /** The literal's text is local time of the session, whose zone is known only when the query runs. */
    private static Expr localInstant(RexLiteral literal, DataType type) {
        long local =
                TimeParser.timestamp(literal.getValueAs(TimestampString.class).toString());
        return Expr.call("CAST", type, false, new Literal(local, DataType.timestamp(type.precision())));
    }

    private static Expr list(RexLiteral literal, DataType type, Function<RexNode, Expr> elements) {
        List<?> values = literal.getValueAs(List.class);
        Expr[] args = values.stream()
                .map(element -> elements.apply((RexNode) element))
                .toArray(Expr[]::new);
        String constructor = switch (type.kind()) {
            case ARRAY -> "ARRAY";
            case MAP -> "MAP";
            default -> "ROW";
        };
        return Expr.call(constructor, type, false, args);
    }

    /** Units and trim flags by their name, other flags with their class, by which they are found again. */
    static String symbol(Enum<?> value) {
        boolean plain =
                value instanceof TimeUnitRange || value instanceof TimeUnit || value instanceof SqlTrimFunction.Flag;
        return plain ? value.name() : value.getDeclaringClass().getName() + "." + value.name();
    }

    /** The flag of Calcite's that {@link #symbol} wrote, or null for any other text. */
    static Enum<?> flag(String text) {
        int dot = text.lastIndexOf('.');
        if (!text.startsWith(FLAG_PREFIX) || dot < 0) {
            return null;
        }
        try {
            Class<?> type = Class.forName(text.substring(0, dot), false, LiteralTranslator.class.getClassLoader());
            if (type.isEnum()) {
                for (Object constant : type.getEnumConstants()) {
                    if (((Enum<?>) constant).name().equals(text.substring(dot + 1))) {
                        return (Enum<?>) constant;
                    }
                }
            }
            return null;
        } catch (ClassNotFoundException e) {
            return null;
        }
    }
}

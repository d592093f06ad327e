package io.millrace.expr.compile;

import io.millrace.columnar.DataType;
import io.millrace.columnar.DataType.Kind;
import java.util.List;

/** Fits the results of arithmetic into the type they are declared to have. */
final class Conversions {
    private Conversions() {}

    /** The value in the domain of {@code type}; numbers that are held otherwise are converted. */
    static Value sameDomain(Value value, DataType type, Code code) {
        if (value.alwaysNull()) {
            return Value.nullOf(type);
        }
        if (value.domain() == Domain.of(type)) {
            return value.as(type);
        }
        return code.strict(type, List.of(value), fit(value.java(), value.domain(), type));
    }

    /** A Java expression for a number of the type, out of one in the domain {@code from}; checks the range. */
    static String fit(String java, Domain from, DataType type) {
        Value number = new Value(type, from, java, null, null, "false");
        return switch (type.kind()) {
            case TINYINT -> "IntegerMath.tinyint(" + number.in(Domain.LONG) + ")";
            case SMALLINT -> "IntegerMath.smallint(" + number.in(Domain.LONG) + ")";
            case INTEGER -> "IntegerMath.integer(" + number.in(Domain.LONG) + ")";
            case REAL -> "(double) (float) (" + number.in(Domain.DOUBLE) + ")";
            case DOUBLE -> number.in(Domain.DOUBLE);
            case DECIMAL ->
                "DecimalMath.fit(" + number.in(Domain.DECIMAL) + ", " + type.precision() + ", " + type.scale() + ")";
            case INTERVAL_DAY_TIME, INTERVAL_YEAR_MONTH ->
                from == Domain.LONG ? java : "DecimalMath.roundToLong(" + number.in(Domain.DECIMAL) + ")";
            default -> number.in(Domain.of(type));
        };
    }

    static boolean isSmallInteger(DataType type) {
        return type.kind() == Kind.TINYINT || type.kind() == Kind.SMALLINT || type.kind() == Kind.INTEGER;
    }

    static boolean isInterval(DataType type) {
        return type.kind() == Kind.INTERVAL_DAY_TIME || type.kind() == Kind.INTERVAL_YEAR_MONTH;
    }
}

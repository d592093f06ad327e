package io.millrace.aggregate;

import io.millrace.columnar.DataType;
import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import io.millrace.expr.Literal;

/** Checks of argument types that functions share. Errors: TYPE_MISMATCH, saying what the function takes. */
final class ArgumentTypes {
    private ArgumentTypes() {}

    /** Intervals count: they are summed like integers. */
    static DataType number(String function, DataType type) {
        boolean interval =
                type.kind() == DataType.Kind.INTERVAL_DAY_TIME || type.kind() == DataType.Kind.INTERVAL_YEAR_MONTH;
        if (!type.isNumeric() && !interval && type.kind() != DataType.Kind.NULL) {
            throw mismatch(function, "numbers", type);
        }
        return type;
    }

    static DataType plainNumber(String function, DataType type) {
        if (!type.isNumeric() && type.kind() != DataType.Kind.NULL) {
            throw mismatch(function, "numbers", type);
        }
        return type;
    }

    static DataType integer(String function, DataType type) {
        if (!type.isInteger() && type.kind() != DataType.Kind.NULL) {
            throw mismatch(function, "integers", type);
        }
        return type;
    }

    static DataType bool(String function, DataType type) {
        if (type.kind() != DataType.Kind.BOOLEAN && type.kind() != DataType.Kind.NULL) {
            throw mismatch(function, "BOOLEAN", type);
        }
        return type;
    }

    static DataType text(String function, DataType type) {
        if (!type.isString() && type.kind() != DataType.Kind.NULL) {
            throw mismatch(function, "texts", type);
        }
        return type;
    }

    /** A type whose values have an order. */
    static DataType ordered(String function, DataType type) {
        if (type.kind() == DataType.Kind.MAP) {
            throw mismatch(function, "values that have an order", type);
        }
        return type;
    }

    /** A parameter from 0 to 1. Errors: TYPE_MISMATCH, INVALID_QUERY. */
    static double fraction(String function, Literal literal) {
        if (!(literal.value() instanceof Number number)) {
            throw mismatch(function, "a fraction from 0 to 1 such as 0.5", literal.type());
        }
        double fraction = number.doubleValue();
        if (!(fraction >= 0 && fraction <= 1)) {
            throw new MillraceException(
                    ErrorCode.INVALID_QUERY, function + " takes a fraction from 0 to 1 such as 0.5, not " + literal);
        }
        return fraction;
    }

    static MillraceException mismatch(String function, String wanted, DataType found) {
        return new MillraceException(ErrorCode.TYPE_MISMATCH, function + " takes " + wanted + ", not " + found);
    }
}

package io.millrace.expr.runtime;

import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;

/** The errors that an expression can end with. */
final class Failures {
    private Failures() {}

    static MillraceException overflow(Object value, String type) {
        return new MillraceException(
                ErrorCode.NUMERIC_OVERFLOW,
                value + " is outside the range of " + type + "; cast the operands to a wider type");
    }

    static MillraceException overflow(long left, String operator, long right, String type) {
        return overflow(left + " " + operator + " " + right, type);
    }

    static MillraceException divisionByZero(Object dividend) {
        return new MillraceException(
                ErrorCode.DIVISION_BY_ZERO,
                "Division of " + dividend + " by zero; NULLIF(divisor, 0) gives NULL instead");
    }

    static MillraceException timeOverflow(String what) {
        return new MillraceException(ErrorCode.DATETIME_OVERFLOW, what + " is outside the range of its type");
    }

    static MillraceException badCast(String text, String type, String reason) {
        return new MillraceException(
                ErrorCode.INVALID_CAST, "Cannot cast \"" + shortened(text) + "\" to " + type + ": " + reason);
    }

    static MillraceException badValue(String message) {
        return new MillraceException(ErrorCode.INVALID_VALUE, message);
    }

    private static String shortened(String text) {
        return text.length() <= 100 ? text : text.substring(0, 97) + "...";
    }
}

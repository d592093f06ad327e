package io.millrace.expr.runtime;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** Arithmetic of DECIMAL, rounded half up to the scale of its result. Errors: NUMERIC_OVERFLOW, DIVISION_BY_ZERO. */
public final class DecimalMath {
    private DecimalMath() {}

    /** The value with exactly that scale, if it has room. */
    public static BigDecimal fit(BigDecimal value, int precision, int scale) {
        BigDecimal rounded = value;
        if (value.scale() != scale) {
            if ((long) value.precision() - value.scale() > precision - scale && value.signum() != 0) {
                throw Failures.overflow(value, "DECIMAL(" + precision + ", " + scale + ")");
            }
            rounded = value.setScale(scale, RoundingMode.HALF_UP);
        }
        if (rounded.precision() > precision) {
            throw Failures.overflow(value, "DECIMAL(" + precision + ", " + scale + ")");
        }
        return rounded;
    }

    public static BigDecimal divide(BigDecimal a, BigDecimal b, int precision, int scale) {
        if (b.signum() == 0) {
            throw Failures.divisionByZero(a.toPlainString());
        }
        return fit(a.divide(b, scale, RoundingMode.HALF_UP), precision, scale);
    }

    /** The quotient cut to a whole number. */
    public static BigDecimal quotient(BigDecimal a, BigDecimal b) {
        if (b.signum() == 0) {
            throw Failures.divisionByZero(a.toPlainString());
        }
        return a.divideToIntegralValue(b);
    }

    public static BigDecimal modulo(BigDecimal a, BigDecimal b) {
        if (b.signum() == 0) {
            throw Failures.divisionByZero(a.toPlainString());
        }
        return a.remainder(b);
    }

    public static BigDecimal of(double value) {
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            throw Failures.overflow(value, "DECIMAL");
        }
        return BigDecimal.valueOf(value);
    }

    /** Cut towards zero. */
    public static long toLong(BigDecimal value) {
        if (value.precision() - value.scale() > 19) {
            throw Failures.overflow(value.toPlainString(), "BIGINT");
        }
        try {
            return value.setScale(0, RoundingMode.DOWN).longValueExact();
        } catch (ArithmeticException e) {
            throw Failures.overflow(value.toPlainString(), "BIGINT");
        }
    }

    /** Rounded half up, as microseconds or months of an interval are. */
    public static long roundToLong(BigDecimal value) {
        try {
            return value.setScale(0, RoundingMode.HALF_UP).longValueExact();
        } catch (ArithmeticException e) {
            throw Failures.timeOverflow("An interval");
        }
    }

    /** Cut towards zero. */
    public static long toLong(double value) {
        // (double) Long.MAX_VALUE is 2^63, the first that does not fit
        if (!(value >= Long.MIN_VALUE && value < (double) Long.MAX_VALUE)) {
            throw Failures.overflow(value, "BIGINT");
        }
        return (long) value;
    }

    public static BigDecimal floor(BigDecimal value) {
        return value.setScale(0, RoundingMode.FLOOR);
    }

    public static BigDecimal ceil(BigDecimal value) {
        return value.setScale(0, RoundingMode.CEILING);
    }
}

package io.millrace.expr.runtime;

/** Arithmetic of integers and intervals in longs, checked. Errors: NUMERIC_OVERFLOW, DIVISION_BY_ZERO. */
public final class IntegerMath {
    private IntegerMath() {}

    public static long tinyint(long value) {
        if (value != (byte) value) {
            throw Failures.overflow(value, "TINYINT");
        }
        return value;
    }

    public static long smallint(long value) {
        if (value != (short) value) {
            throw Failures.overflow(value, "SMALLINT");
        }
        return value;
    }

    public static long integer(long value) {
        if (value != (int) value) {
            throw Failures.overflow(value, "INTEGER");
        }
        return value;
    }

    public static long add(long a, long b) {
        long sum = a + b;
        if (((a ^ sum) & (b ^ sum)) < 0) {
            throw Failures.overflow(a, "+", b, "BIGINT");
        }
        return sum;
    }

    public static long subtract(long a, long b) {
        long difference = a - b;
        if (((a ^ b) & (a ^ difference)) < 0) {
            throw Failures.overflow(a, "-", b, "BIGINT");
        }
        return difference;
    }

    public static long multiply(long a, long b) {
        long product = a * b;
        if (Math.multiplyHigh(a, b) != product >> 63) {
            throw Failures.overflow(a, "*", b, "BIGINT");
        }
        return product;
    }

    public static long divide(long a, long b) {
        if (b == 0) {
            throw Failures.divisionByZero(a);
        }
        if (a == Long.MIN_VALUE && b == -1) {
            throw Failures.overflow(a, "/", b, "BIGINT");
        }
        return a / b;
    }

    /** The rest of the division that cuts: its sign is that of the dividend. */
    public static long modulo(long a, long b) {
        if (b == 0) {
            throw Failures.divisionByZero(a);
        }
        return a % b;
    }

    public static long negate(long a) {
        return subtract(0, a);
    }

    public static long abs(long a) {
        return a < 0 ? negate(a) : a;
    }
}

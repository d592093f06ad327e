package io.millrace.expr.runtime;

/** Arithmetic of intervals, in microseconds or months. Errors: DATETIME_OVERFLOW, DIVISION_BY_ZERO. */
public final class IntervalMath {
    private IntervalMath() {}

    public static long add(long a, long b) {
        long sum = a + b;
        if (((a ^ sum) & (b ^ sum)) < 0) {
            throw overflow();
        }
        return sum;
    }

    public static long subtract(long a, long b) {
        long difference = a - b;
        if (((a ^ b) & (a ^ difference)) < 0) {
            throw overflow();
        }
        return difference;
    }

    public static long multiply(long a, long b) {
        long product = a * b;
        if (Math.multiplyHigh(a, b) != product >> 63) {
            throw overflow();
        }
        return product;
    }

    /** Cut towards zero. */
    public static long divide(long a, long b) {
        if (b == 0) {
            throw Failures.divisionByZero("an interval");
        }
        return b == -1 ? negate(a) : a / b;
    }

    public static long modulo(long a, long b) {
        if (b == 0) {
            throw Failures.divisionByZero("an interval");
        }
        return a % b;
    }

    public static long negate(long a) {
        return subtract(0, a);
    }

    public static long abs(long a) {
        return a < 0 ? negate(a) : a;
    }

    private static RuntimeException overflow() {
        return Failures.timeOverflow("An interval");
    }
}

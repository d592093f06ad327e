package io.millrace.benchmarks;

import java.util.Locale;

/**
 * One line of the benchmarks' table: what is asked and what was measured.
 *
 * @param asked NaN when the figure is only reported
 * @param more whether more is better
 * @param measured NaN when it could not be
 * @param how with what it came about, or why there is none
 */
record Figure(String benchmark, String unit, double asked, boolean more, double measured, String how) {
    /** At least so much is asked. */
    static Figure atLeast(String benchmark, String unit, double asked, double measured, String how) {
        return new Figure(benchmark, unit, asked, true, measured, how);
    }

    /** At most so much is asked. */
    static Figure atMost(String benchmark, String unit, double asked, double measured, String how) {
        return new Figure(benchmark, unit, asked, false, measured, how);
    }

    static Figure reported(String benchmark, String unit, double measured, String how) {
        return new Figure(benchmark, unit, Double.NaN, true, measured, how);
    }

    /** A part that ended with an error. */
    static Figure failed(String part, String why) {
        return new Figure(part, "", Double.NaN, true, Double.NaN, "failed: " + why.replace('\n', ' '));
    }

    boolean isAsked() {
        return !Double.isNaN(asked);
    }

    boolean isFailed() {
        return Double.isNaN(measured);
    }

    /** How often the asked is reached: 1 and above is met. NaN when nothing is asked. */
    double reached() {
        return more ? measured / asked : asked / measured;
    }

    boolean isMet() {
        return reached() >= 1;
    }

    String askedText() {
        return isAsked() ? (more ? "≥ " : "≤ ") + number(asked) + unit : "";
    }

    String measuredText() {
        return isFailed() ? "" : number(measured) + unit;
    }

    String verdict() {
        if (isFailed()) {
            return "failed";
        }
        return !isAsked() ? "" : isMet() ? "met" : "NOT MET";
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, Math.abs(value) >= 100 ? "%.0f" : "%.2f", value);
    }
}

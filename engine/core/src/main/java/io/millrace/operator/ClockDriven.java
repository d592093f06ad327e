package io.millrace.operator;

/** An operator that has something to do when the clock has come to some time, whether rows arrive or not. */
public interface ClockDriven {
    /** When, in microseconds UTC; Long.MAX_VALUE for never. Decides whether a micro-batch without data is worth running. */
    long nextClockMicros();
}

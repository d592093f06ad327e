package io.millrace.time;

/** The two ends of the watermark scale. A watermark W says that no row with event time before W is waited for. */
public final class Watermarks {
    /** Nothing is known yet: no row is late and nothing is final. */
    public static final long NONE = Long.MIN_VALUE;
    /** All input has been seen: everything is final. */
    public static final long END = Long.MAX_VALUE;

    private Watermarks() {}

    /** {@code watermark - micros} that keeps the two ends where they are and never wraps. */
    public static long minus(long watermark, long micros) {
        if (watermark == NONE || watermark == END) {
            return watermark;
        }
        long result = watermark - micros;
        if (((watermark ^ micros) & (watermark ^ result)) < 0) {
            return micros > 0 ? NONE + 1 : END - 1;
        }
        return result;
    }
}

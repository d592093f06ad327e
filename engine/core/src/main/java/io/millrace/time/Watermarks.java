package io.millrace.time;

import java.time.Instant;

/** The two ends of the watermark scale. A watermark W says that no row with event time before W is waited for. */
public final class Watermarks {
    /** Nothing is known yet: no row is late and nothing is final. */
    public static final long NONE = Long.MIN_VALUE;
    /** All input has been seen: everything is final. */
    public static final long END = Long.MAX_VALUE;

    private Watermarks() {}

    /** A watermark in words: an instant, or which of the two ends it is. */
    public static String text(long watermark) {
        if (watermark == END) {
            return "end";
        }
        if (watermark == NONE) {
            return "none";
        }
        return Instant.ofEpochSecond(
                        Math.floorDiv(watermark, 1_000_000L), Math.floorMod(watermark, 1_000_000L) * 1_000L)
                .toString();
    }

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

package io.millrace.sql.typed;

import io.millrace.columnar.DataType;
import io.millrace.sql.JavaValues;
import io.millrace.time.Watermarks;
import java.time.LocalDateTime;

/** Times as programs and as the engine know them. */
final class Times {
    static final long MICROS_PER_MILLI = 1_000;

    private Times() {}

    static long millis(long micros) {
        return Math.floorDiv(micros, MICROS_PER_MILLI);
    }

    /** 0 where there is none. */
    static long watermarkMillis(long watermark) {
        if (watermark == Watermarks.END) {
            return Long.MAX_VALUE;
        }
        return watermark == Watermarks.NONE ? 0 : millis(watermark);
    }

    static long micros(LocalDateTime time) {
        return (Long) JavaValues.toColumn(time, DataType.TIMESTAMP);
    }

    static LocalDateTime dateTime(long micros) {
        return (LocalDateTime) JavaValues.of(micros, DataType.TIMESTAMP);
    }
}

package io.millrace.runtime;

import io.millrace.columnar.ColumnBatch;
import io.millrace.columnar.DataType;
import io.millrace.columnar.ValueText;
import io.millrace.connector.builtin.LateRow;
import io.millrace.connector.builtin.LateRowQueue;
import io.millrace.operator.LateRows;
import io.millrace.time.TimeText;
import io.millrace.time.Watermarks;
import java.time.ZoneId;

/** Puts the late rows of one instance of an operator into words: rows as JSON objects, windows as {@code [start, end)}. */
final class LateRowCollector implements LateRows {
    private final String operator;
    private final ZoneId zone;
    private final LateRowQueue queue;

    LateRowCollector(String operator, ZoneId zone, LateRowQueue queue) {
        this.operator = operator;
        this.zone = zone;
        this.queue = queue;
    }

    @Override
    public void add(ColumnBatch batch, int row, long watermark, long windowStart, long windowEnd) {
        Long behind = watermark == Watermarks.END ? null : Long.valueOf(watermark);
        queue.add(new LateRow(json(batch, row), operator, window(windowStart, windowEnd), behind));
    }

    private static String window(long start, long end) {
        if (end == NO_TIME) {
            return null;
        }
        return "[" + (start == NO_TIME ? "" : time(start)) + ", " + time(end) + ")";
    }

    private static String time(long micros) {
        int digits = micros % 1_000_000 == 0 ? 0 : micros % 1_000 == 0 ? 3 : 6;
        return TimeText.timestamp(micros, digits);
    }

    private String json(ColumnBatch batch, int row) {
        StringBuilder out = new StringBuilder("{");
        for (int i = 0; i < batch.schema().size(); i++) {
            appendName(out, batch.schema().field(i).name());
            DataType type = batch.schema().type(i);
            Object value = batch.column(i).value(row, type);
            String text = ValueText.format(value, type, zone);
            if (value == null || isBare(value, type)) {
                out.append(text);
            } else {
                appendText(out, text);
            }
        }
        long weight = batch.weights() == null ? 1 : batch.weights()[row];
        if (weight != 1) {
            appendName(out, "$weight");
            out.append(weight);
        }
        return out.append('}').toString();
    }

    /** Whether the value's text is JSON as it stands. */
    private static boolean isBare(Object value, DataType type) {
        return switch (type.kind()) {
            case BOOLEAN, TINYINT, SMALLINT, INTEGER, BIGINT, DECIMAL -> true;
            case REAL, DOUBLE -> Double.isFinite(((Number) value).doubleValue());
            default -> false;
        };
    }

    private static void appendName(StringBuilder out, String name) {
        out.append(out.length() == 1 ? "" : ", ");
        appendText(out, name);
        out.append(": ");
    }

    private static void appendText(StringBuilder out, String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < ' ') {
                out.append(String.format(java.util.Locale.ROOT, "\\u%04x", (int) c));
            } else {
                out.append(c);
            }
        }
        out.append('"');
    }
}

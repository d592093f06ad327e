package io.millrace.operator;

import io.millrace.columnar.Schema;
import io.millrace.columnar.ValueText;
import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** How a failure of a program's function is told: with its name, and what it was at. */
final class ProgramCode {
    private ProgramCode() {}

    /**
     * @param key as {@link #text} gives it; null when it has none
     * @param row the one it took last, the same way; null when it took none
     */
    static MillraceException failed(String function, String key, String row, Exception e) {
        if (e instanceof InterruptedException) {
            Thread.currentThread().interrupt();
            return new MillraceException(ErrorCode.CANCELLED, "function \"" + function + "\" was interrupted", e);
        }
        String reason = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        ErrorCode code = e instanceof MillraceException known ? known.code() : ErrorCode.INVALID_VALUE;
        return new MillraceException(
                code,
                "function \"" + function + "\" has failed" + (key == null ? "" : " for key " + key)
                        + (row == null ? "" : " at row " + row) + ": " + reason,
                e);
    }

    /**
     * Values as people write them; null for null.
     *
     * @param columns of the schema, one for each value
     */
    static String text(List<Object> values, Schema schema, List<Integer> columns) {
        if (values == null) {
            return null;
        }
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            texts.add(ValueText.format(values.get(i), schema.type(columns.get(i)), ZoneOffset.UTC));
        }
        return texts.toString();
    }
}

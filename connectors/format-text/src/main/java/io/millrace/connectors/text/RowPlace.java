package io.millrace.connectors.text;

import io.millrace.columnar.Field;
import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import java.util.function.LongSupplier;

/**
 * Where a row stands, to word errors.
 *
 * @param origin a file's path or a host and port
 * @param line number of the row's first line, from 1
 */
record RowPlace(String origin, LongSupplier line) {
    private static final String WAY_OUT = "; mend it, or set 'on-error' to 'skip' or 'null' to go on without it";

    MillraceException badValue(Field field, String text, String reason) {
        String found = text == null ? "there is no value" : "the text is \"" + text + "\"";
        return new MillraceException(
                ErrorCode.BAD_ROW,
                "bad row in " + where() + ": column \"" + field.name() + "\" is " + field.typeText() + ", but " + found
                        + (reason == null ? "" : " (" + reason + ")") + WAY_OUT);
    }

    MillraceException badRow(String reason) {
        return new MillraceException(ErrorCode.BAD_ROW, "bad row in " + where() + ": " + reason + WAY_OUT);
    }

    /** A fault that no setting overlooks. */
    MillraceException failure(ErrorCode code, String reason) {
        return new MillraceException(code, where() + ": " + reason);
    }

    private String where() {
        return "\"" + origin + "\", line " + line.getAsLong();
    }
}

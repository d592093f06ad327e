package io.millrace.operator;

import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import java.util.List;

/** How a failure of a program's function is told: with its name, and what it was at. */
final class ProgramCode {
    private ProgramCode() {}

    /**
     * @param key null when it has none
     * @param row the one it took last; null when it took none
     */
    static MillraceException failed(String function, List<Object> key, List<Object> row, Exception e) {
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
}

package io.millrace.sql;

import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;

/** How a function of the program that takes rows has failed. */
final class FunctionFailure {
    private FunctionFailure() {}

    /**
     * @param what the function
     * @param place where it failed; empty, or with a blank in front
     */
    static MillraceException of(String what, String place, Exception e) {
        if (e instanceof InterruptedException) {
            Thread.currentThread().interrupt();
            return new MillraceException(ErrorCode.CANCELLED, what + " was interrupted", e);
        }
        String reason = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        return new MillraceException(ErrorCode.SINK_FAILED, what + " failed" + place + ": " + reason, e);
    }
}

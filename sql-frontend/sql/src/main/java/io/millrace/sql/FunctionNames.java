package io.millrace.sql;

import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;

/** The names under which a checkpoint knows functions of a program. */
final class FunctionNames {
    private FunctionNames() {}

    static String given(String name) {
        if (name.isBlank()) {
            throw new MillraceException(ErrorCode.INVALID_QUERY, "a function needs a name that is not blank");
        }
        return name.strip();
    }

    /** A lambda has no name that it keeps: what it does has to do. */
    static String of(String given, String method, Object function, String from, String to) {
        if (given != null) {
            return given;
        }
        Class<?> type = function.getClass();
        boolean hasName = !type.isHidden() && !type.isSynthetic() && !type.isAnonymousClass();
        return hasName ? type.getName() : method + " " + from + (to == null ? "" : " to " + to);
    }
}

package io.millrace.sql;

import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import java.util.regex.Pattern;

/** Checks names that go into SQL as they are. */
final class Identifiers {
    private static final Pattern FUNCTION = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    private Identifiers() {}

    static String function(String name) {
        if (!FUNCTION.matcher(name).matches()) {
            throw new MillraceException(ErrorCode.UNKNOWN_FUNCTION, "\"" + name + "\" is no name of a function");
        }
        return name;
    }
}

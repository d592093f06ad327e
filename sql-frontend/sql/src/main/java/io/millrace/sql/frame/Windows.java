package io.millrace.sql.frame;

import java.util.Set;

/** Names of the columns of a window. */
final class Windows {
    static final Set<String> NAMES = Set.of("window", "session_window");
    static final String START = "window_start";
    static final String END = "window_end";

    private Windows() {}
}

package io.millrace.shell;

import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import io.millrace.error.TextPosition;
import java.io.PrintStream;
import java.util.List;

/**
 * Tells the user of a failure: its SQLSTATE and message, and the line of the SQL with the place marked.
 *
 * <pre>
 * ERROR 42703: unknown column "pirce"; did you mean "price"?
 *   line 1, column 8:
 *   SELECT pirce FROM bid
 *          ^^^^^
 * </pre>
 */
final class ErrorReport {
    /** Set, a failure of Millrace itself comes with the stack trace that its authors need. */
    static final String DEBUG_VARIABLE = "MILLRACE_DEBUG";

    private static final int LINE_CHARS_MAX = 120;
    private static final String INDENT = "  ";

    private final PrintStream err;
    private final boolean debug;

    ErrorReport(PrintStream err, boolean debug) {
        this.err = err;
        this.debug = debug;
    }

    /**
     * Reports a failure and gives the exit code for it.
     *
     * @param source the text that the failure's position counts in; null when there is none
     */
    int report(MillraceException failure, SqlSource source) {
        err.println("ERROR " + failure.code().sqlState() + ": " + failure.getMessage());
        if (source != null) {
            failure.position().ifPresent(position -> mark(position, source));
        }
        if (debug) {
            failure.printStackTrace(err);
        }
        err.flush();
        return ExitCode.of(failure.code());
    }

    /** Reports a fault of Millrace itself. */
    int reportFault(Throwable fault) {
        err.println("ERROR " + ErrorCode.INTERNAL.sqlState() + ": this should not have happened: " + fault
                + (debug ? "" : " (set " + DEBUG_VARIABLE + "=1 to see where)"));
        if (debug) {
            fault.printStackTrace(err);
        }
        err.flush();
        return ExitCode.FAILURE;
    }

    private void mark(TextPosition position, SqlSource source) {
        List<String> lines = source.text().lines().toList();
        if (position.line() < 1 || position.line() > lines.size()) {
            return;
        }
        String line = lines.get(position.line() - 1).replace('\t', ' ');
        int from = Math.min(position.column() - 1, line.length());
        int last = position.endLine() > position.line() ? line.length() : position.endColumn();
        int to = Math.max(from, Math.min(last, line.length()));
        int cut = Math.max(0, Math.min(from - LINE_CHARS_MAX / 2, line.length() - LINE_CHARS_MAX));
        String prefix = cut > 0 ? "..." : "";
        int end = Math.min(line.length(), cut + LINE_CHARS_MAX);
        err.println(INDENT + (source.name() == null ? "" : source.name() + ", ") + position + ":");
        err.println(INDENT + prefix + line.substring(cut, end) + (end < line.length() ? "..." : ""));
        int before = prefix.length() + DisplayWidth.of(line.substring(cut, from));
        int marked = Math.max(1, DisplayWidth.of(line.substring(from, Math.min(to, end))));
        err.println(INDENT + " ".repeat(before) + "^".repeat(marked));
    }
}

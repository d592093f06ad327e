package io.millrace.shell;

import io.millrace.error.ErrorCode;

/** What the shell's exit code says. */
final class ExitCode {
    static final int OK = 0;
    /** A mistake in the SQL, or in the rows it reads. */
    static final int USER_MISTAKE = 1;

    static final int WRONG_USAGE = 2;
    /** A failure outside the SQL: a file, a service, memory, or Millrace itself. */
    static final int FAILURE = 3;
    /** Interrupted, as shells have it: 128 and the number of the signal. */
    static final int INTERRUPTED = 130;

    private ExitCode() {}

    static int of(ErrorCode code) {
        return code.category() == ErrorCode.Category.USER ? USER_MISTAKE : FAILURE;
    }
}

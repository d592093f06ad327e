package io.millrace.benchmarks.rig;

/** A rule that the engine has broken. */
final class Finding extends AssertionError {
    private static final long serialVersionUID = 1;

    Finding(String message) {
        super(message);
    }

    Finding(String message, Throwable cause) {
        super(message, cause);
    }
}

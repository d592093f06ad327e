package io.millrace.shell;

/** The reader of the shell's output has gone. */
final class OutputClosedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    OutputClosedException() {
        super("the output was closed");
    }
}

package io.millrace.shell;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Which of the process's standard streams are a terminal. */
final class Terminals {
    private Terminals() {}

    /**
     * Whether a person sits at the other end of a file descriptor. Linux says so for each; elsewhere the JDK says it
     * for input and output together.
     */
    static boolean isTerminal(int descriptor) {
        Path link = Path.of("/proc/self/fd/" + descriptor);
        if (!Files.isDirectory(Path.of("/proc/self/fd"))) {
            return System.console() != null;
        }
        try {
            String target = Files.readSymbolicLink(link).toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console");
        } catch (IOException closed) {
            return false;
        }
    }
}

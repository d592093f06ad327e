package io.millrace.shell;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * The arguments as they were typed. In the C locale the JVM takes them for ASCII and loses every other character; the
 * kernel still has the bytes.
 */
final class CommandLineText {
    private CommandLineText() {}

    static String[] restore(String[] args) {
        boolean lossless = "UTF-8".equalsIgnoreCase(System.getProperty("sun.jnu.encoding"));
        return lossless ? args : restore(args, Path.of("/proc/self/cmdline"));
    }

    /** The arguments as they stand at the end of {@code commandLine}; as given when that cannot be read. */
    static String[] restore(String[] args, Path commandLine) {
        try {
            String[] all = Files.readString(commandLine, StandardCharsets.UTF_8).split("\0", -1);
            int end = all.length - 1;
            return end < args.length ? args : Arrays.copyOfRange(all, end - args.length, end);
        } catch (IOException absentOrNotUtf8) {
            return args;
        }
    }
}

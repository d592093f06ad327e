package io.millrace.shell;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** Where {@code java -jar millrace.jar} starts. */
public final class Main {
    private static final int OUT_BUFFER_BYTES = 1 << 16;

    private Main() {}

    public static void main(String[] args) {
        UnsafeWarning.silence();
        PrintStream out = stream(FileDescriptor.out);
        PrintStream err = stream(FileDescriptor.err);
        // What a library may print is not for the user; the shell's own words go through the streams above.
        System.setOut(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));

        Streams streams = new Streams(System.in, out, err, Terminals.isTerminal(0), Terminals.isTerminal(2));
        Shell shell = new Shell(streams);
        Runtime.getRuntime().addShutdownHook(new Thread(shell::interrupt, "millrace-interrupt"));
        System.exit(shell.run(CommandLineText.restore(args)));
    }

    private static PrintStream stream(FileDescriptor descriptor) {
        OutputStream bytes = new java.io.BufferedOutputStream(new FileOutputStream(descriptor), OUT_BUFFER_BYTES);
        return new PrintStream(bytes, false, StandardCharsets.UTF_8);
    }
}

package io.millrace.connector.builtin;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** Where {@code print} tables write. Thread-safe. */
public interface Console {
    void print(String text);

    /** The standard output of the process. */
    static Console standardOutput() {
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        return text -> {
            out.print(text);
            out.flush();
        };
    }
}

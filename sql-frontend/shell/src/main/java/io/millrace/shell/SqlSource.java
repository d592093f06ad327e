package io.millrace.shell;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A text of SQL and where it came from.
 *
 * @param name of the file, for messages; null for text from the command line or the prompt
 */
record SqlSource(String name, String text) {
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    /** Reads a file; throws IOException when it cannot be read or is not UTF-8. */
    static SqlSource of(Path file) throws IOException {
        return of(file.toString(), Files.readAllBytes(file));
    }

    static SqlSource of(InputStream in) throws IOException {
        return of("standard input", in.readAllBytes());
    }

    private static SqlSource of(String name, byte[] bytes) throws IOException {
        String text = StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(bytes))
                .toString();
        return new SqlSource(name, text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text);
    }
}

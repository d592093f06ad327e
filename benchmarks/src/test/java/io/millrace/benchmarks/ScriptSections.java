package io.millrace.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** The parts of a file of scripts among the resources. */
final class ScriptSections {
    private ScriptSections() {}

    /** Texts by name, in order. */
    static Map<String, String> of(String resource) {
        return io.millrace.sql.ScriptSections.of(read(resource));
    }

    private static String read(String resource) {
        try (InputStream in = ScriptSections.class.getResourceAsStream(resource)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package io.millrace.sql;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A file of cases, each an input and the output it must give. The system property {@code millrace.goldens=rewrite} writes
 * what the code gives now in place of what was expected.
 *
 * <pre>
 *   === a title
 *   input
 *   --- gives
 *   output
 * </pre>
 */
public final class GoldenFile {
    private static final String TITLE = "=== ";
    private static final String GIVES = "--- gives";

    private final Path file;
    private final List<Case> cases = new ArrayList<>();

    /** One case; texts without a line end at their end. */
    public record Case(String title, String input, String output) {}

    /**
     * @param name path below src/test/resources
     */
    public GoldenFile(String name) {
        file = Path.of("src/test/resources", name);
        read();
    }

    public List<Case> cases() {
        return List.copyOf(cases);
    }

    /** Whether expected outputs are to be written, not compared. */
    public static boolean rewriting() {
        return "rewrite".equals(System.getProperty("millrace.goldens"));
    }

    /** Puts what {@code run} gives for each input in place of the expected outputs. */
    public void rewrite(UnaryOperator<String> run) {
        StringBuilder text = new StringBuilder();
        for (Case one : cases) {
            text.append(TITLE)
                    .append(one.title())
                    .append('\n')
                    .append(one.input())
                    .append('\n');
            text.append(GIVES).append('\n').append(run.apply(one.input())).append("\n\n");
        }
        try {
            Files.writeString(file, text.toString().stripTrailing() + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void read() {
        String text;
        try {
            text = Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        for (String block : ("\n" + text).split("\n" + TITLE)) {
            if (block.isBlank()) {
                continue;
            }
            int titleEnd = block.indexOf('\n');
            int gives = block.indexOf("\n" + GIVES);
            String input = block.substring(titleEnd + 1, gives < 0 ? block.length() : gives);
            String output = gives < 0 ? "" : block.substring(block.indexOf('\n', gives + 1) + 1);
            cases.add(new Case(block.substring(0, titleEnd), input.strip(), output.strip()));
        }
    }
}

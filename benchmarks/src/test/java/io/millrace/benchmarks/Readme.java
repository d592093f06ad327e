package io.millrace.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The examples in README.md. */
final class Readme {
    private static final Path FILE = Path.of("..", "README.md");
    private static final String FENCE = "```";

    private Readme() {}

    /**
     * A block of code.
     *
     * @param section the heading it stands under
     * @param needs what the comment before it says that it needs; empty for nothing
     */
    record Block(String section, String language, String needs, String text) {}

    static List<Block> blocks() {
        List<Block> blocks = new ArrayList<>();
        String section = "";
        String needs = "";
        List<String> lines = lines();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (line.startsWith("## ")) {
                section = line.substring(3);
            } else if (line.startsWith("<!-- needs: ")) {
                needs = line.replace("<!-- needs: ", "").replace(" -->", "");
            } else if (line.startsWith(FENCE)) {
                int end = i + 1 + lines.subList(i + 1, lines.size()).indexOf(FENCE);
                blocks.add(new Block(
                        section, line.substring(FENCE.length()), needs, String.join("\n", lines.subList(i + 1, end))));
                needs = "";
                i = end;
            }
        }
        return blocks;
    }

    /** The SQL under a heading, block by block. */
    static List<String> sql(String section) {
        return blocks().stream()
                .filter(block ->
                        block.section().equals(section) && block.language().equals("sql"))
                .map(Block::text)
                .toList();
    }

    private static List<String> lines() {
        try {
            return Files.readAllLines(FILE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

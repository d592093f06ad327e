package io.millrace.sql;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** A page of {@code docs}, whose blocks of SQL run. */
record DocsPage(String text) {
    private static final Pattern BLOCK = Pattern.compile("```sql\n(.*?)```", Pattern.DOTALL);

    static DocsPage read(String name) throws IOException {
        return new DocsPage(Files.readString(Path.of("docs", name)));
    }

    /** The SQL blocks, in order. */
    List<String> blocks() {
        return BLOCK.matcher(text).results().map(block -> block.group(1)).toList();
    }
}

package io.millrace.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a program takes on with the dependency on this module; the build prints it. */
class FootprintTest {
    private static final long MEBIBYTE = 1 << 20;
    private static final double MEBIBYTES_MAX = 60;

    @Test
    void theDriverAndAllItNeedsStayBelowSixtyMebibytes() throws IOException {
        String classPath = Files.readString(Path.of("target", "runtime-classpath.txt"));
        List<Path> parts = new ArrayList<>(List.of(Path.of("target", "classes")));
        for (String part : classPath.strip().split(Pattern.quote(File.pathSeparator))) {
            parts.add(Path.of(part));
        }
        long bytes = 0;
        for (Path part : parts) {
            bytes += size(part);
        }
        double mebibytes = (double) bytes / MEBIBYTE;
        System.out.printf(Locale.ROOT, "millrace-jdbc: %d jars, %.1f MiB with all it needs%n", parts.size(), mebibytes);
        assertThat(parts).hasSizeGreaterThan(20);
        assertThat(mebibytes).isBetween(5.0, MEBIBYTES_MAX);
    }

    /** Of a jar, or of the classes of a module that is not packed yet. */
    private static long size(Path part) throws IOException {
        long bytes = 0;
        try (Stream<Path> files = Files.walk(part)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                bytes += Files.size(file);
            }
        }
        return bytes;
    }
}

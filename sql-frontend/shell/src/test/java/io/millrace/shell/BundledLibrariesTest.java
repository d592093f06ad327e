package io.millrace.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** NOTICE names every library in millrace.jar, with its licence, and no other. */
class BundledLibrariesTest {
    private static final Pattern RESOLVED = Pattern.compile("(?m)^ +([\\w.-]+:[\\w.-]+):jar:");
    private static final Pattern LISTED = Pattern.compile("(?m)^([\\w.-]+:[\\w.-]+) {2,}\\S");

    @Test
    void noticeListsWhatTheJarBundles() throws IOException {
        List<String> bundled = matches(RESOLVED, Path.of("target", "bundled-libraries.txt"));
        List<String> listed = matches(LISTED, Path.of("..", "..", "NOTICE"));
        assertThat(bundled).as("libraries in the jar").hasSizeGreaterThan(10);
        assertThat(listed)
                .as("libraries in NOTICE, against those that millrace.jar bundles")
                .containsExactlyInAnyOrderElementsOf(bundled);
    }

    private static List<String> matches(Pattern pattern, Path file) throws IOException {
        return pattern.matcher(Files.readString(file))
                .results()
                .map((MatchResult match) -> match.group(1))
                .toList();
    }
}

package io.millrace.shell;

import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** The command line of {@code test}. */
@Command(
        name = "test",
        description =
                "Runs the scripts of a file, each in a session of its own, and compares what their queries give after"
                        + " each batch with what the script says.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
final class TestArguments {
    @Parameters(paramLabel = "FILE", description = "Scripts, each behind a line === name ===.")
    Path file;
}

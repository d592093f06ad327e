package io.millrace.shell;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command line of {@code demo}. */
@Command(
        name = "demo",
        description = "Counts the bids of an auction site over windows that slide, live, until Ctrl-C.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
final class DemoArguments {
    @Option(
            names = "--rows",
            paramLabel = "N",
            description = "Read N bids as fast as they can be read, then end; the same result every time.")
    Long rows;
}

package io.millrace.shell;

import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** The command line of {@code fsck}. */
@Command(
        name = "fsck",
        description = "Reads every byte of a query's checkpoint and says of each file whether it is as it was written. "
                + "Changes nothing; the query may be running.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
final class FsckArguments {
    @Parameters(paramLabel = "FOLDER", description = "The query's folder below the \"checkpoint.dir\".")
    Path folder;
}

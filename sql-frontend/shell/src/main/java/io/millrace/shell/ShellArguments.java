package io.millrace.shell;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The command line, as picocli fills it. */
@Command(
        name = "millrace",
        description = "Streaming SQL over unbounded tables. Without -e or -f: a prompt.",
        subcommands = {DemoArguments.class, FsckArguments.class, TestArguments.class},
        versionProvider = Version.class,
        mixinStandardHelpOptions = true,
        sortOptions = false,
        usageHelpAutoWidth = true,
        footer = {
            "",
            "Exit codes: 0 done; 1 a mistake in the SQL or its rows; 2 wrong usage; 3 a failure",
            "outside the SQL; 130 interrupted."
        })
final class ShellArguments {
    /** What to run: one or the other. */
    static final class Script {
        @Option(
                names = {"-e", "--execute"},
                paramLabel = "SQL",
                description = "Run these statements, separated by semicolons.")
        String sql;

        @Option(
                names = {"-f", "--file"},
                paramLabel = "FILE",
                description = "Run the statements of a file; - is the standard input.")
        Path file;
    }

    @ArgGroup
    Script script = new Script();

    @Option(
            names = "--database",
            paramLabel = "FOLDER",
            description = {
                "Keep tables, views and running queries in this folder; what is in it is there",
                "again, and goes on."
            })
    Path database;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            scope = ScopeType.INHERIT,
            defaultValue = "table",
            description = "How results are written: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    OutputFormat format;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            scope = ScopeType.INHERIT,
            description = "As the statement SET 'KEY'='VALUE' before all others; may be repeated.")
    Map<String, String> settings = new LinkedHashMap<>();
}

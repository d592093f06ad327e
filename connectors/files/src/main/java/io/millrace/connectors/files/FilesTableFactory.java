package io.millrace.connectors.files;

import io.millrace.columnar.Schema;
import io.millrace.config.Option;
import io.millrace.config.Options;
import io.millrace.connector.ConnectorContext;
import io.millrace.connector.FormatFactory;
import io.millrace.connector.IndexedFormat;
import io.millrace.connector.Table;
import io.millrace.connector.TableDefinition;
import io.millrace.connector.TableFactory;
import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Makes the tables of connector {@code files}. */
public final class FilesTableFactory implements TableFactory {
    private static final Option<Path> PATH = new Option<>(
            "path",
            "a directory or file",
            FilesTableFactory::path,
            null,
            true,
            "the directory that holds the files, or one file");
    private static final Option<String> FORMAT =
            Option.requiredString("format", "how rows are written: csv, json or another format");
    private static final Option<Long> FILES_PER_BATCH_MAX = Option.number(
            "max-files-per-batch", 1000L, 1, Integer.MAX_VALUE, "how many files one micro-batch may take");
    private static final Option<String> PARTITION_BY = Option.string(
            "partition-by",
            "",
            "columns whose values are in the names of folders, such as zone=north, not in the files");
    private static final Option<Boolean> BOUNDED =
            Option.bool("bounded", false, "whether the files there are at the start are all");

    @Override
    public String connector() {
        return "files";
    }

    @Override
    public String description() {
        return "A directory of files that grows, or one file; written exactly once";
    }

    @Override
    public Collection<Option<?>> options() {
        return List.of(PATH, FORMAT, PARTITION_BY, FILES_PER_BATCH_MAX, BOUNDED);
    }

    @Override
    public Table create(TableDefinition definition, ConnectorContext context) {
        FormatFactory format = context.format(formatName(definition.options()));
        List<Option<?>> known = new ArrayList<>(options());
        known.addAll(format.options());
        Options options = Options.check("connector \"files\"", known, definition.options());
        if (definition.columns().size() == 0) {
            throw new MillraceException(
                    ErrorCode.INVALID_QUERY,
                    "table \"" + definition.name() + "\" declares no columns; connector \"files\" needs them, as in"
                            + " CREATE TABLE \"" + definition.name() + "\" (id BIGINT, name VARCHAR) WITH (...)");
        }
        Partitioning partitioning =
                Partitioning.of(definition.columns(), Partitioning.names(options.get(PARTITION_BY)), context.zone());
        Schema inFiles = definition.columns().select(partitioning.inFiles());
        // asked once, so that what the format cannot read or write is refused now
        if (format instanceof IndexedFormat indexed) {
            indexed.check(inFiles, options);
        } else {
            format.decoder(inFiles, List.of(), options, context.zone());
        }
        return new FilesTable(
                definition,
                options.get(PATH),
                format,
                options,
                context,
                partitioning,
                new FilesTable.Reading(options.get(BOUNDED), options.get(FILES_PER_BATCH_MAX)));
    }

    /** The format comes first: it says which other options there are. */
    private static String formatName(Map<String, String> given) {
        for (Map.Entry<String, String> option : given.entrySet()) {
            if (option.getKey().equalsIgnoreCase(FORMAT.key())) {
                return option.getValue();
            }
        }
        throw new MillraceException(
                ErrorCode.INVALID_OPTION,
                "connector \"files\" needs option \"" + FORMAT.key() + "\" (" + FORMAT.doc() + ")");
    }

    private static Path path(String text) {
        if (text.isBlank()) {
            throw new IllegalArgumentException(text);
        }
        try {
            return Path.of(text).toAbsolutePath().normalize();
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException(text, e);
        }
    }
}

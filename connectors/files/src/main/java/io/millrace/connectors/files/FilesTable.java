package io.millrace.connectors.files;

import io.millrace.columnar.Schema;
import io.millrace.config.Options;
import io.millrace.connector.ConnectorContext;
import io.millrace.connector.FormatFactory;
import io.millrace.connector.OutputMode;
import io.millrace.connector.ReadableTable;
import io.millrace.connector.ReplaceableTable;
import io.millrace.connector.Sink;
import io.millrace.connector.Source;
import io.millrace.connector.Table;
import io.millrace.connector.TableDefinition;
import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import io.millrace.storage.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/** A table whose rows are in files. */
final class FilesTable implements ReadableTable, ReplaceableTable {
    private final TableDefinition definition;
    private final Path path;
    private final FormatFactory format;
    private final Options options;
    private final ConnectorContext context;
    private final Partitioning partitioning;
    private final Reading reading;

    /** How the table is read. */
    record Reading(boolean bounded, long filesPerBatchMax) {}

    FilesTable(
            TableDefinition definition,
            Path path,
            FormatFactory format,
            Options options,
            ConnectorContext context,
            Partitioning partitioning,
            Reading reading) {
        this.definition = definition;
        this.path = path;
        this.format = format;
        this.options = options;
        this.context = context;
        this.partitioning = partitioning;
        this.reading = reading;
    }

    @Override
    public Schema schema() {
        return definition.columns();
    }

    @Override
    public Source source(List<Integer> columns) {
        List<Integer> inFiles = partitioning.inFiles();
        List<Integer> projection =
                columns.stream().filter(inFiles::contains).map(inFiles::indexOf).toList();
        return new FilesSource(
                path,
                format(projection),
                new FilesSource.Rows(partitioning, columns),
                reading.bounded(),
                reading.filesPerBatchMax());
    }

    @Override
    public List<Integer> partColumns() {
        return partitioning.columns();
    }

    @Override
    public boolean bounded() {
        return reading.bounded();
    }

    @Override
    public boolean replayable() {
        return true;
    }

    @Override
    public Sink sink() {
        if (Files.exists(path) && !Files.isDirectory(path)) {
            throw new MillraceException(
                    ErrorCode.SINK_FAILED,
                    "results go into a directory, but \"" + path + "\" is a file; give table \"" + definition.name()
                            + "\" the path of a directory, which is made if it is missing");
        }
        return sink(context.sharedFiles(path), FilesSink.MERGE_AT);
    }

    /** @param mergeAt how many manifests become one */
    Sink sink(FileStore store, int mergeAt) {
        List<Integer> all =
                IntStream.range(0, partitioning.inFiles().size()).boxed().toList();
        return new FilesSink(store, format(all), partitioning, mergeAt);
    }

    private FileFormat format(List<Integer> projection) {
        return new FileFormat(format, options, schema().select(partitioning.inFiles()), projection, context.zone());
    }

    @Override
    public boolean hasRows() {
        return new FilesReplacement(path, partitioning).hasRows();
    }

    @Override
    public void deleteRows() {
        FileStore store = context.sharedFiles(path);
        ManifestFolder manifests = new ManifestFolder(store, FilesSink.STAGING, FilesSink.MERGE_AT);
        new FilesReplacement(path, partitioning).delete(new Owners(store, manifests));
    }

    @Override
    public boolean holdsRowsOf(Table other) {
        return other instanceof FilesTable files && (files.path.startsWith(path) || path.startsWith(files.path));
    }

    @Override
    public Set<OutputMode> outputModes() {
        return Set.of(OutputMode.APPEND, OutputMode.CHANGELOG);
    }

    @Override
    public Guarantee guarantee() {
        return Guarantee.EXACTLY_ONCE;
    }
}

package io.millrace.connectors.files;

import io.millrace.columnar.Schema;
import io.millrace.config.Options;
import io.millrace.connector.FormatFactory;
import io.millrace.connector.ReadableTable;
import io.millrace.connector.Source;
import io.millrace.connector.TableDefinition;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;

/** A table whose rows are in files. */
final class FilesTable implements ReadableTable {
    private final TableDefinition definition;
    private final Path path;
    private final FormatFactory format;
    private final Options options;
    private final ZoneId zone;
    private final Reading reading;

    /** How the table is read. */
    record Reading(boolean bounded, long filesPerBatchMax) {}

    FilesTable(
            TableDefinition definition,
            Path path,
            FormatFactory format,
            Options options,
            ZoneId zone,
            Reading reading) {
        this.definition = definition;
        this.path = path;
        this.format = format;
        this.options = options;
        this.zone = zone;
        this.reading = reading;
    }

    @Override
    public Schema schema() {
        return definition.columns();
    }

    @Override
    public Source source(List<Integer> columns) {
        FileFormat fileFormat = new FileFormat(format, options, schema(), columns, zone);
        return new FilesSource(path, fileFormat, reading.bounded(), reading.filesPerBatchMax());
    }

    @Override
    public boolean bounded() {
        return reading.bounded();
    }

    @Override
    public boolean replayable() {
        return true;
    }
}

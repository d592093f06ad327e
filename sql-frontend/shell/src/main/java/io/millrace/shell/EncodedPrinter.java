package io.millrace.shell;

import io.millrace.columnar.Column;
import io.millrace.columnar.ColumnBatch;
import io.millrace.columnar.ColumnBuilder;
import io.millrace.columnar.DataType;
import io.millrace.columnar.Field;
import io.millrace.columnar.Schema;
import io.millrace.columnar.ValueText;
import io.millrace.config.Options;
import io.millrace.connector.ChangeBatch;
import io.millrace.connector.FormatFactory;
import io.millrace.connector.RowEncoder;
import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import java.io.IOException;
import java.io.PrintStream;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;

/** Writes rows in the format that a table of that format has in its files. */
final class EncodedPrinter implements RowPrinter {
    private final Schema shown;
    private final boolean changes;
    private final boolean nestedAsText;
    private final ZoneId zone;
    private final RowEncoder encoder;
    private final PrintStream out;
    private boolean begun;

    EncodedPrinter(OutputFormat format, Schema schema, boolean changes, ZoneId zone, PrintStream out) {
        this.changes = changes;
        this.zone = zone;
        this.out = out;
        nestedAsText = format == OutputFormat.CSV;
        Schema full = changes ? ChangeColumn.addTo(schema) : schema;
        shown = nestedAsText ? nestedToText(full) : full;
        FormatFactory factory = factory(format.toString());
        encoder = factory.encoder(shown, Options.check("format \"" + format + "\"", factory.options(), Map.of()), zone);
    }

    @Override
    public void print(ChangeBatch batch) throws IOException {
        begin();
        ColumnBatch rows = changes ? ChangeColumn.addTo(batch) : batch.rows();
        encoder.write(new ChangeBatch(nestedAsText ? nestedToText(rows) : rows, null), out);
        out.flush();
    }

    @Override
    public void end() throws IOException {
        begin();
        out.flush();
    }

    private void begin() throws IOException {
        if (!begun) {
            begun = true;
            encoder.begin(out);
        }
    }

    private static FormatFactory factory(String format) {
        return ServiceLoader.load(FormatFactory.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(factory -> factory.format().equals(format))
                .findFirst()
                .orElseThrow(() -> new MillraceException(
                        ErrorCode.UNSUPPORTED,
                        "the format \"" + format + "\" is not there; add millrace-format-text to the class path"));
    }

    private static Schema nestedToText(Schema schema) {
        List<Field> fields = schema.fields().stream()
                .map(field ->
                        isNested(field.type()) ? new Field(field.name(), DataType.VARCHAR, field.nullable()) : field)
                .toList();
        return new Schema(fields);
    }

    private ColumnBatch nestedToText(ColumnBatch rows) {
        Column[] columns = new Column[shown.size()];
        for (int i = 0; i < columns.length; i++) {
            DataType type = rows.schema().type(i);
            columns[i] = isNested(type) ? texts(rows.column(i), type, rows.rowCount()) : rows.column(i);
        }
        return ColumnBatch.of(shown, rows.rowCount(), columns);
    }

    private Column texts(Column column, DataType type, int rowCount) {
        ColumnBuilder texts = ColumnBuilder.of(DataType.VARCHAR, rowCount);
        for (int row = 0; row < rowCount; row++) {
            texts.append((Object) ValueText.format(column.value(row, type), type, zone));
        }
        return texts.build();
    }

    private static boolean isNested(DataType type) {
        return switch (type.kind()) {
            case ARRAY, MAP, ROW -> true;
            default -> false;
        };
    }
}

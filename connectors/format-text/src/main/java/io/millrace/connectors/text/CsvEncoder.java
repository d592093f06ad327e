package io.millrace.connectors.text;

import io.millrace.columnar.BytesColumn;
import io.millrace.columnar.Column;
import io.millrace.columnar.DataType;
import io.millrace.columnar.LongColumn;
import io.millrace.columnar.Schema;
import io.millrace.columnar.ValueText;
import io.millrace.connector.ChangeBatch;
import io.millrace.connector.RowEncoder;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;

/** Encodes rows as CSV; a text that would read back as something else is quoted. */
final class CsvEncoder implements RowEncoder {
    private final Schema columns;
    private final CsvDialect dialect;
    private final ZoneId zone;
    private final ByteText text = new ByteText();

    CsvEncoder(Schema columns, CsvDialect dialect, ZoneId zone) {
        this.columns = columns;
        this.dialect = dialect;
        this.zone = zone;
    }

    @Override
    public void begin(OutputStream out) throws IOException {
        if (!dialect.header()) {
            return;
        }
        for (int i = 0; i < columns.size(); i++) {
            byte[] name = columns.field(i).name().getBytes(StandardCharsets.UTF_8);
            field(i, name, 0, name.length, false);
        }
        text.append('\n');
        text.flush(out);
    }

    @Override
    public void write(ChangeBatch batch, OutputStream out) throws IOException {
        int width = columns.size();
        Column[] values = new Column[width];
        for (int i = 0; i < width; i++) {
            values[i] = batch.rows().column(i);
        }
        for (int row = 0; row < batch.rows().rowCount(); row++) {
            for (int i = 0; i < width; i++) {
                value(i, values[i], row);
            }
            text.append('\n');
            text.flushWhenLarge(out);
        }
        text.flush(out);
    }

    private void value(int index, Column column, int row) {
        DataType type = columns.type(index);
        if (column.isNull(row)) {
            separate(index);
            text.append(dialect.nullText(), 0, dialect.nullText().length);
        } else if (type.kind() == DataType.Kind.VARCHAR) {
            BytesColumn texts = (BytesColumn) column;
            field(index, texts.data(), texts.offsets()[row], texts.offsets()[row + 1], true);
        } else if (type.isInteger()) {
            separate(index);
            text.append(((LongColumn) column).values()[row]);
        } else {
            String value = ValueText.format(column.value(row, type), type, zone);
            byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
            field(index, bytes, 0, bytes.length, true);
        }
    }

    private void separate(int index) {
        if (index > 0) {
            text.append(dialect.delimiter());
        }
    }

    private void field(int index, byte[] bytes, int from, int to, boolean nullable) {
        separate(index);
        if (!needsQuotes(bytes, from, to, nullable)) {
            text.append(bytes, from, to - from);
            return;
        }
        text.append('"');
        for (int i = from; i < to; i++) {
            if (bytes[i] == '"') {
                text.append('"');
            }
            text.append(bytes[i]);
        }
        text.append('"');
    }

    private boolean needsQuotes(byte[] bytes, int from, int to, boolean nullable) {
        for (int i = from; i < to; i++) {
            byte b = bytes[i];
            if (b == '"' || b == dialect.delimiter() || b == '\n' || b == '\r') {
                return true;
            }
        }
        return nullable && dialect.isNull(bytes, from, to);
    }
}

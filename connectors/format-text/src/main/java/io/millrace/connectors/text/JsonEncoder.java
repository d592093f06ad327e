package io.millrace.connectors.text;

import com.fasterxml.jackson.core.JsonGenerator;
import io.millrace.columnar.BytesColumn;
import io.millrace.columnar.Column;
import io.millrace.columnar.ColumnBatch;
import io.millrace.columnar.DataType;
import io.millrace.columnar.LongColumn;
import io.millrace.columnar.Schema;
import io.millrace.columnar.ValueText;
import io.millrace.connector.ChangeBatch;
import io.millrace.connector.RowEncoder;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;

/** Encodes rows as JSON lines. What JSON has no type for (times, bytes, NaN) becomes a string, in the text of CAST. */
final class JsonEncoder implements RowEncoder {
    private final Schema columns;
    private final ZoneId zone;

    JsonEncoder(Schema columns, ZoneId zone) {
        this.columns = columns;
        this.zone = zone;
    }

    @Override
    public void begin(OutputStream out) {}

    @Override
    public void write(ChangeBatch batch, OutputStream out) throws IOException {
        try (JsonGenerator json = JsonDecoder.FACTORY.createGenerator(out)) {
            json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
            json.disable(JsonGenerator.Feature.FLUSH_PASSED_TO_STREAM);
            json.setRootValueSeparator(null);
            ColumnBatch rows = batch.rows();
            for (int row = 0; row < rows.rowCount(); row++) {
                json.writeStartObject();
                for (int i = 0; i < columns.size(); i++) {
                    json.writeFieldName(columns.field(i).name());
                    column(json, rows.column(i), columns.type(i), row);
                }
                json.writeEndObject();
                json.writeRaw('\n');
            }
        }
    }

    private void column(JsonGenerator json, Column column, DataType type, int row) throws IOException {
        if (column.isNull(row)) {
            json.writeNull();
        } else if (type.isInteger()) {
            json.writeNumber(((LongColumn) column).values()[row]);
        } else if (type.isString()) {
            BytesColumn texts = (BytesColumn) column;
            int from = texts.offsets()[row];
            json.writeUTF8String(texts.data(), from, texts.offsets()[row + 1] - from);
        } else {
            value(json, column.value(row, type), type);
        }
    }

    private void value(JsonGenerator json, Object value, DataType type) throws IOException {
        if (value == null) {
            json.writeNull();
            return;
        }
        switch (type.kind()) {
            case BOOLEAN -> json.writeBoolean((Boolean) value);
            case TINYINT, SMALLINT, INTEGER, BIGINT -> json.writeNumber((Long) value);
            case REAL, DOUBLE -> number(json, (Double) value, type);
            case DECIMAL -> json.writeNumber(((BigDecimal) value).toPlainString());
            case ARRAY -> {
                json.writeStartArray();
                for (Object element : (List<?>) value) {
                    value(json, element, type.element());
                }
                json.writeEndArray();
            }
            case MAP -> {
                json.writeStartObject();
                for (Map.Entry<?, ?> entry : ((Map<?, ?>) value).entrySet()) {
                    json.writeFieldName(ValueText.format(
                            entry.getKey(), type.children().get(0).type(), zone));
                    value(json, entry.getValue(), type.children().get(1).type());
                }
                json.writeEndObject();
            }
            case ROW -> {
                json.writeStartObject();
                List<?> fields = (List<?>) value;
                for (int i = 0; i < fields.size(); i++) {
                    json.writeFieldName(type.children().get(i).name());
                    value(json, fields.get(i), type.children().get(i).type());
                }
                json.writeEndObject();
            }
            default -> json.writeString(ValueText.format(value, type, zone));
        }
    }

    private void number(JsonGenerator json, double value, DataType type) throws IOException {
        String text = ValueText.format(value, type, zone);
        if (Double.isFinite(value)) {
            json.writeNumber(text);
        } else {
            json.writeString(text);
        }
    }
}

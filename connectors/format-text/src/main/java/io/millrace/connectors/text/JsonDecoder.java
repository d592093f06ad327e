package io.millrace.connectors.text;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import io.millrace.columnar.Field;
import io.millrace.columnar.Schema;
import io.millrace.columnar.Utf8;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Decodes JSON lines: one object a line. A field that is missing is NULL, one that no column is named after is ignored. */
final class JsonDecoder extends TextDecoder {
    private static final int NONE = -1;
    private static final int NAMES_CACHED_MAX = 10_000;

    static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(ROW_BYTES_MAX)
                    .maxNestingDepth(200)
                    .build())
            .build();

    private final Schema columns;
    private final JsonValues values;
    private final JsonScan scan;
    private final boolean nested;

    /** Declared column by JSON field name; filled as names are met. */
    private final Map<String, Integer> columnByName = new HashMap<>();

    private final Map<String, Integer> columnByLowerCase = new HashMap<>();

    JsonDecoder(Schema columns, RowCollector rows) {
        super(new LineEnds(), false, rows);
        this.columns = columns;
        this.values = new JsonValues(rows.zone());
        boolean[] wanted = new boolean[columns.size()];
        for (int i = 0; i < columns.size(); i++) {
            columnByLowerCase.put(columns.field(i).name().toLowerCase(Locale.ROOT), i);
            wanted[i] = rows.wants(i);
        }
        this.nested = columns.fields().stream()
                .anyMatch(field -> !field.type().children().isEmpty());
        this.scan = new JsonScan(this::column, wanted);
    }

    @Override
    void preamble(byte[] bytes, int from, int to) {}

    @Override
    int row(byte[] bytes, int from, int to) {
        if (isBlank(bytes, from, to)) {
            return 1;
        }
        if (!Utf8.isValid(bytes, from, to)) {
            rows.badRow("the bytes are not UTF-8: \"" + RowCollector.shown(bytes, from, to) + "\"");
        } else if (scan.scan(bytes, from, to) && !hasNestedColumn()) {
            takeScanned(bytes);
        } else {
            String broken = object(bytes, from, to);
            if (broken != null) {
                rows.badRow(broken + ": \"" + RowCollector.shown(bytes, from, to) + "\"");
            }
        }
        rows.endRow();
        return 1;
    }

    /** Whether a value was found for an ARRAY, MAP or ROW: the library says what is wrong with it. */
    private boolean hasNestedColumn() {
        for (int i = 0; nested && i < scan.count(); i++) {
            boolean isNull = scan.end(i) < scan.start(i);
            if (!isNull && !columns.type(scan.column(i)).children().isEmpty()) {
                return true;
            }
        }
        return false;
    }

    private void takeScanned(byte[] bytes) {
        for (int i = 0; i < scan.count(); i++) {
            if (scan.end(i) < scan.start(i)) {
                rows.value(scan.column(i), null);
            } else {
                rows.text(scan.column(i), bytes, scan.start(i), scan.end(i));
            }
        }
    }

    /** Reads the object. Returns what is wrong with its shape, or null. */
    private String object(byte[] bytes, int from, int to) {
        try (JsonParser parser = FACTORY.createParser(bytes, from, to - from)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return "expected a JSON object";
            }
            for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
                parser.nextToken();
                int column = column(name);
                if (column == NONE || !rows.wants(column)) {
                    parser.skipChildren();
                } else {
                    field(column, parser, bytes, from);
                }
            }
            return parser.nextToken() == null ? null : "something stands behind the JSON object";
        } catch (JsonProcessingException e) {
            return "it is not JSON (" + e.getOriginalMessage() + ")";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void field(int index, JsonParser parser, byte[] bytes, int from) throws IOException {
        Field column = columns.field(index);
        int start = from + (int) parser.currentTokenLocation().getByteOffset();
        int depth = parser.getParsingContext().getNestingDepth();
        try {
            rows.value(index, values.read(parser, column.type(), bytes, from));
        } catch (IllegalArgumentException e) {
            leave(parser, depth);
            int end = from + (int) parser.currentLocation().getByteOffset();
            rows.badValue(index, RowCollector.shown(bytes, start, end), e.getMessage());
        }
    }

    /** Goes to the end of the value, in the middle of which reading stopped. */
    private static void leave(JsonParser parser, int depth) throws IOException {
        if (parser.currentToken().isStructStart()) {
            parser.skipChildren();
        }
        while (parser.getParsingContext().getNestingDepth() > depth
                || (parser.getParsingContext().getNestingDepth() == depth
                        && !parser.getParsingContext().inObject())) {
            parser.nextToken();
        }
    }

    private int column(String name) {
        Integer known = columnByName.get(name);
        if (known == null) {
            known = columnByLowerCase.getOrDefault(name.toLowerCase(Locale.ROOT), NONE);
            if (columnByName.size() < NAMES_CACHED_MAX) {
                columnByName.put(name, known);
            }
        }
        return known;
    }

    private static boolean isBlank(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            if (bytes[i] != ' ' && bytes[i] != '\t') {
                return false;
            }
        }
        return true;
    }
}

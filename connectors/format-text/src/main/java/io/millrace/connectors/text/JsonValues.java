package io.millrace.connectors.text;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.millrace.columnar.Column;
import io.millrace.columnar.DataType;
import io.millrace.columnar.Field;
import io.millrace.columnar.NumberText;
import io.millrace.columnar.ValueText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads JSON values as SQL values: JSON's own types where they fit, else text as CAST reads it. A VARCHAR takes anything;
 * of an array or object it gets the JSON text.
 *
 * <p>Errors: IllegalArgumentException whose message is the reason; the parser then stands somewhere in the value.
 */
record JsonValues(ZoneId zone) {

    /**
     * The value at the parser's current token, in the form {@link Column#value} gives; the parser then stands on the
     * value's last token.
     */
    Object read(JsonParser parser, DataType type, byte[] bytes, int from) throws IOException {
        JsonToken token = parser.currentToken();
        if (token == JsonToken.VALUE_NULL) {
            return null;
        }
        return switch (type.kind()) {
            case ARRAY -> array(parser, type, bytes, from);
            case MAP -> map(parser, type, bytes, from);
            case ROW -> row(parser, type, bytes, from);
            default -> token.isStructStart() ? structText(parser, type, bytes, from) : scalar(parser, token, type);
        };
    }

    private Object scalar(JsonParser parser, JsonToken token, DataType type) throws IOException {
        if (token == JsonToken.VALUE_NUMBER_INT
                && type.isInteger()
                && parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER) {
            long value = parser.getLongValue();
            if (value < NumberText.min(type) || value > NumberText.max(type)) {
                throw new IllegalArgumentException("expected " + NumberText.min(type) + " to " + NumberText.max(type));
            }
            return value;
        }
        String text = parser.getText();
        if (token == JsonToken.VALUE_STRING && hasLoneSurrogate(text)) {
            throw new IllegalArgumentException("half of a surrogate pair is no character");
        }
        return ValueText.parse(text, type, zone);
    }

    private static Object structText(JsonParser parser, DataType type, byte[] bytes, int from) throws IOException {
        if (!type.isString()) {
            throw new IllegalArgumentException("expected a single value");
        }
        int start = from + (int) parser.currentTokenLocation().getByteOffset();
        parser.skipChildren();
        int end = from + (int) parser.currentLocation().getByteOffset();
        String text = new String(Arrays.copyOfRange(bytes, start, end), StandardCharsets.UTF_8);
        return ValueText.parse(text, type, null);
    }

    private List<Object> array(JsonParser parser, DataType type, byte[] bytes, int from) throws IOException {
        expect(parser, JsonToken.START_ARRAY, "an array");
        List<Object> elements = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            elements.add(child(parser, type.children().get(0), bytes, from));
        }
        return elements;
    }

    private Map<Object, Object> map(JsonParser parser, DataType type, byte[] bytes, int from) throws IOException {
        expect(parser, JsonToken.START_OBJECT, "an object");
        Map<Object, Object> entries = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            Object key =
                    ValueText.parse(parser.currentName(), type.children().get(0).type(), zone);
            parser.nextToken();
            if (entries.put(key, child(parser, type.children().get(1), bytes, from)) != null) {
                throw new IllegalArgumentException("the key " + key + " comes twice");
            }
        }
        return entries;
    }

    private List<Object> row(JsonParser parser, DataType type, byte[] bytes, int from) throws IOException {
        expect(parser, JsonToken.START_OBJECT, "an object");
        Object[] fields = new Object[type.children().size()];
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            int index = indexOf(type, parser.currentName());
            parser.nextToken();
            if (index < 0) {
                parser.skipChildren();
            } else {
                fields[index] = child(parser, type.children().get(index), bytes, from);
            }
        }
        for (int i = 0; i < fields.length; i++) {
            if (fields[i] == null && !type.children().get(i).nullable()) {
                throw notNull(type.children().get(i));
            }
        }
        return Arrays.asList(fields);
    }

    private Object child(JsonParser parser, Field field, byte[] bytes, int from) throws IOException {
        Object value = read(parser, field.type(), bytes, from);
        if (value == null && !field.nullable()) {
            throw notNull(field);
        }
        return value;
    }

    private static IllegalArgumentException notNull(Field field) {
        return new IllegalArgumentException("\"" + field.name() + "\" in it is NOT NULL");
    }

    private static void expect(JsonParser parser, JsonToken token, String what) {
        if (parser.currentToken() != token) {
            throw new IllegalArgumentException("expected " + what);
        }
    }

    private static int indexOf(DataType row, String name) {
        for (int i = 0; i < row.children().size(); i++) {
            if (row.children().get(i).name().equalsIgnoreCase(name)) {
                return i;
            }
        }
        return -1;
    }

    private static boolean hasLoneSurrogate(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isSurrogate(c)) {
                boolean pair = Character.isHighSurrogate(c)
                        && i + 1 < text.length()
                        && Character.isLowSurrogate(text.charAt(i + 1));
                if (!pair) {
                    return true;
                }
                i++;
            }
        }
        return false;
    }
}

package io.millrace.sql.typed;

import io.millrace.columnar.Field;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Values in the form {@link io.millrace.columnar.Column#value} gives as bytes, and back: each a tag, then what it holds.
 *
 * @param fields as many values as there are
 */
record ValueBytes(List<Field> fields) {
    private enum Tag {
        NULL,
        LONG,
        DOUBLE,
        TRUE,
        FALSE,
        TEXT,
        BYTES,
        DECIMAL,
        LIST,
        MAP
    }

    byte[] write(List<Object> values) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            for (Object value : values) {
                write(value, out);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    List<Object> read(byte[] bytes) {
        List<Object> values = new ArrayList<>(fields.size());
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            for (int i = 0; i < fields.size(); i++) {
                values.add(read(in));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return values;
    }

    private static void write(Object value, DataOutputStream out) throws IOException {
        if (value == null) {
            out.writeByte(Tag.NULL.ordinal());
        } else if (value instanceof Long number) {
            out.writeByte(Tag.LONG.ordinal());
            out.writeLong(number);
        } else if (value instanceof Double number) {
            out.writeByte(Tag.DOUBLE.ordinal());
            out.writeDouble(number);
        } else if (value instanceof Boolean bool) {
            out.writeByte((bool ? Tag.TRUE : Tag.FALSE).ordinal());
        } else if (value instanceof String text) {
            sized(Tag.TEXT, text.getBytes(StandardCharsets.UTF_8), out);
        } else if (value instanceof byte[] bytes) {
            sized(Tag.BYTES, bytes, out);
        } else if (value instanceof BigDecimal decimal) {
            sized(Tag.DECIMAL, decimal.unscaledValue().toByteArray(), out);
            out.writeInt(decimal.scale());
        } else if (value instanceof List<?> list) {
            out.writeByte(Tag.LIST.ordinal());
            out.writeInt(list.size());
            for (Object each : list) {
                write(each, out);
            }
        } else {
            Map<?, ?> map = (Map<?, ?>) value;
            out.writeByte(Tag.MAP.ordinal());
            out.writeInt(map.size());
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                write(entry.getKey(), out);
                write(entry.getValue(), out);
            }
        }
    }

    private static void sized(Tag tag, byte[] bytes, DataOutputStream out) throws IOException {
        out.writeByte(tag.ordinal());
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private static Object read(DataInputStream in) throws IOException {
        return switch (Tag.values()[in.readByte()]) {
            case NULL -> null;
            case LONG -> in.readLong();
            case DOUBLE -> in.readDouble();
            case TRUE -> true;
            case FALSE -> false;
            case TEXT -> new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
            case BYTES -> in.readNBytes(in.readInt());
            case DECIMAL -> {
                BigInteger unscaled = new BigInteger(in.readNBytes(in.readInt()));
                yield new BigDecimal(unscaled, in.readInt());
            }
            case LIST -> {
                List<Object> list = new ArrayList<>();
                for (int left = in.readInt(); left > 0; left--) {
                    list.add(read(in));
                }
                yield list;
            }
            case MAP -> {
                Map<Object, Object> map = new LinkedHashMap<>();
                for (int left = in.readInt(); left > 0; left--) {
                    map.put(read(in), read(in));
                }
                yield map;
            }
        };
    }
}

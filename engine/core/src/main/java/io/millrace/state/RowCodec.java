package io.millrace.state;

import io.millrace.columnar.BytesColumn;
import io.millrace.columnar.Column;
import io.millrace.columnar.ColumnBuilder;
import io.millrace.columnar.DataType;
import io.millrace.columnar.DoubleColumn;
import io.millrace.columnar.LongColumn;
import io.millrace.columnar.ObjectColumn;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Rows as bytes, such that two rows are equal (as GROUP BY has it: NULL equals NULL, all NaNs are one value, 1.0 equals
 * 1.00) exactly when their bytes are. In memory only: checkpoints hold columns.
 */
final class RowCodec {
    private static final int NULL = 0;
    private static final int LONG = 1;
    private static final int DOUBLE = 2;
    private static final int DECIMAL = 3;
    private static final int TEXT = 4;
    private static final int BYTES = 5;
    private static final int LIST = 6;
    private static final int MAP = 7;
    private static final int TRUE = 8;
    private static final int FALSE = 9;

    private final List<DataType> types;

    RowCodec(List<DataType> types) {
        this.types = List.copyOf(types);
    }

    void encode(Column[] columns, int row, ByteSink out) {
        for (Column column : columns) {
            if (column.isNull(row)) {
                out.putByte(NULL);
            } else if (column instanceof LongColumn longs) {
                out.putByte(LONG);
                out.putLong(longs.values()[row]);
            } else if (column instanceof DoubleColumn doubles) {
                out.putByte(DOUBLE);
                out.putLong(KeyHash.canonicalBits(doubles.values()[row]));
            } else if (column instanceof BytesColumn bytes) {
                int from = bytes.offsets()[row];
                int length = bytes.offsets()[row + 1] - from;
                out.putByte(BYTES);
                out.putInt(length);
                out.putBytes(bytes.data(), from, length);
            } else {
                encodeObject(((ObjectColumn) column).values()[row], out);
            }
        }
    }

    /** Appends the row at {@code from} to the builders, one for each type. */
    void decode(byte[] data, int from, ColumnBuilder[] out) {
        int at = from;
        for (int i = 0; i < types.size(); i++) {
            int tag = data[at++];
            switch (types.get(i).storage()) {
                case LONG, DOUBLE -> at = decodeFixed(tag, data, at, out[i]);
                case BYTES -> at = decodeBytes(tag, data, at, out[i]);
                case OBJECT -> {
                    int[] position = {at - 1};
                    out[i].append(scaled(decodeObject(data, position), types.get(i)));
                    at = position[0];
                }
            }
        }
    }

    /** Gives decimals the scale of their type again, which the canonical form drops. */
    private static Object scaled(Object value, DataType type) {
        if (value instanceof BigDecimal decimal) {
            return decimal.setScale(type.scale());
        }
        if (value instanceof List<?> list) {
            List<Object> elements = new ArrayList<>(list.size());
            for (int i = 0; i < list.size(); i++) {
                int child = type.kind() == DataType.Kind.ROW ? i : 0;
                elements.add(scaled(list.get(i), type.children().get(child).type()));
            }
            return elements;
        }
        if (value instanceof Map<?, ?> map) {
            Map<Object, Object> entries = new LinkedHashMap<>();
            map.forEach((key, element) -> entries.put(
                    scaled(key, type.children().get(0).type()),
                    scaled(element, type.children().get(1).type())));
            return entries;
        }
        return value;
    }

    private static int decodeFixed(int tag, byte[] data, int at, ColumnBuilder out) {
        if (tag == NULL) {
            out.appendNull();
            return at;
        }
        long value = ByteSink.getLong(data, at);
        if (tag == LONG) {
            out.append(value);
        } else {
            out.append(Double.longBitsToDouble(value));
        }
        return at + 8;
    }

    private static int decodeBytes(int tag, byte[] data, int at, ColumnBuilder out) {
        if (tag == NULL) {
            out.appendNull();
            return at;
        }
        int length = ByteSink.getInt(data, at);
        out.append(data, at + 4, length);
        return at + 4 + length;
    }

    /** A value in the form {@link Column#value} gives. */
    static void encodeObject(Object value, ByteSink out) {
        if (value == null) {
            out.putByte(NULL);
        } else if (value instanceof Long number) {
            out.putByte(LONG);
            out.putLong(number);
        } else if (value instanceof Double number) {
            out.putByte(DOUBLE);
            out.putLong(KeyHash.canonicalBits(number));
        } else if (value instanceof BigDecimal decimal) {
            BigDecimal canonical = decimal.signum() == 0 ? BigDecimal.ZERO : decimal.stripTrailingZeros();
            out.putByte(DECIMAL);
            out.putInt(canonical.scale());
            putSized(canonical.unscaledValue().toByteArray(), out);
        } else if (value instanceof String text) {
            out.putByte(TEXT);
            putSized(text.getBytes(StandardCharsets.UTF_8), out);
        } else if (value instanceof byte[] bytes) {
            out.putByte(BYTES);
            putSized(bytes, out);
        } else if (value instanceof Boolean bool) {
            out.putByte(bool ? TRUE : FALSE);
        } else if (value instanceof List<?> list) {
            out.putByte(LIST);
            out.putInt(list.size());
            list.forEach(element -> encodeObject(element, out));
        } else if (value instanceof Map<?, ?> map) {
            out.putByte(MAP);
            out.putInt(map.size());
            map.forEach((key, element) -> {
                encodeObject(key, out);
                encodeObject(element, out);
            });
        } else {
            throw new IllegalArgumentException("not a value: " + value.getClass());
        }
    }

    private static void putSized(byte[] bytes, ByteSink out) {
        out.putInt(bytes.length);
        out.putBytes(bytes, 0, bytes.length);
    }

    private static Object decodeObject(byte[] data, int[] position) {
        int tag = data[position[0]++];
        return switch (tag) {
            case NULL -> null;
            case LONG -> nextLong(data, position);
            case DOUBLE -> Double.longBitsToDouble(nextLong(data, position));
            case DECIMAL -> {
                int scale = nextInt(data, position);
                yield new BigDecimal(new BigInteger(nextBytes(data, position)), scale);
            }
            case TEXT -> new String(nextBytes(data, position), StandardCharsets.UTF_8);
            case BYTES -> nextBytes(data, position);
            case TRUE -> Boolean.TRUE;
            case FALSE -> Boolean.FALSE;
            case LIST -> decodeList(data, position);
            default -> decodeMap(data, position);
        };
    }

    private static List<Object> decodeList(byte[] data, int[] position) {
        int size = nextInt(data, position);
        List<Object> list = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            list.add(decodeObject(data, position));
        }
        return list;
    }

    private static Map<Object, Object> decodeMap(byte[] data, int[] position) {
        int size = nextInt(data, position);
        Map<Object, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < size; i++) {
            Object key = decodeObject(data, position);
            map.put(key, decodeObject(data, position));
        }
        return map;
    }

    private static long nextLong(byte[] data, int[] position) {
        long value = ByteSink.getLong(data, position[0]);
        position[0] += 8;
        return value;
    }

    private static int nextInt(byte[] data, int[] position) {
        int value = ByteSink.getInt(data, position[0]);
        position[0] += 4;
        return value;
    }

    private static byte[] nextBytes(byte[] data, int[] position) {
        int length = nextInt(data, position);
        byte[] bytes = java.util.Arrays.copyOfRange(data, position[0], position[0] + length);
        position[0] += length;
        return bytes;
    }
}

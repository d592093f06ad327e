package io.millrace.state;

import io.millrace.columnar.BytesColumn;
import io.millrace.columnar.Column;
import io.millrace.columnar.ColumnBuilder;
import io.millrace.columnar.DataType.Storage;
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
 * Rows of state as bytes, exactly: bits of a double and scale of a decimal come back as they were, unlike by {@link
 * RowCodec}, whose bytes are for comparing.
 *
 * <p>Shape: column by column a byte, 0 for NULL. For longs it is 1 and the number of bytes that follow, lowest first, of
 * the number with its sign as lowest bit; for all else 1, then the value.
 */
final class StateRowCodec {
    private static final int NULL = 0;
    private static final int VALUE = 1;

    /** Reads rows one after the other. */
    static final class Input {
        private byte[] bytes;
        private int at;

        void over(byte[] source, int from) {
            bytes = source;
            at = from;
        }

        int at() {
            return at;
        }

        boolean hasMore() {
            return at < bytes.length;
        }

        int nextByte() {
            return bytes[at++] & 0xFF;
        }

        int nextInt() {
            int value = 0;
            for (int shift = 0; ; shift += 7) {
                int next = bytes[at++];
                value |= (next & 0x7F) << shift;
                if (next >= 0) {
                    return value;
                }
            }
        }

        long nextFixed() {
            long value = ByteSink.getLong(bytes, at);
            at += 8;
            return value;
        }

        byte[] nextBytes() {
            int length = nextInt();
            byte[] value = java.util.Arrays.copyOfRange(bytes, at, at + length);
            at += length;
            return value;
        }
    }

    private StateRowCodec() {}

    static void putInt(int value, ByteSink out) {
        int rest = value;
        while ((rest & ~0x7F) != 0) {
            out.putByte(rest & 0x7F | 0x80);
            rest >>>= 7;
        }
        out.putByte(rest);
    }

    static void encode(Column[] columns, int row, ByteSink out) {
        for (Column column : columns) {
            if (column.isNull(row)) {
                out.putByte(NULL);
            } else if (column instanceof LongColumn longs) {
                putLong(longs.values()[row], out);
            } else if (column instanceof DoubleColumn doubles) {
                out.putByte(VALUE);
                out.putLong(Double.doubleToRawLongBits(doubles.values()[row]));
            } else if (column instanceof BytesColumn bytes) {
                int from = bytes.offsets()[row];
                int length = bytes.offsets()[row + 1] - from;
                out.putByte(VALUE);
                putInt(length, out);
                out.putBytes(bytes.data(), from, length);
            } else {
                out.putByte(VALUE);
                putObject(((ObjectColumn) column).values()[row], out);
            }
        }
    }

    private static void putLong(long value, ByteSink out) {
        long signed = value << 1 ^ value >> 63;
        int length = 8 - Long.numberOfLeadingZeros(signed) / 8;
        out.putByte(VALUE + length);
        for (int i = 0; i < length; i++) {
            out.putByte((int) (signed >>> 8 * i));
        }
    }

    /** Appends the next row to builders of the storage that its columns had. */
    static void decode(Input in, ColumnBuilder[] out, Storage[] storages) {
        for (int i = 0; i < out.length; i++) {
            int tag = in.nextByte();
            if (tag == NULL) {
                out[i].appendNull();
                continue;
            }
            switch (storages[i]) {
                case LONG -> out[i].append(nextLong(in, tag - VALUE));
                case DOUBLE -> out[i].append(Double.longBitsToDouble(in.nextFixed()));
                case BYTES -> {
                    int length = in.nextInt();
                    out[i].append(in.bytes, in.at, length);
                    in.at += length;
                }
                case OBJECT -> out[i].append(nextObject(in));
            }
        }
    }

    private static long nextLong(Input in, int length) {
        long signed = 0;
        for (int i = 0; i < length; i++) {
            signed |= (long) in.nextByte() << 8 * i;
        }
        return signed >>> 1 ^ -(signed & 1);
    }

    // ---- objects, in the form that Column.value gives

    private static void putObject(Object value, ByteSink out) {
        if (value == null) {
            out.putByte('0');
        } else if (value instanceof Long number) {
            out.putByte('L');
            out.putLong(number);
        } else if (value instanceof Double number) {
            out.putByte('F');
            out.putLong(Double.doubleToRawLongBits(number));
        } else if (value instanceof BigDecimal decimal) {
            out.putByte('N');
            out.putInt(decimal.scale());
            putSized(decimal.unscaledValue().toByteArray(), out);
        } else if (value instanceof String text) {
            out.putByte('T');
            putSized(text.getBytes(StandardCharsets.UTF_8), out);
        } else if (value instanceof byte[] bytes) {
            out.putByte('B');
            putSized(bytes, out);
        } else if (value instanceof Boolean bool) {
            out.putByte(bool ? 'Y' : 'Z');
        } else if (value instanceof List<?> list) {
            out.putByte('A');
            putInt(list.size(), out);
            list.forEach(element -> putObject(element, out));
        } else if (value instanceof Map<?, ?> map) {
            out.putByte('M');
            putInt(map.size(), out);
            map.forEach((key, element) -> {
                putObject(key, out);
                putObject(element, out);
            });
        } else {
            throw new IllegalArgumentException("not a value: " + value.getClass());
        }
    }

    private static void putSized(byte[] bytes, ByteSink out) {
        putInt(bytes.length, out);
        out.putBytes(bytes, 0, bytes.length);
    }

    private static Object nextObject(Input in) {
        int tag = in.nextByte();
        return switch (tag) {
            case '0' -> null;
            case 'L' -> in.nextFixed();
            case 'F' -> Double.longBitsToDouble(in.nextFixed());
            case 'N' -> nextDecimal(in);
            case 'T' -> new String(in.nextBytes(), StandardCharsets.UTF_8);
            case 'B' -> in.nextBytes();
            case 'Y' -> Boolean.TRUE;
            case 'Z' -> Boolean.FALSE;
            case 'A' -> nextList(in);
            case 'M' -> nextMap(in);
            default -> throw new IllegalStateException("a value of kind " + tag);
        };
    }

    private static BigDecimal nextDecimal(Input in) {
        int scale = ByteSink.getInt(in.bytes, in.at);
        in.at += 4;
        return new BigDecimal(new BigInteger(in.nextBytes()), scale);
    }

    private static List<Object> nextList(Input in) {
        int size = in.nextInt();
        List<Object> list = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            list.add(nextObject(in));
        }
        return list;
    }

    private static Map<Object, Object> nextMap(Input in) {
        int size = in.nextInt();
        Map<Object, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < size; i++) {
            Object key = nextObject(in);
            map.put(key, nextObject(in));
        }
        return map;
    }
}

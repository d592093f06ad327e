package io.millrace.aggregate;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** An object or null for each slot, and the heap bytes that they take. */
final class ObjectSlots {
    private static final long HEADER_BYTES = 16;

    private Object[] values = new Object[0];
    private long valueBytes;

    void reserve(int slotLimit) {
        if (slotLimit > values.length) {
            values = Arrays.copyOf(values, Slots.grown(values.length, slotLimit));
        }
    }

    Object get(int slot) {
        return values[slot];
    }

    void set(int slot, Object value) {
        valueBytes += bytes(value) - bytes(values[slot]);
        values[slot] = value;
    }

    long heapBytes() {
        return 8L * values.length + valueBytes;
    }

    /** Of a value in the form that {@link ValueOrder#comparable} gives. */
    private static long bytes(Object value) {
        if (value == null) {
            return 0;
        }
        if (value instanceof byte[] bytes) {
            return HEADER_BYTES + bytes.length;
        }
        if (value instanceof String text) {
            return 2 * HEADER_BYTES + 8 + 2L * text.length();
        }
        if (value instanceof BigDecimal decimal) {
            return 3 * HEADER_BYTES + decimal.precision();
        }
        long bytes = HEADER_BYTES;
        if (value instanceof List<?> list) {
            for (Object element : list) {
                bytes += 8 + bytes(element);
            }
        } else if (value instanceof Map<?, ?> map) {
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                bytes += 3 * HEADER_BYTES + bytes(entry.getKey()) + bytes(entry.getValue());
            }
        }
        return bytes;
    }
}

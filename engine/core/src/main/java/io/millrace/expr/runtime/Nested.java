package io.millrace.expr.runtime;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Functions of ARRAY (List), MAP (Map) and ROW (List) values. */
public final class Nested {
    private Nested() {}

    /** A list over the array, which may hold nulls and is not copied. */
    public static Object list(Object[] elements) {
        return Arrays.asList(elements);
    }

    /** A map of keys and values in turn; the last of equal keys counts. */
    public static Object map(Object[] keysAndValues) {
        Map<Object, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            if (keysAndValues[i] == null) {
                throw Failures.badValue("A key of a MAP is NULL");
            }
            map.put(keysAndValues[i], keysAndValues[i + 1]);
        }
        return map;
    }

    /** The element at a position counted from 1, null where there is none. */
    public static Object item(Object list, long position) {
        List<?> elements = (List<?>) list;
        return position < 1 || position > elements.size() ? null : elements.get((int) position - 1);
    }

    /** The only element; null of an empty list. */
    public static Object element(Object list) {
        List<?> elements = (List<?>) list;
        if (elements.size() > 1) {
            throw Failures.badValue("ELEMENT takes a collection of one, but was given " + elements.size());
        }
        return elements.isEmpty() ? null : elements.get(0);
    }

    public static long size(Object collection) {
        return collection instanceof Map<?, ?> map ? map.size() : ((List<?>) collection).size();
    }

    public static Object concat(Object a, Object b) {
        List<Object> all = new ArrayList<>((List<?>) a);
        all.addAll((List<?>) b);
        return all;
    }

    /** The bytes of a String or byte[]; empty for null. */
    public static byte[] bytes(Object value) {
        if (value == null) {
            return Texts.EMPTY;
        }
        return value instanceof byte[] bytes ? bytes : Texts.utf8(value.toString());
    }

    /** Bytes cut to a length, and filled up to it with zeros when {@code fixed}. */
    public static byte[] sized(byte[] data, int from, int to, int length, boolean fixed) {
        byte[] bytes = Arrays.copyOfRange(data, from, Math.min(to, from + length));
        return fixed && bytes.length < length ? Arrays.copyOf(bytes, length) : bytes;
    }
}

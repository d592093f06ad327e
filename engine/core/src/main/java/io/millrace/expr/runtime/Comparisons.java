package io.millrace.expr.runtime;

import io.millrace.columnar.Utf8;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** Order and equality of values. NaN equals itself and is the greatest number; 0.0 equals -0.0. */
public final class Comparisons {
    private Comparisons() {}

    public static boolean equal(double a, double b) {
        return a == b || (Double.isNaN(a) && Double.isNaN(b));
    }

    public static int compare(double a, double b) {
        if (a < b) {
            return -1;
        }
        if (a > b) {
            return 1;
        }
        return a == b ? 0 : Boolean.compare(Double.isNaN(a), Double.isNaN(b));
    }

    public static boolean equal(byte[] a, int aFrom, int aTo, byte[] b, int bFrom, int bTo) {
        return Arrays.equals(a, aFrom, aTo, b, bFrom, bTo);
    }

    /** By code points, which is by bytes. */
    public static int compare(byte[] a, int aFrom, int aTo, byte[] b, int bFrom, int bTo) {
        return Arrays.compareUnsigned(a, aFrom, aTo, b, bFrom, bTo);
    }

    public static boolean equal(Object a, Object b) {
        return compare(a, b) == 0;
    }

    /** Any two values of one type; NULL inside of arrays and rows is the greatest and equals itself. */
    public static int compare(Object a, Object b) {
        if (a == null || b == null) {
            return Boolean.compare(a == null, b == null);
        }
        if (a instanceof String text) {
            return Utf8.compare(text, (String) b);
        }
        if (a instanceof Double number) {
            return compare((double) number, ((Double) b).doubleValue());
        }
        if (a instanceof BigDecimal number) {
            return number.compareTo((BigDecimal) b);
        }
        if (a instanceof byte[] bytes) {
            return Arrays.compareUnsigned(bytes, (byte[]) b);
        }
        if (a instanceof List<?> list) {
            return compareLists(list, (List<?>) b);
        }
        if (a instanceof Map<?, ?> map) {
            return map.equals(b) ? 0 : Integer.compare(map.hashCode(), b.hashCode()) < 0 ? -1 : 1;
        }
        @SuppressWarnings("unchecked")
        Comparable<Object> comparable = (Comparable<Object>) a;
        return comparable.compareTo(b);
    }

    private static int compareLists(List<?> a, List<?> b) {
        Iterator<?> other = b.iterator();
        for (Object element : a) {
            if (!other.hasNext()) {
                return 1;
            }
            int order = compare(element, other.next());
            if (order != 0) {
                return order;
            }
        }
        return other.hasNext() ? -1 : 0;
    }
}

package io.millrace.sql.expr;

import io.millrace.columnar.DataType;
import io.millrace.expr.runtime.DecimalMath;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.calcite.avatica.util.ByteString;

/** Values as Calcite's runtime holds them, and as the engine does. Times are passed on unread: as their number. */
final class CalciteValues {
    private CalciteValues() {}

    static Object toCalcite(Object value, DataType type) {
        if (value == null) {
            return null;
        }
        return switch (type.kind()) {
            case TINYINT -> ((Long) value).byteValue();
            case SMALLINT -> ((Long) value).shortValue();
            case INTEGER, DATE, INTERVAL_YEAR_MONTH -> ((Long) value).intValue();
            case REAL -> ((Double) value).floatValue();
            case BINARY, VARBINARY -> new ByteString((byte[]) value);
            case ARRAY -> list((List<?>) value, type.element());
            case MAP -> map((Map<?, ?>) value, type);
            case ROW -> row((List<?>) value, type);
            default -> value;
        };
    }

    private static List<Object> list(List<?> values, DataType element) {
        List<Object> list = new ArrayList<>(values.size());
        values.forEach(value -> list.add(toCalcite(value, element)));
        return list;
    }

    private static Map<Object, Object> map(Map<?, ?> values, DataType type) {
        Map<Object, Object> map = new LinkedHashMap<>();
        DataType key = type.children().get(0).type();
        DataType value = type.children().get(1).type();
        values.forEach((k, v) -> map.put(toCalcite(k, key), toCalcite(v, value)));
        return map;
    }

    private static Object[] row(List<?> values, DataType type) {
        Object[] row = new Object[values.size()];
        for (int i = 0; i < row.length; i++) {
            row[i] = toCalcite(values.get(i), type.children().get(i).type());
        }
        return row;
    }

    static Object toEngine(Object value, DataType type) {
        if (value == null) {
            return null;
        }
        return switch (type.kind()) {
            case BOOLEAN -> value;
            case REAL, DOUBLE -> ((Number) value).doubleValue();
            case DECIMAL -> decimal(value, type);
            case CHAR, VARCHAR -> value.toString();
            case BINARY, VARBINARY -> value instanceof ByteString bytes ? bytes.getBytes() : value;
            case ARRAY -> elements(value, type.element());
            case MAP -> entries((Map<?, ?>) value, type);
            case ROW -> fields(value, type);
            default -> ((Number) value).longValue();
        };
    }

    private static BigDecimal decimal(Object value, DataType type) {
        BigDecimal number = value instanceof BigDecimal exact ? exact : new BigDecimal(value.toString());
        return DecimalMath.fit(number, type.precision(), type.scale());
    }

    private static List<Object> elements(Object value, DataType element) {
        List<Object> list = new ArrayList<>();
        for (Object item : items(value)) {
            list.add(toEngine(item, element));
        }
        return list;
    }

    private static Map<Object, Object> entries(Map<?, ?> values, DataType type) {
        Map<Object, Object> map = new LinkedHashMap<>();
        DataType key = type.children().get(0).type();
        DataType value = type.children().get(1).type();
        values.forEach((k, v) -> map.put(toEngine(k, key), toEngine(v, value)));
        return map;
    }

    private static List<Object> fields(Object value, DataType type) {
        List<Object> row = new ArrayList<>();
        for (Object item : items(value)) {
            row.add(toEngine(item, type.children().get(row.size()).type()));
        }
        return row;
    }

    private static Iterable<?> items(Object value) {
        return value instanceof Object[] array ? Arrays.asList(array) : (Iterable<?>) value;
    }
}

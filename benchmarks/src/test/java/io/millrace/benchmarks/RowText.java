package io.millrace.benchmarks;

import io.millrace.columnar.ColumnBatch;
import io.millrace.columnar.DataType;
import io.millrace.columnar.Schema;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** One text for a row, whichever engine it came from: numbers by value, floating ones to ten digits. */
final class RowText {
    /** With a digit behind the point. */
    private static final Pattern FLOATING = Pattern.compile("-?\\d+\\.\\d+");

    private static final MathContext TEN_DIGITS = new MathContext(10);

    private RowText() {}

    static List<String> of(ColumnBatch batch) {
        return batch.rows().stream().map(row -> of(row, batch.schema())).toList();
    }

    static String of(List<Object> values, Schema schema) {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < schema.size(); i++) {
            texts.add(text(values.get(i), schema.type(i)));
        }
        return String.join(" | ", texts);
    }

    /** Whether two texts of rows are the same but for what floating numbers may differ by. */
    static boolean isNear(String row, String other) {
        String[] values = row.split(" \\| ");
        String[] others = other.split(" \\| ");
        boolean near = values.length == others.length;
        for (int i = 0; near && i < values.length; i++) {
            near = values[i].equals(others[i]) || isNearNumber(values[i], others[i]);
        }
        return near;
    }

    private static boolean isNearNumber(String value, String other) {
        if (!FLOATING.matcher(value).matches() && !FLOATING.matcher(other).matches()) {
            return false;
        }
        try {
            double a = Double.parseDouble(value);
            double b = Double.parseDouble(other);
            return Math.abs(a - b) <= 2e-9 * Math.max(1, Math.max(Math.abs(a), Math.abs(b)));
        } catch (NumberFormatException e) {
            return false;
        }
    }

    private static String text(Object value, DataType type) {
        if (value == null) {
            return "NULL";
        }
        if (value instanceof Number number && type.isNumeric()) {
            BigDecimal decimal = new BigDecimal(number.toString());
            boolean floating = type.kind() == DataType.Kind.DOUBLE || type.kind() == DataType.Kind.REAL;
            BigDecimal shown = floating ? decimal.round(TEN_DIGITS) : decimal;
            return shown.signum() == 0 ? "0" : shown.stripTrailingZeros().toPlainString();
        }
        return value.toString();
    }
}

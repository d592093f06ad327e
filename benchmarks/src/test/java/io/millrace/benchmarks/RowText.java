package io.millrace.benchmarks;

import io.millrace.columnar.ColumnBatch;
import io.millrace.columnar.DataType;
import io.millrace.columnar.Schema;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;

/** One text for a row, whichever engine it came from: numbers by value, floating ones to ten digits. */
final class RowText {
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

package io.millrace.columnar;

/** A column of DECIMAL (BigDecimal), ARRAY and ROW (List) or MAP (Map) values; a NULL row holds null. */
public record ObjectColumn(Object[] values, boolean[] nulls, int rowCount) implements Column {

    /** A column of these values, null for NULL. */
    public static ObjectColumn of(Object... values) {
        boolean[] nulls = null;
        for (int i = 0; i < values.length; i++) {
            if (values[i] == null) {
                if (nulls == null) {
                    nulls = new boolean[values.length];
                }
                nulls[i] = true;
            }
        }
        return new ObjectColumn(values, nulls, values.length);
    }

    @Override
    public Object value(int row, DataType type) {
        return isNull(row) ? null : values[row];
    }

    @Override
    public ObjectColumn take(int[] rows, int count) {
        Object[] taken = new Object[count];
        for (int i = 0; i < count; i++) {
            taken[i] = rows[i] < 0 ? null : values[rows[i]];
        }
        return new ObjectColumn(taken, Column.takeNulls(nulls, rows, count), count);
    }

    /** Estimated: the elements are not walked. */
    @Override
    public long heapBytes() {
        return 48L * values.length + (nulls == null ? 0 : nulls.length);
    }
}

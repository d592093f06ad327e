package io.millrace.columnar;

/** A column of REAL (already rounded to float) or DOUBLE values. */
public record DoubleColumn(double[] values, boolean[] nulls, int rowCount) implements Column {

    public static DoubleColumn of(double... values) {
        return new DoubleColumn(values, null, values.length);
    }

    @Override
    public Object value(int row, DataType type) {
        return isNull(row) ? null : (Object) values[row];
    }

    @Override
    public DoubleColumn take(int[] rows, int count) {
        double[] taken = new double[count];
        boolean[] takenNulls = Column.takeNulls(nulls, rows, count);
        for (int i = 0; i < count; i++) {
            taken[i] = rows[i] < 0 ? 0 : values[rows[i]];
        }
        return new DoubleColumn(taken, takenNulls, count);
    }

    @Override
    public long heapBytes() {
        return 8L * values.length + (nulls == null ? 0 : nulls.length);
    }
}

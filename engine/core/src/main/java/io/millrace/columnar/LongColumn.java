package io.millrace.columnar;

/** A column of booleans (0 or 1), integers, dates, times or intervals, all as longs. */
public record LongColumn(long[] values, boolean[] nulls, int rowCount) implements Column {

    public static LongColumn of(long... values) {
        return new LongColumn(values, null, values.length);
    }

    @Override
    public Object value(int row, DataType type) {
        if (isNull(row)) {
            return null;
        }
        return type.kind() == DataType.Kind.BOOLEAN ? (Object) (values[row] != 0) : (Object) values[row];
    }

    @Override
    public LongColumn take(int[] rows, int count) {
        long[] taken = new long[count];
        boolean[] takenNulls = Column.takeNulls(nulls, rows, count);
        for (int i = 0; i < count; i++) {
            taken[i] = rows[i] < 0 ? 0 : values[rows[i]];
        }
        return new LongColumn(taken, takenNulls, count);
    }

    @Override
    public long heapBytes() {
        return 8L * values.length + (nulls == null ? 0 : nulls.length);
    }
}

package io.millrace.columnar;

import java.util.Arrays;
import java.util.List;

/** Operations on whole columns. */
public final class Columns {
    private Columns() {}

    /** The columns one after the other; all have the same storage. */
    public static Column concat(List<Column> parts) {
        if (parts.size() == 1) {
            return parts.get(0);
        }
        int rows = 0;
        for (Column part : parts) {
            rows = Math.addExact(rows, part.rowCount());
        }
        boolean[] nulls = concatNulls(parts, rows);
        Column first = parts.get(0);
        if (first instanceof LongColumn) {
            long[] values = new long[rows];
            int at = 0;
            for (Column part : parts) {
                System.arraycopy(((LongColumn) part).values(), 0, values, at, part.rowCount());
                at += part.rowCount();
            }
            return new LongColumn(values, nulls, rows);
        }
        if (first instanceof DoubleColumn) {
            double[] values = new double[rows];
            int at = 0;
            for (Column part : parts) {
                System.arraycopy(((DoubleColumn) part).values(), 0, values, at, part.rowCount());
                at += part.rowCount();
            }
            return new DoubleColumn(values, nulls, rows);
        }
        if (first instanceof ObjectColumn) {
            Object[] values = new Object[rows];
            int at = 0;
            for (Column part : parts) {
                System.arraycopy(((ObjectColumn) part).values(), 0, values, at, part.rowCount());
                at += part.rowCount();
            }
            return new ObjectColumn(values, nulls, rows);
        }
        return concatBytes(parts, nulls, rows);
    }

    private static BytesColumn concatBytes(List<Column> parts, boolean[] nulls, int rows) {
        int bytes = 0;
        for (Column part : parts) {
            bytes = Math.addExact(bytes, ((BytesColumn) part).offsets()[part.rowCount()]);
        }
        byte[] data = new byte[bytes];
        int[] offsets = new int[rows + 1];
        int row = 0;
        int at = 0;
        for (Column part : parts) {
            BytesColumn source = (BytesColumn) part;
            int length = source.offsets()[part.rowCount()];
            System.arraycopy(source.data(), 0, data, at, length);
            for (int i = 1; i <= part.rowCount(); i++) {
                offsets[row + i] = at + source.offsets()[i];
            }
            row += part.rowCount();
            at += length;
        }
        return new BytesColumn(data, offsets, nulls, rows);
    }

    private static boolean[] concatNulls(List<Column> parts, int rows) {
        boolean[] nulls = null;
        int at = 0;
        for (Column part : parts) {
            if (part.nulls() != null) {
                nulls = nulls == null ? new boolean[rows] : nulls;
                System.arraycopy(part.nulls(), 0, nulls, at, part.rowCount());
            }
            at += part.rowCount();
        }
        return nulls;
    }

    /** The batches, of one schema, one after the other; weighted when any of them is. */
    public static ColumnBatch concat(Schema schema, List<ColumnBatch> batches) {
        if (batches.isEmpty()) {
            return ColumnBatch.empty(schema);
        }
        if (batches.size() == 1) {
            return batches.get(0);
        }
        int rows = 0;
        boolean weighted = false;
        for (ColumnBatch batch : batches) {
            rows = Math.addExact(rows, batch.rowCount());
            weighted |= batch.weights() != null;
        }
        Column[] columns = new Column[schema.size()];
        for (int i = 0; i < columns.length; i++) {
            int index = i;
            columns[i] =
                    concat(batches.stream().map(batch -> batch.column(index)).toList());
        }
        return ColumnBatch.of(schema, rows, columns).withWeights(weighted ? concatWeights(batches, rows) : null);
    }

    private static long[] concatWeights(List<ColumnBatch> batches, int rows) {
        long[] weights = new long[rows];
        int at = 0;
        for (ColumnBatch batch : batches) {
            if (batch.weights() == null) {
                Arrays.fill(weights, at, at + batch.rowCount(), 1);
            } else {
                System.arraycopy(batch.weights(), 0, weights, at, batch.rowCount());
            }
            at += batch.rowCount();
        }
        return weights;
    }

    /** Whether two values are the same as GROUP BY has it: NULL is NULL, NaN is NaN. */
    public static boolean same(Column a, int rowA, Column b, int rowB) {
        if (a.isNull(rowA) || b.isNull(rowB)) {
            return a.isNull(rowA) && b.isNull(rowB);
        }
        if (a instanceof LongColumn longs) {
            return longs.values()[rowA] == ((LongColumn) b).values()[rowB];
        }
        if (a instanceof DoubleColumn doubles) {
            double x = doubles.values()[rowA];
            double y = ((DoubleColumn) b).values()[rowB];
            return x == y || (Double.isNaN(x) && Double.isNaN(y));
        }
        if (a instanceof BytesColumn bytes) {
            BytesColumn other = (BytesColumn) b;
            return Arrays.equals(
                    bytes.data(),
                    bytes.offsets()[rowA],
                    bytes.offsets()[rowA + 1],
                    other.data(),
                    other.offsets()[rowB],
                    other.offsets()[rowB + 1]);
        }
        return ((ObjectColumn) a).values()[rowA].equals(((ObjectColumn) b).values()[rowB]);
    }

    /** A column that has the same value in every row. */
    public static LongColumn constant(long value, int rows) {
        long[] values = new long[rows];
        Arrays.fill(values, value);
        return new LongColumn(values, null, rows);
    }
}

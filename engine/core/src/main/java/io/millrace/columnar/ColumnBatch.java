package io.millrace.columnar;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;

/**
 * A read-only batch of rows of one schema. Made over Arrow vectors or over columns; either form is derived from the
 * other when asked for.
 *
 * <p>Shape: every column has {@link #rowCount()} rows. Without weights every row is one insertion; with weights row i
 * stands for {@code weights[i]} insertions, or deletions where negative.
 *
 * <p>Ownership: a batch over Arrow vectors is borrowed until the call that passed it returns; {@link #detach()} makes a
 * copy to keep. A batch over columns may be kept.
 */
public final class ColumnBatch {
    private final Schema schema;
    private final int rowCount;
    private final Column[] columns;
    private final ArrowColumns decode;
    private final long[] weights;

    private ColumnBatch(Schema schema, int rowCount, Column[] columns, ArrowColumns decode, long[] weights) {
        this.schema = schema;
        this.rowCount = rowCount;
        this.columns = columns;
        this.decode = decode;
        this.weights = weights;
    }

    /** A batch of insertions over columns, one for each field. */
    public static ColumnBatch of(Schema schema, int rowCount, Column... columns) {
        if (columns.length != schema.size()) {
            throw new IllegalArgumentException(columns.length + " columns for " + schema.size() + " fields");
        }
        return new ColumnBatch(schema, rowCount, columns, null, null);
    }

    /** A batch over Arrow vectors, each copied into arrays when it is first read. Borrows the root. */
    public static ColumnBatch of(Schema schema, VectorSchemaRoot root) {
        return over(schema, new ArrowColumns(schema, root, null));
    }

    static ColumnBatch over(Schema schema, ArrowColumns vectors) {
        return new ColumnBatch(schema, vectors.rowCount(), new Column[schema.size()], vectors, null);
    }

    public static ColumnBatch empty(Schema schema) {
        return ofRows(schema, List.of());
    }

    /** A batch of rows given as values in the form {@link Column#value} gives. For small batches. */
    public static ColumnBatch ofRows(Schema schema, List<? extends List<?>> rows) {
        Column[] columns = new Column[schema.size()];
        for (int i = 0; i < columns.length; i++) {
            ColumnBuilder builder = ColumnBuilder.of(schema.type(i), rows.size());
            for (List<?> row : rows) {
                builder.append((Object) row.get(i));
            }
            columns[i] = builder.build();
        }
        return of(schema, rows.size(), columns);
    }

    public Schema schema() {
        return schema;
    }

    public int rowCount() {
        return rowCount;
    }

    public Column column(int index) {
        Column column = columns[index];
        if (column == null) {
            column = decode.read(index);
            columns[index] = column;
        }
        return column;
    }

    /** LONG storage. */
    public LongColumn longs(int index) {
        return (LongColumn) column(index);
    }

    /** The values of a column with LONG storage where they lie; null when some are NULL, or do not lie there as longs. */
    public LongView longView(int index) {
        if (columns[index] == null) {
            LongView vector = decode.longView(index);
            if (vector != null) {
                return vector;
            }
        }
        return column(index) instanceof LongColumn longs && longs.nulls() == null
                ? new LongView(longs.values(), 0)
                : null;
    }

    /** Signed change counts by row, or null when every row is one insertion. */
    public long[] weights() {
        return weights;
    }

    /** The same rows with these weights; null makes them insertions. */
    public ColumnBatch withWeights(long[] newWeights) {
        return new ColumnBatch(schema, rowCount, columns, decode, newWeights);
    }

    /** The same columns under another schema of the same types. */
    public ColumnBatch withSchema(Schema newSchema) {
        return new ColumnBatch(newSchema, rowCount, columns, decode, weights);
    }

    /** The selected rows, with their weights. */
    public ColumnBatch take(Selection selection) {
        if (selection.isAll() && selection.count() == rowCount) {
            return this;
        }
        int count = selection.count();
        int[] rows = selection.rows() != null ? selection.rows() : range(count);
        Column[] taken = new Column[columns.length];
        for (int i = 0; i < taken.length; i++) {
            taken[i] = column(i).take(rows, count);
        }
        return new ColumnBatch(schema, count, taken, null, takeWeights(rows, count));
    }

    /** The columns at these positions, in that order. */
    public ColumnBatch select(List<Integer> indexes) {
        Column[] selected = new Column[indexes.size()];
        for (int i = 0; i < selected.length; i++) {
            selected[i] = column(indexes.get(i));
        }
        return new ColumnBatch(schema.select(indexes), rowCount, selected, null, weights);
    }

    /** The same rows in arrays of their own. */
    public ColumnBatch copy() {
        int[] all = range(rowCount);
        Column[] copies = new Column[columns.length];
        for (int i = 0; i < copies.length; i++) {
            copies[i] = column(i).take(all, rowCount);
        }
        return new ColumnBatch(schema, rowCount, copies, null, weights == null ? null : weights.clone());
    }

    /** The same rows, free of any Arrow memory. */
    public ColumnBatch detach() {
        for (int i = 0; i < columns.length; i++) {
            column(i);
        }
        return new ColumnBatch(schema, rowCount, columns, null, weights);
    }

    /** The rows as Arrow vectors, without the weights. The caller closes the root. */
    public VectorSchemaRoot toArrow(BufferAllocator allocator) {
        return ArrowVectors.write(this, allocator);
    }

    /** A row as values: see {@link Column#value}. */
    public List<Object> row(int row) {
        List<Object> values = new ArrayList<>(schema.size());
        for (int i = 0; i < schema.size(); i++) {
            values.add(column(i).value(row, schema.type(i)));
        }
        return values;
    }

    /** All rows as values, for small results and tests. */
    public List<List<Object>> rows() {
        List<List<Object>> rows = new ArrayList<>(rowCount);
        for (int row = 0; row < rowCount; row++) {
            rows.add(row(row));
        }
        return rows;
    }

    public long heapBytes() {
        long bytes = weights == null ? 0 : 8L * weights.length;
        for (int i = 0; i < columns.length; i++) {
            bytes += column(i).heapBytes();
        }
        return bytes;
    }

    private long[] takeWeights(int[] rows, int count) {
        if (weights == null) {
            return null;
        }
        long[] taken = new long[count];
        for (int i = 0; i < count; i++) {
            taken[i] = weights[rows[i]];
        }
        return taken;
    }

    private static int[] range(int count) {
        int[] rows = new int[count];
        Arrays.setAll(rows, i -> i);
        return rows;
    }

    @Override
    public String toString() {
        return schema.names() + " " + rows() + (weights == null ? "" : " " + Arrays.toString(weights));
    }
}

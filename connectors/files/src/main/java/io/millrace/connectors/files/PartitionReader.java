package io.millrace.connectors.files;

import io.millrace.columnar.Column;
import io.millrace.columnar.ColumnBatch;
import io.millrace.columnar.ColumnBuilder;
import io.millrace.columnar.Schema;
import io.millrace.connector.RowsLeftOut;
import io.millrace.connector.SplitReader;
import java.util.List;

/** The rows of a file with the columns that its folders name, which are the same in all of them. */
final class PartitionReader implements SplitReader {
    private final SplitReader rows;
    private final Schema schema;
    /** For each column its place in the rows, or -1 where folders name it. */
    private final int[] places;

    private final Object[] values;

    /** @param projection the columns wanted, by their positions in the table */
    PartitionReader(SplitReader rows, Partitioning partitioning, List<Integer> projection, String file) {
        this.rows = rows;
        this.schema = partitioning.schema().select(projection);
        this.places = new int[projection.size()];
        this.values = new Object[projection.size()];
        int place = 0;
        for (int i = 0; i < places.length; i++) {
            boolean named = partitioning.columns().contains(projection.get(i));
            places[i] = named ? -1 : place++;
            values[i] = named ? partitioning.value(file, projection.get(i)) : null;
        }
    }

    @Override
    public ColumnBatch next() {
        ColumnBatch batch = rows.next();
        if (batch == null) {
            return null;
        }
        Column[] columns = new Column[places.length];
        for (int i = 0; i < columns.length; i++) {
            columns[i] = places[i] < 0 ? constant(i, batch.rowCount()) : batch.column(places[i]);
        }
        return ColumnBatch.of(schema, batch.rowCount(), columns);
    }

    private Column constant(int column, int count) {
        ColumnBuilder builder = ColumnBuilder.of(schema.type(column), 1);
        builder.append(values[column]);
        return builder.build().take(new int[count], count);
    }

    @Override
    public boolean reusesArrays() {
        return rows.reusesArrays();
    }

    @Override
    public long skippedRows() {
        return rows.skippedRows();
    }

    @Override
    public RowsLeftOut leftOut() {
        return rows.leftOut();
    }

    @Override
    public void close() {
        rows.close();
    }
}

package io.millrace.sql;

import io.millrace.columnar.ColumnBatch;
import io.millrace.connector.ChangeBatch;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.BiFunction;

/** The rows of a cursor, one by one, as objects. Waits for the next batch where one ends. */
final class RowIterator<T> implements Iterator<T> {
    private final RowCursor cursor;
    private final BiFunction<ColumnBatch, Integer, T> object;
    private ColumnBatch batch;
    private int row;

    /** @param object makes an object of a row of a batch, which is there only while it does */
    RowIterator(RowCursor cursor, BiFunction<ColumnBatch, Integer, T> object) {
        this.cursor = cursor;
        this.object = object;
    }

    @Override
    public boolean hasNext() {
        while (batch == null || row == batch.rowCount()) {
            Optional<ChangeBatch> next = cursor.next();
            if (next.isEmpty()) {
                return false;
            }
            batch = next.get().rows();
            row = 0;
        }
        return true;
    }

    @Override
    public T next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return object.apply(batch, row++);
    }
}

package io.millrace.sql;

import io.millrace.columnar.Schema;
import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import io.millrace.sql.function.ForeachFunction;
import io.millrace.sql.function.ForeachPartitionFunction;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a {@link DataFrame} and a {@link Dataset} have in common: names and types, and of a batch its rows, as objects.
 *
 * <p>Nothing is read before rows are asked for. Immutable, thread-safe. Errors: {@link MillraceException}; INVALID_QUERY where
 * the rows of a stream are asked for, which have no end.
 *
 * @param <T> what a row is
 */
public abstract sealed class Tabular<T> permits DataFrame, Dataset {
    private static final int ROWS_SHOWN = 20;

    /** The rows, untyped. */
    abstract DataFrame frame();

    /** The session that it was made in. */
    public abstract Session session();

    // ---- what it is

    /** Whether it goes on when its input does: it is made from {@link Session#readStream} or a SELECT STREAM. */
    public abstract boolean isStreaming();

    public abstract Schema schema();

    public String[] columns() {
        return schema().names().toArray(String[]::new);
    }

    /** Each column's name and its type as SQL writes it. */
    public Map<String, String> dtypes() {
        Map<String, String> types = new LinkedHashMap<>();
        schema().fields().forEach(field -> types.put(field.name(), field.type().toString()));
        return types;
    }

    /** Writes names and types of the columns to the console. */
    public void printSchema() {
        session().console().print(FrameText.schema(schema()));
    }

    /** Writes the plan to the console: what EXPLAIN says. */
    public void explain() {
        session().console().print(explanation());
    }

    /** @param extended whether the SQL that says the same stands before the plan */
    public void explain(boolean extended) {
        if (extended) {
            session().console().print(session().frames().text(frame()) + "\n\n");
        }
        explain();
    }

    /** What EXPLAIN says of the query. */
    public String explanation() {
        return session().frames().explain(frame());
    }

    // ---- the rows of a batch

    public abstract List<T> collectAsList();

    public abstract List<T> takeAsList(int rows);

    public Iterator<T> toLocalIterator() {
        return collectAsList().iterator();
    }

    /** The first row. */
    public T first() {
        return takeAsList(1).stream()
                .findFirst()
                .orElseThrow(
                        () -> new MillraceException(ErrorCode.INVALID_QUERY, "there is no first row: none is there"));
    }

    public T head() {
        return first();
    }

    public long count() {
        return frame().groupBy(new Column[0]).count().first().getLong(0);
    }

    public boolean isEmpty() {
        return takeAsList(1).isEmpty();
    }

    /** Calls a function with each row, one after the other, in the thread of the caller. */
    public void foreach(ForeachFunction<T> function) {
        foreachPartition(rows -> {
            while (rows.hasNext()) {
                function.call(rows.next());
            }
        });
    }

    /** Calls a function with rows that come together, until all have come; in the thread of the caller. */
    public abstract void foreachPartition(ForeachPartitionFunction<T> function);

    /** Writes the first 20 rows to the console, long texts cut. */
    public void show() {
        show(ROWS_SHOWN);
    }

    public void show(int rows) {
        show(rows, true);
    }

    public void show(boolean truncate) {
        show(ROWS_SHOWN, truncate);
    }

    public void show(int rows, boolean truncate) {
        session()
                .console()
                .print(FrameText.table(
                        schema(),
                        frame().takeAsList(rows + 1),
                        rows,
                        truncate,
                        session().zone()));
    }

    /** Writes the rows that there are. */
    public DataFrameWriter write() {
        return new DataFrameWriter(frame());
    }
}

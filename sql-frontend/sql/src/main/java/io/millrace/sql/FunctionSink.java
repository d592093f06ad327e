package io.millrace.sql;

import io.millrace.columnar.ColumnBatch;
import io.millrace.columnar.Columns;
import io.millrace.columnar.DataType;
import io.millrace.columnar.Field;
import io.millrace.columnar.Schema;
import io.millrace.columnar.Selection;
import io.millrace.connector.ChangeBatch;
import io.millrace.connector.OutputMode;
import io.millrace.connector.RowKind;
import io.millrace.connector.Sink;
import io.millrace.connector.WritableTable;
import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Gives the rows of each micro-batch, all at once and when it is recorded, to a function.
 *
 * <p>A micro-batch that was recorded, but whose function did not come to an end, is run and given again. In changelog mode the
 * rows have one more column, {@code _change}.
 */
final class FunctionSink implements Sink {
    static final String CHANGE = "_change";

    private final Table table;
    private final List<ColumnBatch> staged = new ArrayList<>();
    private Session session;
    private long preparedBatch = -1;

    /** What is done with rows. */
    interface Function {
        void call(long batchId, ColumnBatch rows) throws Exception;
    }

    /** A table that takes rows for a function. */
    record Table(String what, Schema schema, Function function) implements WritableTable {
        @Override
        public Sink sink() {
            return new FunctionSink(this);
        }

        @Override
        public Set<OutputMode> outputModes() {
            return EnumSet.allOf(OutputMode.class);
        }

        @Override
        public Guarantee guarantee() {
            return Guarantee.AT_LEAST_ONCE;
        }
    }

    private FunctionSink(Table table) {
        this.table = table;
    }

    @Override
    public boolean remembersCommits() {
        return false;
    }

    @Override
    public Optional<Committed> open(Session opened) {
        session = opened;
        return Optional.empty();
    }

    @Override
    public void write(ChangeBatch batch) {
        ColumnBatch rows = batch.rows().withSchema(table.schema()).detach();
        staged.add(
                session.mode() == OutputMode.CHANGELOG
                        ? withKinds(rows, batch)
                        : session.mode() == OutputMode.UPDATE ? newest(rows, batch) : rows);
    }

    private static ColumnBatch withKinds(ColumnBatch rows, ChangeBatch batch) {
        List<Field> fields = new ArrayList<>(rows.schema().fields());
        fields.add(new Field(CHANGE, DataType.VARCHAR, false));
        List<List<Object>> values = new ArrayList<>();
        for (int row = 0; row < rows.rowCount(); row++) {
            List<Object> all = rows.row(row);
            all.add(batch.kind(row).text());
            values.add(all);
        }
        return ColumnBatch.ofRows(new Schema(fields), values);
    }

    private ColumnBatch newest(ColumnBatch rows, ChangeBatch batch) {
        for (int row = 0; row < rows.rowCount(); row++) {
            if (batch.kind(row) == RowKind.DELETE) {
                throw new MillraceException(
                        ErrorCode.MODE_NOT_SUPPORTED,
                        "a row of the result is gone, which output mode update cannot say to " + table.what() + ": "
                                + rows.row(row) + "; use output mode changelog, whose column \"" + CHANGE
                                + "\" says it, or complete");
            }
        }
        int[] kept = IntStream.range(0, rows.rowCount())
                .filter(row -> batch.kind(row) != RowKind.UPDATE_BEFORE)
                .toArray();
        return rows.take(new Selection(kept, kept.length));
    }

    @Override
    public String prepare(long batchId) {
        preparedBatch = batchId;
        return "";
    }

    @Override
    public boolean commit(long batchId, String stateId, String stagedText) {
        if (preparedBatch != batchId) {
            return false;
        }
        Schema schema = staged.isEmpty() ? table.schema() : staged.get(0).schema();
        ColumnBatch rows = Columns.concat(schema, staged);
        staged.clear();
        try {
            table.function().call(batchId, rows);
        } catch (Exception e) {
            throw FunctionFailure.of(
                    table.what() + " of query \"" + session.queryName() + "\"", " in batch " + batchId, e);
        }
        return true;
    }

    @Override
    public void abort(long batchId) {
        staged.clear();
    }

    @Override
    public void close() {}
}

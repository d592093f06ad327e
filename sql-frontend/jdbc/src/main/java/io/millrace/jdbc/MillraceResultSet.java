package io.millrace.jdbc;

import io.millrace.columnar.Column;
import io.millrace.columnar.ColumnBatch;
import io.millrace.columnar.ColumnBuilder;
import io.millrace.columnar.DataType;
import io.millrace.columnar.Field;
import io.millrace.columnar.Schema;
import io.millrace.columnar.Selection;
import io.millrace.connector.ChangeBatch;
import io.millrace.connector.OutputMode;
import io.millrace.connector.RowKind;
import io.millrace.error.MillraceException;
import io.millrace.sql.RowCursor;
import io.millrace.sql.StatementResult;
import io.millrace.time.Watermarks;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.arrow.vector.ipc.ArrowReader;

/**
 * The rows of a statement, read forward. {@link #next} waits for the next committed row.
 *
 * <p>Ownership: closing it stops the query behind it. Threads: one reader; {@link #stop} and {@link #close} may come from
 * any thread.
 */
final class MillraceResultSet extends TypedResultSet implements StreamingResultSet {
    /** The column that says what a row of a changelog says. */
    static final String CHANGE = "_change";

    private final Schema schema;
    private final RowCursor cursor;
    private final boolean changes;
    private final ZoneId zone;
    private final MillraceStatement statement;
    private final long rowsMax;
    private final int timeoutSeconds;
    private ChangeBatch batch;
    private int row;
    private long rowsRead;
    private boolean ended;
    /** Whether an Arrow reader has the rows. */
    private boolean inBatches;

    private volatile boolean closed;
    private volatile StopReason reason;

    /** Rows that belong to no statement. */
    MillraceResultSet(StatementResult.Rows rows, ZoneId zone) {
        this(rows, zone, null, 0, 0);
    }

    /**
     * @param rowsMax after so many there are no more; 0 for all
     * @param timeoutSeconds how long {@link #next} waits; 0 for ever
     */
    MillraceResultSet(
            StatementResult.Rows rows, ZoneId zone, MillraceStatement statement, long rowsMax, int timeoutSeconds) {
        this.changes = rows.mode() == OutputMode.UPDATE || rows.mode() == OutputMode.CHANGELOG;
        this.schema = changes ? withChange(rows.schema()) : rows.schema();
        this.cursor = rows.cursor();
        this.zone = zone;
        this.statement = statement;
        this.rowsMax = rowsMax;
        this.timeoutSeconds = timeoutSeconds;
    }

    private static Schema withChange(Schema schema) {
        List<Field> fields = new ArrayList<>(schema.fields());
        fields.add(new Field(CHANGE, DataType.varchar(2), false));
        return new Schema(fields);
    }

    // ---- moving on

    @Override
    public boolean next() throws SQLException {
        Event event = advance(limit(), false);
        if (event == Event.TIMEOUT) {
            throw timeout();
        }
        return event == Event.ROW;
    }

    private Duration limit() {
        return timeoutSeconds == 0 ? null : Duration.ofSeconds(timeoutSeconds);
    }

    private SQLException timeout() {
        stop(StopReason.TIMEOUT);
        return SqlErrors.timeout(timeoutSeconds);
    }

    @Override
    public Event nextRowOrWatermark(Duration timeout) throws SQLException {
        return advance(timeout, true);
    }

    private Event advance(Duration limit, boolean orWatermark) throws SQLException {
        requireOpen();
        if (inBatches) {
            throw new SQLException("the rows of this result are read by its ArrowReader", SqlErrors.SEQUENCE);
        }
        return move(limit, orWatermark);
    }

    private Event move(Duration limit, boolean orWatermark) throws SQLException {
        if (ended) {
            return Event.END;
        }
        if (rowsMax > 0 && rowsRead == rowsMax) {
            return end();
        }
        if (batch != null && row + 1 < batch.rows().rowCount()) {
            row++;
            rowsRead++;
            return Event.ROW;
        }
        batch = null;
        try {
            return fetch(limit, orWatermark);
        } catch (MillraceException e) {
            throw failed(e);
        }
    }

    /** The next rows, for the Arrow reader, waiting as {@link #next} does. */
    Optional<ColumnBatch> nextBatch() throws SQLException {
        requireOpen();
        Event event = move(limit(), false);
        if (event == Event.TIMEOUT) {
            throw timeout();
        }
        if (event == Event.END) {
            return Optional.empty();
        }
        ColumnBatch rows = changes ? withChange(batch) : batch.rows();
        long left = rowsMax == 0 ? Long.MAX_VALUE : rowsMax - rowsRead + 1;
        if (left < rows.rowCount()) {
            rows = rows.take(Selection.all((int) left));
        }
        rowsRead += rows.rowCount() - 1;
        batch = null;
        return Optional.of(rows.withWeights(null));
    }

    private ColumnBatch withChange(ChangeBatch changed) {
        int count = changed.rows().rowCount();
        Column[] columns = new Column[schema.size()];
        for (int i = 0; i < columns.length - 1; i++) {
            columns[i] = changed.rows().column(i);
        }
        ColumnBuilder kinds = ColumnBuilder.of(DataType.varchar(2), count);
        for (int i = 0; i < count; i++) {
            kinds.append((Object) changed.kind(i).text());
        }
        columns[columns.length - 1] = kinds.build();
        return ColumnBatch.of(schema, count, columns);
    }

    private Event fetch(Duration limit, boolean orWatermark) throws SQLException {
        long deadlineNanos = limit == null ? 0 : System.nanoTime() + limit.toNanos();
        while (true) {
            Optional<ChangeBatch> rows = read(limit == null ? null : left(deadlineNanos), orWatermark);
            if (rows.isEmpty()) {
                requireGoing();
                return end();
            }
            if (rows.get().rows().rowCount() > 0) {
                batch = rows.get();
                row = 0;
                rowsRead++;
                return Event.ROW;
            }
            if (limit != null && System.nanoTime() - deadlineNanos >= 0) {
                return Event.TIMEOUT;
            }
            if (orWatermark) {
                return Event.WATERMARK;
            }
        }
    }

    private Optional<ChangeBatch> read(Duration limit, boolean orWatermark) {
        if (limit == null) {
            return cursor.next();
        }
        return orWatermark ? cursor.nextOrWatermark(limit) : cursor.next(limit);
    }

    private static Duration left(long deadlineNanos) {
        return Duration.ofNanos(Math.max(0, deadlineNanos - System.nanoTime()));
    }

    private Event end() {
        ended = true;
        batch = null;
        release();
        return Event.END;
    }

    // ---- stopping

    /** Ends the query; a reader that waits is told why. From any thread, and never waits itself. */
    void stop(StopReason why) {
        if (reason == null) {
            reason = why;
        }
        cursor.cancel();
    }

    private void requireGoing() throws SQLException {
        if (reason != null) {
            throw stopped(null);
        }
    }

    private SQLException failed(MillraceException failure) {
        if (reason != null) {
            return stopped(failure);
        }
        if (Thread.currentThread().isInterrupted()) {
            stop(StopReason.INTERRUPTED);
            return stopped(failure);
        }
        ended = true;
        release();
        return SqlErrors.of(failure);
    }

    private SQLException stopped(MillraceException cause) {
        return reason == StopReason.TIMEOUT
                ? SqlErrors.timeout(timeoutSeconds)
                : SqlErrors.cancelled(reason.message(), cause);
    }

    /** Waits until the query has ended, so that nothing of it is left. */
    private void release() {
        try {
            cursor.close();
        } catch (MillraceException e) {
            // an interrupted thread does not wait; the query ends without it
            cursor.cancel();
        }
    }

    @Override
    public void close() throws SQLException {
        if (closed) {
            return;
        }
        closed = true;
        if (!ended) {
            stop(StopReason.CLOSED);
        }
        release();
        if (statement != null) {
            statement.resultClosed(this);
        }
    }

    @Override
    public boolean isClosed() {
        return closed;
    }

    private void requireOpen() throws SQLException {
        if (closed) {
            throw SqlErrors.closed("result set");
        }
        requireGoing();
    }

    // ---- the row

    @Override
    Object value(int column) throws SQLException {
        ColumnBatch rows = current(column).rows();
        return column > rows.schema().size()
                ? batch.kind(row).text()
                : rows.column(column - 1).value(row, schema.type(column - 1));
    }

    private ChangeBatch current(int column) throws SQLException {
        if (closed) {
            throw SqlErrors.closed("result set");
        }
        if (column < 1 || column > schema.size()) {
            throw new SQLException(
                    "there is no column " + column + "; the result has " + schema.size() + ", counted from 1",
                    SqlErrors.NO_SUCH_COLUMN);
        }
        if (batch == null) {
            throw new SQLException(
                    ended ? "there are no more rows" : "no row is current; call next() first", SqlErrors.CURSOR);
        }
        return batch;
    }

    @Override
    DataType type(int column) {
        return schema.type(column - 1);
    }

    @Override
    ZoneId zone() {
        return zone;
    }

    @Override
    public int findColumn(String label) throws SQLException {
        if (closed) {
            throw SqlErrors.closed("result set");
        }
        int index = label == null ? -1 : schema.indexOf(label);
        if (index < 0) {
            throw SqlErrors.noSuchColumn(label, schema.names());
        }
        return index + 1;
    }

    @Override
    public RowKind changeKind() throws SQLException {
        return current(1).kind(row);
    }

    @Override
    public long batchId() throws SQLException {
        requireOpen();
        return cursor.batchId();
    }

    @Override
    public Optional<Instant> watermark() throws SQLException {
        requireOpen();
        long micros = cursor.watermarkMicros();
        if (micros == Watermarks.NONE) {
            return Optional.empty();
        }
        return Optional.of(micros == Watermarks.END ? Instant.MAX : JdbcValues.instant(micros));
    }

    // ---- what it is

    @Override
    public ResultSetMetaData getMetaData() throws SQLException {
        if (closed) {
            throw SqlErrors.closed("result set");
        }
        return new MillraceResultSetMetaData(schema);
    }

    @Override
    public Statement getStatement() throws SQLException {
        if (closed) {
            throw SqlErrors.closed("result set");
        }
        return statement;
    }

    @Override
    public int getRow() throws SQLException {
        requireOpen();
        return batch == null ? 0 : (int) Math.min(rowsRead, Integer.MAX_VALUE);
    }

    @Override
    public boolean isBeforeFirst() throws SQLException {
        requireOpen();
        return rowsRead == 0 && !ended;
    }

    @Override
    public boolean isAfterLast() throws SQLException {
        requireOpen();
        return ended && rowsRead > 0;
    }

    @Override
    public boolean isFirst() throws SQLException {
        requireOpen();
        return rowsRead == 1 && batch != null;
    }

    @Override
    public boolean isLast() throws SQLException {
        throw forwardOnly();
    }

    @Override
    public void beforeFirst() throws SQLException {
        throw forwardOnly();
    }

    @Override
    public void afterLast() throws SQLException {
        throw forwardOnly();
    }

    @Override
    public boolean first() throws SQLException {
        throw forwardOnly();
    }

    @Override
    public boolean last() throws SQLException {
        throw forwardOnly();
    }

    @Override
    public boolean absolute(int to) throws SQLException {
        throw forwardOnly();
    }

    @Override
    public boolean relative(int by) throws SQLException {
        throw forwardOnly();
    }

    @Override
    public boolean previous() throws SQLException {
        throw forwardOnly();
    }

    private static SQLException forwardOnly() {
        return SqlErrors.unsupported("a result is read forward only, from the first row on");
    }

    @Override
    public void setFetchDirection(int direction) throws SQLException {
        requireOpen();
        if (direction != FETCH_FORWARD) {
            throw forwardOnly();
        }
    }

    @Override
    public int getFetchDirection() throws SQLException {
        requireOpen();
        return FETCH_FORWARD;
    }

    /** A hint that changes nothing: rows come by micro-batches. */
    @Override
    public void setFetchSize(int rows) throws SQLException {
        requireOpen();
        if (rows < 0) {
            throw SqlErrors.badArgument("a fetch size of " + rows + " rows");
        }
    }

    @Override
    public int getFetchSize() throws SQLException {
        requireOpen();
        return 0;
    }

    @Override
    public int getType() {
        return ResultSet.TYPE_FORWARD_ONLY;
    }

    @Override
    public int getConcurrency() {
        return ResultSet.CONCUR_READ_ONLY;
    }

    @Override
    public int getHoldability() {
        return ResultSet.HOLD_CURSORS_OVER_COMMIT;
    }

    @Override
    public boolean rowUpdated() {
        return false;
    }

    @Override
    public boolean rowInserted() {
        return false;
    }

    @Override
    public boolean rowDeleted() {
        return false;
    }

    @Override
    public String getCursorName() throws SQLException {
        throw SqlErrors.unsupported("a result has no cursor name");
    }

    @Override
    public SQLWarning getWarnings() throws SQLException {
        requireOpen();
        return null;
    }

    @Override
    public void clearWarnings() throws SQLException {
        requireOpen();
    }

    Schema schema() {
        return schema;
    }

    /**
     * Also an {@link ArrowReader}, which has all rows from then on; one that is not closed keeps its memory. It is for those who
     * read whole columns.
     */
    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        if (type != ArrowReader.class) {
            return Wrappers.unwrap(this, type);
        }
        requireOpen();
        if (inBatches || rowsRead > 0) {
            throw new SQLException(
                    "rows of this result have been read; take its ArrowReader first, and once", SqlErrors.SEQUENCE);
        }
        inBatches = true;
        return type.cast(ResultArrowReader.of(this));
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return type == ArrowReader.class || type.isInstance(this);
    }
}

package io.millrace.jdbc;

import io.millrace.columnar.Schema;
import io.millrace.error.MillraceException;
import io.millrace.sql.SqlStatement;
import io.millrace.sql.StatementShape;
import java.sql.ParameterMetaData;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A statement read once and executed with values for its parameters. A batch of INSERT INTO ... VALUES is executed as one
 * INSERT of many rows.
 */
final class MillracePreparedStatement extends ParameterSetters {
    /** Rows of one INSERT of a batch: planning takes memory by the row. */
    private static final int BATCH_ROWS_MAX = 1000;

    private final SqlStatement statement;
    private final Object[] values;
    private final boolean[] given;
    private final List<List<Object>> batch = new ArrayList<>();

    MillracePreparedStatement(MillraceConnection connection, SqlStatement statement, int parameters) {
        super(connection);
        this.statement = statement;
        this.values = new Object[parameters];
        this.given = new boolean[parameters];
    }

    @Override
    void set(int index, Object value) throws SQLException {
        requireOpen();
        if (index < 1 || index > values.length) {
            throw new SQLException(
                    "there is no parameter " + index + "; the statement has " + values.length + ", counted from 1",
                    SqlErrors.NO_SUCH_COLUMN);
        }
        values[index - 1] = value;
        given[index - 1] = true;
    }

    @Override
    public void clearParameters() throws SQLException {
        requireOpen();
        Arrays.fill(given, false);
    }

    private List<Object> values() throws SQLException {
        requireOpen();
        for (int i = 0; i < given.length; i++) {
            if (!given[i]) {
                throw new SQLException(
                        "parameter " + (i + 1) + " of " + given.length + " has no value", SqlErrors.NO_VALUE);
            }
        }
        return Arrays.asList(values.clone());
    }

    private SqlStatement bind(List<Object> to) throws SQLException {
        try {
            return statement.bind(to);
        } catch (MillraceException e) {
            throw SqlErrors.of(e);
        }
    }

    @Override
    public boolean execute() throws SQLException {
        return executeAny(bind(values()));
    }

    @Override
    public ResultSet executeQuery() throws SQLException {
        return executeRows(bind(values()));
    }

    @Override
    public long executeLargeUpdate() throws SQLException {
        return executeChange(bind(values()));
    }

    @Override
    public int executeUpdate() throws SQLException {
        return (int) Math.min(executeLargeUpdate(), Integer.MAX_VALUE);
    }

    // ---- batches

    @Override
    public void addBatch() throws SQLException {
        batch.add(values());
    }

    @Override
    public void clearBatch() throws SQLException {
        requireOpen();
        batch.clear();
    }

    @Override
    public long[] executeLargeBatch() throws SQLException {
        requireOpen();
        List<List<Object>> all = List.copyOf(batch);
        batch.clear();
        if (!statement.insertsRows()) {
            return Batches.execute(all, one -> executeChange(bind(one)));
        }
        return Batches.executeJoined(all, BATCH_ROWS_MAX, this::insertAll);
    }

    private long insertAll(List<List<Object>> rows) throws SQLException {
        List<SqlStatement> bound = new ArrayList<>();
        for (List<Object> row : rows) {
            bound.add(bind(row));
        }
        return executeChange(SqlStatement.joined(bound));
    }

    // ---- what it is

    /** Null when the statement gives no rows, or when its columns depend on the values of parameters. */
    @Override
    public ResultSetMetaData getMetaData() throws SQLException {
        Schema columns = shape().columns().orElse(null);
        return columns == null ? null : new MillraceResultSetMetaData(columns);
    }

    @Override
    public ParameterMetaData getParameterMetaData() throws SQLException {
        return new MillraceParameterMetaData(shape().parameters());
    }

    private StatementShape shape() throws SQLException {
        requireOpen();
        try {
            return connection().session().describe(statement);
        } catch (MillraceException e) {
            throw SqlErrors.of(e);
        }
    }
}

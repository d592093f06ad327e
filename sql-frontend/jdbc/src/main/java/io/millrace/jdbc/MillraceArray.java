package io.millrace.jdbc;

import io.millrace.columnar.ColumnBatch;
import io.millrace.columnar.DataType;
import io.millrace.columnar.Field;
import io.millrace.columnar.Schema;
import io.millrace.columnar.ValueText;
import io.millrace.connector.ChangeBatch;
import io.millrace.connector.OutputMode;
import io.millrace.sql.RowCursor;
import io.millrace.sql.StatementResult;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A value of type ARRAY. Immutable; freeing it does nothing that matters. */
final class MillraceArray implements Array {
    private final DataType type;
    private final List<?> values;
    private final ZoneId zone;

    MillraceArray(DataType type, List<?> values, ZoneId zone) {
        this.type = type;
        this.values = values;
        this.zone = zone;
    }

    static void refuseTypeMap(Map<String, Class<?>> types) throws SQLException {
        if (types != null && !types.isEmpty()) {
            throw SqlErrors.unsupported("types cannot be mapped to classes; leave the map empty");
        }
    }

    @Override
    public String getBaseTypeName() {
        return SqlTypes.name(type.element());
    }

    @Override
    public int getBaseType() {
        return SqlTypes.code(type.element());
    }

    @Override
    public Object getArray() {
        return elements(values);
    }

    @Override
    public Object getArray(Map<String, Class<?>> types) throws SQLException {
        refuseTypeMap(types);
        return getArray();
    }

    @Override
    public Object getArray(long index, int count) throws SQLException {
        return elements(slice(index, count));
    }

    @Override
    public Object getArray(long index, int count, Map<String, Class<?>> types) throws SQLException {
        refuseTypeMap(types);
        return getArray(index, count);
    }

    @Override
    public ResultSet getResultSet() throws SQLException {
        return rows(values, 1);
    }

    @Override
    public ResultSet getResultSet(Map<String, Class<?>> types) throws SQLException {
        refuseTypeMap(types);
        return getResultSet();
    }

    @Override
    public ResultSet getResultSet(long index, int count) throws SQLException {
        return rows(slice(index, count), index);
    }

    @Override
    public ResultSet getResultSet(long index, int count, Map<String, Class<?>> types) throws SQLException {
        refuseTypeMap(types);
        return getResultSet(index, count);
    }

    @Override
    public void free() {}

    /** An Object[] whose class is that of the elements, so that a cast to {@code String[]} and the like works. */
    private Object[] elements(List<?> from) {
        Object[] objects =
                (Object[]) java.lang.reflect.Array.newInstance(SqlTypes.javaClass(type.element()), from.size());
        for (int i = 0; i < objects.length; i++) {
            objects[i] = JdbcValues.object(from.get(i), type.element(), zone);
        }
        return objects;
    }

    private List<?> slice(long index, int count) throws SQLException {
        if (index < 1 || count < 0 || index - 1 + count > values.size()) {
            throw SqlErrors.badArgument(
                    count + " elements from " + index + " on of an array of " + values.size() + " elements");
        }
        return values.subList((int) index - 1, (int) index - 1 + count);
    }

    private ResultSet rows(List<?> from, long firstIndex) {
        Schema schema = Schema.of(new Field("INDEX", DataType.BIGINT, false), new Field("VALUE", type.element(), true));
        List<List<Object>> rows = new ArrayList<>();
        for (int i = 0; i < from.size(); i++) {
            List<Object> row = new ArrayList<>();
            row.add(firstIndex + i);
            row.add(from.get(i));
            rows.add(row);
        }
        RowCursor cursor = RowCursor.of(new ChangeBatch(ColumnBatch.ofRows(schema, rows), null));
        return new MillraceResultSet(new StatementResult.Rows(schema, cursor, OutputMode.APPEND), zone);
    }

    @Override
    public String toString() {
        return ValueText.format(values, type, zone);
    }
}

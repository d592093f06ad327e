package io.millrace.jdbc;

import io.millrace.columnar.DataType;
import io.millrace.columnar.ValueText;
import java.sql.SQLException;
import java.sql.Struct;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;

/** A value of type ROW. Immutable. */
final class MillraceStruct implements Struct {
    private final DataType type;
    private final List<?> values;
    private final ZoneId zone;

    MillraceStruct(DataType type, List<?> values, ZoneId zone) {
        this.type = type;
        this.values = values;
        this.zone = zone;
    }

    @Override
    public String getSQLTypeName() {
        return type.toString();
    }

    @Override
    public Object[] getAttributes() {
        Object[] objects = new Object[values.size()];
        for (int i = 0; i < objects.length; i++) {
            objects[i] = JdbcValues.object(values.get(i), type.children().get(i).type(), zone);
        }
        return objects;
    }

    @Override
    public Object[] getAttributes(Map<String, Class<?>> types) throws SQLException {
        MillraceArray.refuseTypeMap(types);
        return getAttributes();
    }

    @Override
    public String toString() {
        return ValueText.format(values, type, zone);
    }
}

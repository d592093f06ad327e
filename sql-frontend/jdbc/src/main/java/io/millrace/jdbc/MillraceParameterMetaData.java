package io.millrace.jdbc;

import io.millrace.columnar.DataType;
import java.sql.ParameterMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.util.List;
import java.util.Optional;

/** The parameters of a statement; where the type of one does not follow from its place it is {@link Types#OTHER}. */
final class MillraceParameterMetaData implements ParameterMetaData {
    private final List<Optional<DataType>> types;

    MillraceParameterMetaData(List<Optional<DataType>> types) {
        this.types = types;
    }

    private Optional<DataType> type(int index) throws SQLException {
        if (index < 1 || index > types.size()) {
            throw new SQLException(
                    "there is no parameter " + index + "; the statement has " + types.size() + ", counted from 1",
                    SqlErrors.NO_SUCH_COLUMN);
        }
        return types.get(index - 1);
    }

    @Override
    public int getParameterCount() {
        return types.size();
    }

    @Override
    public int isNullable(int index) throws SQLException {
        type(index);
        return parameterNullableUnknown;
    }

    @Override
    public boolean isSigned(int index) throws SQLException {
        return type(index).map(SqlTypes::signed).orElse(false);
    }

    @Override
    public int getPrecision(int index) throws SQLException {
        return type(index).map(SqlTypes::precision).orElse(0);
    }

    @Override
    public int getScale(int index) throws SQLException {
        return type(index).map(SqlTypes::scale).orElse(0);
    }

    @Override
    public int getParameterType(int index) throws SQLException {
        return type(index).map(SqlTypes::code).orElse(Types.OTHER);
    }

    @Override
    public String getParameterTypeName(int index) throws SQLException {
        return type(index).map(SqlTypes::name).orElse("OTHER");
    }

    @Override
    public String getParameterClassName(int index) throws SQLException {
        return type(index)
                .<Class<?>>map(SqlTypes::javaClass)
                .orElse(Object.class)
                .getName();
    }

    @Override
    public int getParameterMode(int index) throws SQLException {
        type(index);
        return parameterModeIn;
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        return Wrappers.unwrap(this, type);
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return type.isInstance(this);
    }
}

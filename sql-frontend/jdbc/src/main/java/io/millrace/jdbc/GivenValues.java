package io.millrace.jdbc;

import io.millrace.columnar.DataType;
import io.millrace.error.MillraceException;
import io.millrace.sql.JavaValues;
import io.millrace.sql.Session;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.util.Arrays;

/** Elements and attributes that a program gives, as values of a type that it names. */
final class GivenValues {
    private GivenValues() {}

    /** A type by its name in SQL. */
    static DataType type(String name) throws SQLException {
        if (name == null) {
            throw SqlErrors.badArgument("the name of the type is null");
        }
        try {
            return Session.dataType(name);
        } catch (MillraceException e) {
            throw SqlErrors.of(e);
        }
    }

    /** The same; a DECIMAL without precision, which is how the base type of an array is called, has the digits of the values. */
    static DataType type(String name, Object[] values) throws SQLException {
        DataType type = type(name);
        if (type.kind() != DataType.Kind.DECIMAL || name.indexOf('(') >= 0) {
            return type;
        }
        int scale = Arrays.stream(values)
                .filter(BigDecimal.class::isInstance)
                .mapToInt(value -> ((BigDecimal) value).scale())
                .max()
                .orElse(0);
        return DataType.decimal(type.precision(), Math.min(type.precision(), Math.max(0, scale)));
    }

    /** In the form that {@link io.millrace.columnar.Column#value} gives. */
    static Object toColumn(Object[] values, DataType type) throws SQLException {
        try {
            return JavaValues.toColumn(ParameterValues.list(values), type);
        } catch (MillraceException e) {
            throw SqlErrors.of(e);
        }
    }
}

package io.millrace.sql;

import io.millrace.columnar.DataType;
import io.millrace.columnar.Field;
import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import io.millrace.sql.frame.Expression;
import io.millrace.sql.frame.Steps;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a {@link DataFrame} does about NULLs. */
public final class NaFunctions {
    private final DataFrame frame;

    NaFunctions(DataFrame frame) {
        this.frame = frame;
    }

    /** Without the rows that have a NULL. */
    public DataFrame drop() {
        return drop("any", frame.columns());
    }

    /** Without the rows that have a NULL in any of the columns. */
    public DataFrame drop(String[] columns) {
        return drop("any", columns);
    }

    /** @param how {@code any}: rows with a NULL go; {@code all}: rows of nothing but NULLs */
    public DataFrame drop(String how) {
        return drop(how, frame.columns());
    }

    public DataFrame drop(String how, String[] columns) {
        boolean any = how.equalsIgnoreCase("any");
        if (!any && !how.equalsIgnoreCase("all")) {
            throw new MillraceException(
                    ErrorCode.INVALID_VALUE, "drop goes by \"any\" NULL or \"all\", not \"" + how + "\"");
        }
        return Arrays.stream(columns)
                .map(functions::col)
                .map(Column::isNotNull)
                .reduce(any ? Column::and : Column::or)
                .map(frame::filter)
                .orElse(frame);
    }

    /** A number in place of NULLs in columns of numbers, a text in texts, a boolean in booleans. */
    public DataFrame fill(Object value) {
        return fill(value, frame.columns());
    }

    public DataFrame fill(Object value, String[] columns) {
        Map<String, Object> values = new LinkedHashMap<>();
        for (String column : columns) {
            Field field = Steps.check(frame.query(), Expression.column(column)).field();
            if (fits(value, field.type())) {
                values.put(field.name(), value);
            }
        }
        return fill(values);
    }

    /** Values by column. */
    public DataFrame fill(Map<String, Object> values) {
        Map<String, Column> filled = new LinkedHashMap<>();
        values.forEach((name, value) -> {
            DataType type =
                    Steps.check(frame.query(), Expression.column(name)).field().type();
            Column constant = functions.lit(value);
            boolean sameKind = type.isString() || type.kind() == DataType.Kind.BOOLEAN;
            Column fitting = sameKind ? constant : constant.cast(type.toString());
            filled.put(name, functions.coalesce(functions.col("`" + name + "`"), fitting));
        });
        return filled.isEmpty() ? frame : frame.withColumns(filled);
    }

    private static boolean fits(Object value, DataType type) {
        return value instanceof Number && type.isNumeric()
                || value instanceof String && type.isString()
                || value instanceof Boolean && type.kind() == DataType.Kind.BOOLEAN;
    }

    /** Other values in place of some, by the values that they replace. */
    public DataFrame replace(String column, Map<?, ?> replacements) {
        Column all = functions.col(column);
        Cases cases = new Cases(List.of(), null);
        for (Map.Entry<?, ?> entry : replacements.entrySet()) {
            cases = cases.when(all.equalTo(entry.getKey()).expression(), Column.of(entry.getValue()));
        }
        return replacements.isEmpty() ? frame : frame.withColumn(column, new Column(cases.otherwise(all.expression())));
    }
}

package io.millrace.sql.typed;

import io.millrace.columnar.DataType;
import io.millrace.columnar.DataType.Kind;
import io.millrace.sql.JavaValues;
import io.millrace.sql.Row;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a function takes in one place.
 *
 * @param text how its type is called
 * @param kind of the columns that it takes; null for any
 * @param value makes its objects; null where they are those that a Row has
 */
record FunctionArgument(String text, Kind kind, ValueType value) {
    private static final Map<Type, Kind> AS_A_ROW_HAS_THEM =
            Map.of(Row.class, Kind.ROW, List.class, Kind.ARRAY, Map.class, Kind.MAP);

    /** Errors: TYPE_MISMATCH for a type that no column is made into. */
    static FunctionArgument of(Type type, String what) {
        String text = type.getTypeName().replaceAll("\\w+[.$]", "");
        if (isOpen(type)) {
            return new FunctionArgument("value", null, null);
        }
        boolean ofOpen = type instanceof ParameterizedType generic
                && Stream.of(generic.getActualTypeArguments())
                        .anyMatch(inner -> isOpen(inner) || AS_A_ROW_HAS_THEM.containsKey(inner));
        Kind kind = AS_A_ROW_HAS_THEM.get(ofOpen ? ((ParameterizedType) type).getRawType() : type);
        return new FunctionArgument(text, kind, kind == null ? ValueType.of(type, what) : null);
    }

    private static boolean isOpen(Type type) {
        return type == Object.class || type instanceof TypeVariable<?> || type instanceof WildcardType;
    }

    boolean takes(DataType column) {
        if (column.kind() == Kind.NULL) {
            return true;
        }
        return value == null ? kind == null || kind == column.kind() : value.takes(column);
    }

    /** The type that a parameter in its place is of; empty where nothing is known of it. */
    Optional<DataType> type() {
        return Optional.ofNullable(value).map(ValueType::type);
    }

    Object decoded(Object given, DataType column) {
        return value == null ? JavaValues.of(given, column) : value.decoded(given, column);
    }
}

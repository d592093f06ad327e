package io.millrace.expr.compile;

import io.millrace.columnar.DataType;
import io.millrace.columnar.DataType.Kind;

/** How a value is held in generated code. */
enum Domain {
    BOOL("boolean", "false"),
    LONG("long", "0L"),
    DOUBLE("double", "0.0"),
    DECIMAL("java.math.BigDecimal", "null"),
    /** Text or bytes: three locals, the array, where it begins and where it ends. */
    TEXT("byte[]", "Texts.EMPTY"),
    OBJECT("Object", "null");

    private final String javaType;
    private final String defaultValue;

    Domain(String javaType, String defaultValue) {
        this.javaType = javaType;
        this.defaultValue = defaultValue;
    }

    String javaType() {
        return javaType;
    }

    String defaultValue() {
        return defaultValue;
    }

    /** Whether values are primitives, which can be computed from where a NULL is without harm. */
    boolean isPrimitive() {
        return this == BOOL || this == LONG || this == DOUBLE;
    }

    static Domain of(DataType type) {
        if (type.kind() == Kind.BOOLEAN) {
            return BOOL;
        }
        if (type.kind() == Kind.DECIMAL) {
            return DECIMAL;
        }
        return switch (type.storage()) {
            case LONG -> LONG;
            case DOUBLE -> DOUBLE;
            case BYTES -> TEXT;
            case OBJECT -> OBJECT;
        };
    }
}

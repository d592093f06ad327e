package io.millrace.expr;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.millrace.columnar.DataType;
import java.math.BigDecimal;
import java.util.Base64;

/**
 * A constant.
 *
 * @param value in the form {@link io.millrace.columnar.Column#value} gives; null for NULL
 */
public record Literal(@JsonIgnore Object value, DataType type) implements Expr {

    @JsonCreator
    static Literal fromText(@JsonProperty("text") String text, @JsonProperty("type") DataType type) {
        return new Literal(text == null ? null : read(text, type), type);
    }

    /** The value as text, null for NULL: what the serialised form holds. */
    @JsonProperty("text")
    String text() {
        if (value == null) {
            return null;
        }
        return value instanceof byte[] bytes ? Base64.getEncoder().encodeToString(bytes) : value.toString();
    }

    private static Object read(String text, DataType type) {
        return switch (type.kind()) {
            case BOOLEAN -> Boolean.valueOf(text);
            case REAL, DOUBLE -> Double.valueOf(text);
            case DECIMAL -> new BigDecimal(text);
            case CHAR, VARCHAR -> text;
            case BINARY, VARBINARY -> Base64.getDecoder().decode(text);
            case ARRAY, MAP, ROW -> throw new IllegalArgumentException("no literals of type " + type);
            default -> Long.valueOf(text);
        };
    }

    @Override
    public boolean nullable() {
        return value == null;
    }

    @Override
    public String toString() {
        if (value == null) {
            return "NULL";
        }
        return type.isString() ? "'" + text().replace("'", "''") + "'" : text();
    }
}

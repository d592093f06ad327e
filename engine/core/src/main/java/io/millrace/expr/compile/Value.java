package io.millrace.expr.compile;

import io.millrace.columnar.DataType;
import io.millrace.columnar.DataType.Kind;

/**
 * A value in generated code: Java expressions without side effects, mostly names of locals.
 *
 * @param from where a text begins; else null
 * @param to where a text ends; else null
 * @param isNull {@code false}, {@code true} or the name of a boolean; what the other expressions give where it is true
 *     is unspecified
 */
record Value(DataType type, Domain domain, String java, String from, String to, String isNull) {

    static Value of(DataType type, String java, String isNull) {
        return new Value(type, Domain.of(type), java, null, null, isNull);
    }

    static Value text(DataType type, String data, String from, String to, String isNull) {
        return new Value(type, Domain.TEXT, data, from, to, isNull);
    }

    static Value nullOf(DataType type) {
        Domain domain = Domain.of(type);
        return new Value(type, domain, typedDefault(domain), "0", "0", "true");
    }

    private static String typedDefault(Domain domain) {
        return domain.defaultValue().equals("null") ? "((" + domain.javaType() + ") null)" : domain.defaultValue();
    }

    boolean neverNull() {
        return isNull.equals("false");
    }

    boolean alwaysNull() {
        return isNull.equals("true");
    }

    /** The three arguments that pass a text. */
    String range() {
        return java + ", " + from + ", " + to;
    }

    /** The same value under another type of the same domain. */
    Value as(DataType other) {
        return new Value(other, domain, java, from, to, isNull);
    }

    /** A Java expression for the value, which must not be NULL, in another domain of numbers. */
    String in(Domain target) {
        if (domain == target) {
            return java;
        }
        return switch (target) {
            case DOUBLE -> domain == Domain.LONG ? "(double) " + java : java + ".doubleValue()";
            case DECIMAL ->
                domain == Domain.LONG ? "java.math.BigDecimal.valueOf(" + java + ")" : "DecimalMath.of(" + java + ")";
            case LONG -> "DecimalMath.toLong(" + java + ")";
            case OBJECT -> boxed();
            default -> throw new IllegalStateException(domain + " as " + target);
        };
    }

    /** A Java expression for the value, which must not be NULL, as the object that Column.value gives. */
    String boxed() {
        return switch (domain) {
            case BOOL -> "Boolean.valueOf(" + java + ")";
            case LONG -> "Long.valueOf(" + java + ")";
            case DOUBLE -> "Double.valueOf(" + java + ")";
            case DECIMAL, OBJECT -> "((Object) " + java + ")";
            case TEXT ->
                type.isString() ? "Texts.string(" + range() + ")" : "java.util.Arrays.copyOfRange(" + range() + ")";
        };
    }

    boolean isChar() {
        return type.kind() == Kind.CHAR;
    }
}

package io.millrace.connectors.parquet;

import io.millrace.columnar.DataType;
import io.millrace.columnar.Field;

/** Which types of a file can be read as which declared types: those that hold every value. */
final class TypeMatch {
    private TypeMatch() {}

    static boolean fits(Leaf leaf, Field field) {
        if (leaf.refused() != null) {
            return false;
        }
        DataType type = field.type();
        return switch (type.kind()) {
            case BOOLEAN -> leaf.physical() == Physical.BOOLEAN;
            case TINYINT, SMALLINT, INTEGER, BIGINT -> isInteger(leaf) && bits(leaf) <= bits(type);
            case REAL -> leaf.physical() == Physical.FLOAT;
            case DOUBLE -> leaf.physical() == Physical.FLOAT || leaf.physical() == Physical.DOUBLE;
            case DECIMAL -> fitsDecimal(leaf, type);
            case CHAR, VARCHAR -> leaf.physical() == Physical.BYTE_ARRAY && isTextOrNothing(leaf.meaning());
            case BINARY, VARBINARY -> isBytes(leaf) && leaf.meaning().kind() != Meaning.Kind.DECIMAL;
            case DATE -> leaf.meaning().kind() == Meaning.Kind.DATE && leaf.physical() == Physical.INT32;
            case TIME -> leaf.meaning().kind() == Meaning.Kind.TIME && isIntegral(leaf);
            case TIMESTAMP, TIMESTAMP_LTZ ->
                leaf.physical() == Physical.INT96
                        || (leaf.meaning().kind() == Meaning.Kind.TIMESTAMP && leaf.physical() == Physical.INT64);
            default -> false;
        };
    }

    /** The type to declare for a column of a file, or null when it can't be read. */
    static String declaration(Leaf leaf) {
        if (leaf.refused() != null || leaf.physical() == null) {
            return null;
        }
        return switch (leaf.meaning().kind()) {
            case STRING, ENUM, JSON -> "VARCHAR";
            case DECIMAL -> leaf.meaning().a() <= 38 ? leaf.meaning().text() : null;
            case DATE -> "DATE";
            case TIME -> "TIME(" + digits(leaf) + ")";
            case TIMESTAMP -> "TIMESTAMP(" + digits(leaf) + ")";
            case INTEGER, NONE -> plainDeclaration(leaf);
            case OTHER -> null;
        };
    }

    private static String plainDeclaration(Leaf leaf) {
        return switch (leaf.physical()) {
            case BOOLEAN -> "BOOLEAN";
            case INT32, INT64 ->
                bits(leaf) <= 8 ? "TINYINT" : bits(leaf) <= 16 ? "SMALLINT" : bits(leaf) <= 32 ? "INTEGER" : "BIGINT";
            case INT96 -> "TIMESTAMP(6)";
            case FLOAT -> "REAL";
            case DOUBLE -> "DOUBLE";
            case BYTE_ARRAY, FIXED_LEN_BYTE_ARRAY -> "VARBINARY";
        };
    }

    private static int digits(Leaf leaf) {
        return leaf.meaning().a() == Meaning.MILLIS ? 3 : 6;
    }

    private static boolean isIntegral(Leaf leaf) {
        return leaf.physical() == Physical.INT32 || leaf.physical() == Physical.INT64;
    }

    private static boolean isInteger(Leaf leaf) {
        Meaning.Kind kind = leaf.meaning().kind();
        return isIntegral(leaf) && (kind == Meaning.Kind.NONE || kind == Meaning.Kind.INTEGER);
    }

    private static boolean isBytes(Leaf leaf) {
        return leaf.physical() == Physical.BYTE_ARRAY || leaf.physical() == Physical.FIXED_LEN_BYTE_ARRAY;
    }

    private static boolean isTextOrNothing(Meaning meaning) {
        return switch (meaning.kind()) {
            case STRING, ENUM, JSON, NONE -> true;
            default -> false;
        };
    }

    /** Bits of a signed integer that holds every value; unsigned 64 counts as 64, and a value beyond is refused when met. */
    private static int bits(Leaf leaf) {
        if (leaf.meaning().kind() != Meaning.Kind.INTEGER) {
            return leaf.physical() == Physical.INT32 ? 32 : 64;
        }
        int bits = leaf.meaning().a();
        return leaf.meaning().signed() || bits == 64 ? bits : 2 * bits;
    }

    private static int bits(DataType type) {
        return switch (type.kind()) {
            case TINYINT -> 8;
            case SMALLINT -> 16;
            case INTEGER -> 32;
            default -> 64;
        };
    }

    private static boolean fitsDecimal(Leaf leaf, DataType type) {
        int whole = type.precision() - type.scale();
        if (isInteger(leaf)) {
            boolean unsigned64 = bits(leaf) == 64
                    && leaf.meaning().kind() == Meaning.Kind.INTEGER
                    && !leaf.meaning().signed();
            int digits = bits(leaf) <= 8 ? 3 : bits(leaf) <= 16 ? 5 : bits(leaf) <= 32 ? 10 : unsigned64 ? 20 : 19;
            return whole >= digits;
        }
        Meaning meaning = leaf.meaning();
        return meaning.kind() == Meaning.Kind.DECIMAL
                && (isIntegral(leaf) || isBytes(leaf))
                && whole >= meaning.a() - meaning.b()
                && type.scale() >= meaning.b();
    }
}

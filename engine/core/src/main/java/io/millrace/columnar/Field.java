package io.millrace.columnar;

/** A named column of a schema, or a child of a nested type. Names keep the case they were written in. */
public record Field(String name, DataType type, boolean nullable) {

    public static Field of(String name, DataType type) {
        return new Field(name, type, true);
    }

    /** Type with its NOT NULL, as in DDL. */
    public String typeText() {
        return nullable ? type.toString() : type + " NOT NULL";
    }

    @Override
    public String toString() {
        return name + " " + typeText();
    }
}

package io.millrace.expr;

import io.millrace.columnar.DataType;

/** The column at a position of the input. */
public record InputRef(int index, DataType type, boolean nullable) implements Expr {
    @Override
    public String toString() {
        return "$" + index;
    }
}

package io.millrace.error;

/**
 * A place in a text that the user wrote.
 *
 * <p>Units: lines and columns count from 1; a column is one char of the text; the end is inclusive.
 */
public record TextPosition(int line, int column, int endLine, int endColumn) {

    public static TextPosition at(int line, int column) {
        return new TextPosition(line, column, line, column);
    }

    @Override
    public String toString() {
        return "line " + line + ", column " + column;
    }
}

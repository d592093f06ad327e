package io.millrace.sql.parse;

import io.millrace.error.TextPosition;
import org.apache.calcite.sql.SqlNode;

/**
 * One statement of a script.
 *
 * @param node its syntax tree; positions inside count from the start of the script
 * @param stream whether it is a {@code SELECT STREAM}, or explains one; the tree no longer has the keyword
 * @param text exactly what the user wrote, without the semicolon and without comments and blanks around it
 * @param range where that text stands in the script
 */
public record ParsedStatement(SqlNode node, boolean stream, String text, TextPosition range) {

    /** The query of {@code CREATE VIEW v (columns) AS query}, exactly as written. */
    public String viewQuery() {
        SqlLexer lexer = new SqlLexer(text, new TextLines(text));
        while (lexer.next() != SqlLexer.Kind.END) {
            if (lexer.isWord("AS")) {
                return text.substring(lexer.end()).strip();
            }
        }
        throw new IllegalStateException("not a view: " + text);
    }
}

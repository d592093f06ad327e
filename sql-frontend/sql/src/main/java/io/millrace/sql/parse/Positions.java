package io.millrace.sql.parse;

import io.millrace.error.TextPosition;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParserPos;

/** Turns the parser's positions into ours. */
public final class Positions {
    private Positions() {}

    /** Where {@code node} stands; null when it does not come from the text. */
    public static TextPosition of(SqlNode node) {
        return of(node.getParserPosition());
    }

    /** Null when {@code pos} is no place in the text. */
    public static TextPosition of(SqlParserPos pos) {
        if (pos == null || pos.getLineNum() <= 0) {
            return null;
        }
        return new TextPosition(pos.getLineNum(), pos.getColumnNum(), pos.getEndLineNum(), pos.getEndColumnNum());
    }
}

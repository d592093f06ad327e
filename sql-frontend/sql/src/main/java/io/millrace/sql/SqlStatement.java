package io.millrace.sql;

import io.millrace.error.TextPosition;
import io.millrace.sql.parse.Command;
import io.millrace.sql.parse.ParsedStatement;
import io.millrace.sql.parse.SetOption;
import io.millrace.sql.parse.SqlText;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;

/** A statement of a script, read and found to be well formed, not yet executed. Immutable. */
public final class SqlStatement {
    private final ParsedStatement parsed;

    SqlStatement(ParsedStatement parsed) {
        this.parsed = parsed;
    }

    /** Reads the one statement that {@code sql} holds; a semicolon may end it. Nothing is executed. */
    public static SqlStatement of(String sql) {
        return new SqlStatement(SqlText.parse(sql));
    }

    /** Exactly as written, without the semicolon and without comments and blanks around it. */
    public String text() {
        return parsed.text();
    }

    /** Where it stands in the script. */
    public TextPosition range() {
        return parsed.range();
    }

    /** Whether it answers with rows: a query, SHOW, DESCRIBE, EXPLAIN. Such a statement changes nothing. */
    public boolean givesRows() {
        SqlNode node = parsed.node();
        return node instanceof Command command ? command.kind().givesRows() : node.isA(SqlKind.QUERY);
    }

    /** Whether it is SET or RESET: it changes only the session itself. */
    public boolean isSetting() {
        return parsed.node() instanceof SetOption;
    }

    ParsedStatement parsed() {
        return parsed;
    }

    @Override
    public String toString() {
        return text();
    }
}

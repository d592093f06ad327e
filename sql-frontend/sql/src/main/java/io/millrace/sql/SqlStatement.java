package io.millrace.sql;

import io.millrace.error.TextPosition;
import io.millrace.sql.parse.ParsedStatement;

/** A statement of a script, read and found to be well formed, not yet executed. Immutable. */
public final class SqlStatement {
    private final ParsedStatement parsed;

    SqlStatement(ParsedStatement parsed) {
        this.parsed = parsed;
    }

    /** Exactly as written, without the semicolon and without comments and blanks around it. */
    public String text() {
        return parsed.text();
    }

    /** Where it stands in the script. */
    public TextPosition range() {
        return parsed.range();
    }

    ParsedStatement parsed() {
        return parsed;
    }

    @Override
    public String toString() {
        return text();
    }
}

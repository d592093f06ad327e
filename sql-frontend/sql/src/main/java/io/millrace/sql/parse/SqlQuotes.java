package io.millrace.sql.parse;

/** Writes names and texts as SQL has them. */
public final class SqlQuotes {
    private SqlQuotes() {}

    /** {@code it's} as {@code 'it''s'}. */
    public static String literal(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    /** A name in double quotes, those inside doubled. */
    public static String identifier(String name) {
        return "\"" + name.replace("\"", "\"\"") + "\"";
    }
}

package io.millrace.sql.parse;

import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;

/**
 * Cuts SQL text into tokens: just enough to find where statements end, how deep they nest and what names are quoted by
 * backticks. What a comment, a string and a quoted name are is the grammar's own rule.
 */
final class SqlLexer {
    /** Kinds of tokens. */
    enum Kind {
        WORD,
        STRING,
        QUOTED_NAME,
        SYMBOL,
        END
    }

    private final String text;
    private final TextLines lines;
    private int at;
    private int start;
    private Kind kind;

    SqlLexer(String text, TextLines lines) {
        this.text = text;
        this.lines = lines;
    }

    /** Goes on to the next token. */
    Kind next() {
        skipBlanksAndComments();
        start = at;
        if (at == text.length()) {
            kind = Kind.END;
            return kind;
        }
        char c = text.charAt(at);
        if (c == '\'') {
            kind = Kind.STRING;
            quoted('\'', false);
        } else if (c == '"' || c == '`') {
            kind = Kind.QUOTED_NAME;
            quoted(c, false);
        } else if (isWordPart(c)) {
            word();
        } else {
            kind = Kind.SYMBOL;
            at++;
        }
        return kind;
    }

    Kind kind() {
        return kind;
    }

    /** Offset of the token's first char. */
    int start() {
        return start;
    }

    /** Offset behind the token's last char. */
    int end() {
        return at;
    }

    /** The token as written. */
    String token() {
        return text.substring(start, at);
    }

    boolean isSymbol(char symbol) {
        return kind == Kind.SYMBOL && text.charAt(start) == symbol;
    }

    boolean isWord(String word) {
        return kind == Kind.WORD && at - start == word.length() && text.regionMatches(true, start, word, 0, at - start);
    }

    private void skipBlanksAndComments() {
        while (at < text.length()) {
            char c = text.charAt(at);
            if (Character.isWhitespace(c) || c == '\ufeff') {
                at++;
            } else if (text.startsWith("--", at) || text.startsWith("//", at)) {
                while (at < text.length() && text.charAt(at) != '\n' && text.charAt(at) != '\r') {
                    at++;
                }
            } else if (text.startsWith("/*", at)) {
                int close = text.indexOf("*/", at + 2);
                if (close < 0) {
                    throw unterminated(at, "the comment that begins here has no end; expected \"*/\"");
                }
                at = close + 2;
            } else {
                return;
            }
        }
    }

    private void word() {
        kind = Kind.WORD;
        while (at < text.length() && isWordPart(text.charAt(at))) {
            at++;
        }
        if (at < text.length() && text.charAt(at) == '\'' && at == start + 1) {
            char prefix = Character.toUpperCase(text.charAt(start));
            if (prefix == 'E' || prefix == 'N' || prefix == 'X') {
                kind = Kind.STRING;
                quoted('\'', prefix == 'E');
            }
        }
    }

    /** Reads on to the closing quote; a doubled quote stands for itself. */
    private void quoted(char quote, boolean backslash) {
        int open = at++;
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (backslash && c == '\\') {
                at++;
            } else if (c == quote) {
                if (at < text.length() && text.charAt(at) == quote) {
                    at++;
                } else {
                    return;
                }
            }
        }
        String what = quote == '\'' ? "text" : "quoted name";
        throw unterminated(open, "the " + what + " that begins here has no end; expected " + quote);
    }

    private MillraceException unterminated(int offset, String message) {
        return new MillraceException(ErrorCode.SYNTAX, message, lines.position(offset, offset + 1), null);
    }

    private static boolean isWordPart(char c) {
        return Character.isLetterOrDigit(c) || c == '_' || c == '$' || Character.isSurrogate(c);
    }
}

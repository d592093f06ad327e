package io.millrace.sql.parse;

import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import java.util.ArrayList;
import java.util.List;

/**
 * Cuts a script at its semicolons, those in strings, quoted names and comments left alone, and refuses what is too long
 * or nests too deep for the parser: a recursive parser and planner would need a stack as deep as the text nests.
 */
final class StatementSplitter {
    /** Most chars of one statement. */
    static final int LENGTH_MAX = 1 << 20;

    /** Most levels of brackets, CASE and prefix operators: far above what people write, far below what the stack holds. */
    static final int DEPTH_MAX = 500;

    private final String text;
    private final TextLines lines;
    private final SqlLexer lexer;
    private final List<StatementText> statements = new ArrayList<>();
    private boolean semicolonLast;

    StatementSplitter(String text, TextLines lines) {
        this.text = text;
        this.lines = lines;
        this.lexer = new SqlLexer(text, lines);
    }

    List<StatementText> split() {
        while (lexer.next() != SqlLexer.Kind.END) {
            semicolonLast = lexer.isSymbol(';');
            if (!semicolonLast) {
                statement();
            }
        }
        return statements;
    }

    /** After {@link #split()}: whether the last token is a semicolon. */
    boolean endsWithSemicolon() {
        return semicolonLast;
    }

    private void statement() {
        int start = lexer.start();
        int end = start;
        StringBuilder parserText = null;
        List<StatementText.Word> words = new ArrayList<>();
        boolean onlyWords = true;
        Nesting nesting = new Nesting();
        boolean afterInterval = false;
        do {
            if (onlyWords && words.size() < 2 && lexer.kind() == SqlLexer.Kind.WORD) {
                words.add(new StatementText.Word(lexer.token(), lines.position(lexer.start(), lexer.end())));
            } else {
                onlyWords = false;
            }
            nesting.step();
            end = lexer.end();
            if (text.charAt(lexer.start()) == '`') {
                parserText = parserText == null ? new StringBuilder(text.substring(start)) : parserText;
                doubleQuote(parserText, start);
            } else if (afterInterval && lexer.isSymbol('?') && isBetweenBlanks(lexer.start())) {
                parserText = parserText == null ? new StringBuilder(text.substring(start)) : parserText;
                parserText.setCharAt(lexer.start() - start - 1, '(');
                parserText.setCharAt(lexer.end() - start, ')');
            }
            afterInterval = lexer.isWord("INTERVAL");
            lexer.next();
            semicolonLast = lexer.isSymbol(';');
        } while (lexer.kind() != SqlLexer.Kind.END && !semicolonLast);
        if (end - start > LENGTH_MAX) {
            throw tooComplex(
                    "the statement is " + (end - start) + " characters long; the limit is " + LENGTH_MAX, start, start);
        }
        String written = text.substring(start, end);
        String forParser = parserText == null ? written : parserText.substring(0, end - start);
        statements.add(new StatementText(written, forParser, lines.position(start, end), words));
    }

    private boolean isBetweenBlanks(int offset) {
        return Character.isWhitespace(text.charAt(offset - 1))
                && offset + 1 < text.length()
                && Character.isWhitespace(text.charAt(offset + 1));
    }

    private void doubleQuote(StringBuilder parserText, int start) {
        String name = lexer.token();
        if (name.indexOf('"') >= 0 || name.indexOf('`', 1) != name.length() - 1) {
            throw new MillraceException(
                    ErrorCode.SYNTAX,
                    "a name in backticks cannot hold a quote or a backtick; write it in double quotes",
                    lines.position(lexer.start(), lexer.end()),
                    null);
        }
        parserText.setCharAt(lexer.start() - start, '"');
        parserText.setCharAt(lexer.end() - start - 1, '"');
    }

    private MillraceException tooComplex(String message, int start, int end) {
        return new MillraceException(ErrorCode.TOO_COMPLEX, message, lines.position(start, end), null);
    }

    /** How deep the current token stands. */
    private final class Nesting {
        private int brackets;
        private int cases;
        private int prefixes;

        void step() {
            char first = text.charAt(lexer.start());
            boolean symbol = lexer.kind() == SqlLexer.Kind.SYMBOL;
            if (symbol && (first == '(' || first == '[')) {
                brackets++;
            } else if (symbol && (first == ')' || first == ']')) {
                brackets = Math.max(0, brackets - 1);
            } else if (lexer.isWord("CASE")) {
                cases++;
            } else if (lexer.isWord("END")) {
                cases = Math.max(0, cases - 1);
            }
            boolean prefix = lexer.isWord("NOT") || symbol && (first == '-' || first == '+');
            prefixes = prefix ? prefixes + 1 : 0;
            if (brackets + cases + prefixes > DEPTH_MAX) {
                throw tooComplex(
                        "the statement nests deeper than " + DEPTH_MAX + " levels here; split it into views",
                        lexer.start(),
                        lexer.end());
            }
        }
    }
}

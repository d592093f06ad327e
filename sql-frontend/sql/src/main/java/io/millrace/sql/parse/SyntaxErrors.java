package io.millrace.sql.parse;

import io.millrace.config.Spelling;
import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import io.millrace.error.TextPosition;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.calcite.runtime.CalciteContextException;
import org.apache.calcite.sql.parser.SqlParseException;

/** Says in our words what the generated parser found wrong with one statement of a script. */
final class SyntaxErrors {
    /** A longer list of what would have been legal helps nobody. */
    private static final int EXPECTED_SHOWN_MAX = 6;

    private static final String END_OF_STATEMENT = "the end of the statement";

    /** Words that, misspelt, the grammar takes for a name or an alias. */
    private static final List<String> CLAUSES = List.of(
            "FROM",
            "WHERE",
            "GROUP",
            "HAVING",
            "QUALIFY",
            "ORDER",
            "LIMIT",
            "JOIN",
            "UNION",
            "VALUES",
            "SELECT",
            "WITH",
            "WATERMARK");

    private static final Pattern LEXICAL =
            Pattern.compile("Lexical error.*Encountered: \"(.+?)\" \\(\\d+\\)", Pattern.DOTALL);

    private final SqlParseException failure;
    private final StatementText statement;
    private final TextLines lines;
    private final String script;
    private final TextPosition place;

    private SyntaxErrors(SqlParseException failure, StatementText statement, String script, TextLines lines) {
        this.failure = failure;
        this.statement = statement;
        this.script = script;
        this.lines = lines;
        this.place = Positions.of(failure.getPos());
    }

    static MillraceException of(SqlParseException failure, StatementText statement, String script, TextLines lines) {
        return new SyntaxErrors(failure, statement, script, lines).exception();
    }

    private MillraceException exception() {
        if (hasOverflown()) {
            return new MillraceException(
                    ErrorCode.TOO_COMPLEX,
                    "the statement nests too deep to be parsed; split it into views",
                    statement.range(),
                    failure);
        }
        if (failure.getCause() instanceof CalciteContextException context) {
            return syntax(firstLine(context), place);
        }
        String message = String.valueOf(failure.getMessage());
        Matcher lexical = LEXICAL.matcher(message);
        if (lexical.find()) {
            return syntax("unexpected character \"" + lexical.group(1) + "\"", place);
        }
        if (message.contains("Encountered \"<EOF>\"")) {
            return endsTooEarly();
        }
        return place == null ? syntax("a number in the statement is out of range", statement.range()) : atToken();
    }

    private MillraceException endsTooEarly() {
        TextPosition range = statement.range();
        return syntax(
                "the statement ends too early" + expected(),
                new TextPosition(range.endLine(), range.endColumn(), range.endLine(), range.endColumn()));
    }

    private MillraceException atToken() {
        int start = lines.offset(place.line(), place.column());
        int end = lines.offset(place.endLine(), place.endColumn()) + 1;
        if (start >= script.length() || end > script.length()) {
            return endsTooEarly();
        }
        String found = script.substring(start, end);
        Optional<MillraceException> argument = reservedArgument(start);
        if (argument.isPresent()) {
            return argument.get();
        }
        Optional<String> meant = meantBefore(start);
        if (meant.isPresent()) {
            return syntax("syntax error at \"" + found + "\"" + meant.get(), place);
        }
        TreeSet<String> expected = expectedTokens();
        if (expected.isEmpty() && ReservedWords.contains(found)) {
            return syntax(
                    "\"" + found + "\" is a reserved word; to use it as a name put it in double quotes: "
                            + SqlQuotes.identifier(found),
                    place);
        }
        // with nothing or the end expected the parser may have stopped before an optional part that fails later on
        boolean vague = expected.isEmpty() || expected.contains(END_OF_STATEMENT);
        if (vague && StatementWords.isFirst(found)) {
            return syntax("syntax error at \"" + found + "\"; is a semicolon missing before it?", place);
        }
        return syntax(
                "syntax error at " + (vague ? "or after " : "") + "\"" + found + "\"" + clauseHint(found)
                        + (vague ? "" : expected()),
                place);
    }

    /** A reserved word as the name of an argument, {@code OFFSET => ...}: the parser stops before it. */
    private Optional<MillraceException> reservedArgument(int offset) {
        SqlLexer lexer = new SqlLexer(script, lines);
        while (lexer.next() != SqlLexer.Kind.END && lexer.start() < offset) {}
        if (lexer.isSymbol(',') || lexer.isSymbol('(')) {
            lexer.next();
        }
        if (lexer.kind() != SqlLexer.Kind.WORD) {
            return Optional.empty();
        }
        String word = lexer.token();
        TextPosition at = lines.position(lexer.start(), lexer.end());
        lexer.next();
        if (!script.startsWith("=>", lexer.start()) || !ReservedWords.contains(word)) {
            return Optional.empty();
        }
        return Optional.of(syntax(
                "\"" + word + "\" is a reserved word; as the name of an argument write it in double quotes: "
                        + SqlQuotes.identifier(word) + " => ...",
                at));
    }

    /** A word before the place that is nearly a clause's: {@code SELECT a FORM t}. */
    private Optional<String> meantBefore(int offset) {
        SqlLexer lexer = new SqlLexer(script, lines);
        String before = "";
        while (lexer.next() != SqlLexer.Kind.END && lexer.start() < offset) {
            before = lexer.kind() == SqlLexer.Kind.WORD ? lexer.token() : "";
        }
        String hint = clauseHint(before);
        return hint.isEmpty() ? Optional.empty() : Optional.of(hint + " for \"" + before + "\"");
    }

    private static String clauseHint(String word) {
        String upper = word.toUpperCase(Locale.ROOT);
        boolean isOne = ReservedWords.contains(word) || CLAUSES.contains(upper) || word.length() < 3;
        return isOne ? "" : Spelling.hint(upper, CLAUSES);
    }

    private String expected() {
        TreeSet<String> expected = expectedTokens();
        if (expected.isEmpty() || expected.size() > EXPECTED_SHOWN_MAX) {
            return "";
        }
        return "; expected " + String.join(" or ", expected);
    }

    private TreeSet<String> expectedTokens() {
        TreeSet<String> tokens = new TreeSet<>();
        failure.getExpectedTokenNames().forEach(name -> tokens.add(readable(name)));
        return tokens;
    }

    private static String readable(String token) {
        String plain = token.replace("\"", "");
        return switch (plain) {
            case "<EOF>" -> END_OF_STATEMENT;
            case "<QUOTED_STRING>",
                    "<PREFIXED_STRING_LITERAL>",
                    "<UNICODE_STRING_LITERAL>",
                    "<BINARY_STRING_LITERAL>",
                    "<C_STYLE_ESCAPED_STRING_LITERAL>",
                    "<BIG_QUERY_QUOTED_STRING>",
                    "<BIG_QUERY_DOUBLE_QUOTED_STRING>" -> "a text";
            case "<UNSIGNED_INTEGER_LITERAL>", "<DECIMAL_NUMERIC_LITERAL>", "<APPROX_NUMERIC_LITERAL>" -> "a number";
            case "<IDENTIFIER>",
                    "<QUOTED_IDENTIFIER>",
                    "<BACK_QUOTED_IDENTIFIER>",
                    "<BRACKET_QUOTED_IDENTIFIER>",
                    "<HYPHENATED_IDENTIFIER>",
                    "<UNICODE_QUOTED_IDENTIFIER>",
                    "<BIG_QUERY_BACK_QUOTED_IDENTIFIER>" -> "a name";
            default -> Character.isLetter(plain.charAt(0)) ? plain : "\"" + plain + "\"";
        };
    }

    private MillraceException syntax(String message, TextPosition at) {
        return new MillraceException(ErrorCode.SYNTAX, message, at, failure);
    }

    private static String firstLine(CalciteContextException context) {
        Throwable said = context.getCause() == null ? context : context.getCause();
        return String.valueOf(said.getMessage()).lines().findFirst().orElse("");
    }

    private boolean hasOverflown() {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof StackOverflowError) {
                return true;
            }
        }
        return false;
    }
}

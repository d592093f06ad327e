package io.millrace.sql.parse;

import io.millrace.config.Spelling;
import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import io.millrace.error.TextPosition;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.calcite.runtime.CalciteContextException;
import org.apache.calcite.sql.parser.SqlParseException;

/** Says in our words what the generated parser found wrong. */
final class SyntaxErrors {
    /** A longer list of what would have been legal helps nobody. */
    private static final int EXPECTED_SHOWN_MAX = 12;

    private static final Pattern LEXICAL =
            Pattern.compile("Lexical error.*Encountered: \"(.+?)\" \\(\\d+\\)", Pattern.DOTALL);
    private static final Pattern ENCOUNTERED_END = Pattern.compile("Encountered \"<EOF>\"");

    private SyntaxErrors() {}

    static MillraceException of(SqlParseException failure, StatementText statement, String script, TextLines lines) {
        if (hasOverflown(failure)) {
            return new MillraceException(
                    ErrorCode.TOO_COMPLEX,
                    "the statement nests too deep to be parsed; split it into views",
                    statement.range(),
                    failure);
        }
        String message = String.valueOf(failure.getMessage());
        TextPosition place = Positions.of(failure.getPos());
        if (failure.getCause() instanceof CalciteContextException context) {
            return new MillraceException(ErrorCode.SYNTAX, firstLine(context), place, failure);
        }
        Matcher lexical = LEXICAL.matcher(message);
        if (lexical.find()) {
            return new MillraceException(
                    ErrorCode.SYNTAX, "unexpected character \"" + lexical.group(1) + "\"", place, failure);
        }
        if (place == null || ENCOUNTERED_END.matcher(message).find()) {
            TextPosition end = endOf(statement);
            return new MillraceException(
                    ErrorCode.SYNTAX, "the statement ends too early" + expected(failure, ""), end, failure);
        }
        String found = script.substring(
                lines.offset(place.line(), place.column()), lines.offset(place.endLine(), place.endColumn()) + 1);
        return new MillraceException(
                ErrorCode.SYNTAX, "syntax error at \"" + found + "\"" + expected(failure, found), place, failure);
    }

    private static TextPosition endOf(StatementText statement) {
        TextPosition range = statement.range();
        return new TextPosition(range.endLine(), range.endColumn(), range.endLine(), range.endColumn());
    }

    private static String expected(SqlParseException failure, String found) {
        TreeSet<String> words = new TreeSet<>();
        for (String name : failure.getExpectedTokenNames()) {
            words.add(name.replace("\"", ""));
        }
        String hint = found.isEmpty() ? "" : Spelling.hint(found.toUpperCase(Locale.ROOT), keywordsOf(words));
        if (words.isEmpty() || words.size() > EXPECTED_SHOWN_MAX) {
            return hint;
        }
        return hint + "; expected " + (words.size() == 1 ? "" : "one of ") + String.join(" ", words);
    }

    private static List<String> keywordsOf(TreeSet<String> words) {
        return words.stream()
                .filter(word -> word.length() > 2 && word.chars().allMatch(Character::isLetter))
                .toList();
    }

    private static String firstLine(CalciteContextException context) {
        Throwable said = context.getCause() == null ? context : context.getCause();
        return String.valueOf(said.getMessage()).lines().findFirst().orElse("");
    }

    private static boolean hasOverflown(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof StackOverflowError) {
                return true;
            }
        }
        return false;
    }
}

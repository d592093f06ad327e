package io.millrace.sql.parse;

import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import io.millrace.error.TextPosition;
import io.millrace.sql.parse.grammar.MillraceSqlParser;
import io.millrace.sql.parse.grammar.ParseException;
import java.io.Reader;
import java.io.StringReader;
import java.util.List;
import org.apache.calcite.avatica.util.Casing;
import org.apache.calcite.avatica.util.Quoting;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlAbstractParserImpl;
import org.apache.calcite.sql.parser.SqlParseException;
import org.apache.calcite.sql.parser.SqlParser;
import org.apache.calcite.sql.validate.SqlConformanceEnum;

/**
 * Reads SQL: scripts, single statements, single expressions.
 *
 * <p>Names keep their case, in double quotes or backticks or none; a semicolon ends a statement unless it stands in a
 * string, a quoted name or a comment ({@code --}, {@code //}, {@code /* *}{@code /}). Errors: SYNTAX with the place in
 * the script; TOO_COMPLEX for more than {@value StatementSplitter#LENGTH_MAX} characters or {@value
 * StatementSplitter#DEPTH_MAX} levels in one statement.
 */
public final class SqlText {
    private static final int NAME_LENGTH_MAX = 1024;

    private SqlText() {}

    /** All statements of a script, in order; empty ones are left out. */
    public static List<ParsedStatement> parseScript(String script) {
        TextLines lines = new TextLines(script);
        List<StatementText> statements = new StatementSplitter(script, lines).split();
        return DeepStack.call(() -> statements.stream()
                .map(statement -> parse(statement, script, lines))
                .toList());
    }

    /** The one statement that {@code text} holds. */
    public static ParsedStatement parse(String text) {
        List<ParsedStatement> statements = parseScript(text);
        if (statements.isEmpty()) {
            throw new MillraceException(ErrorCode.SYNTAX, "there is no statement in the text");
        }
        if (statements.size() > 1) {
            throw new MillraceException(
                    ErrorCode.SYNTAX,
                    "found " + statements.size() + " statements where one is expected",
                    statements.get(1).range(),
                    null);
        }
        return statements.get(0);
    }

    /** A value or condition, such as {@code price * 2 > 10}. */
    public static SqlNode parseExpression(String text) {
        TextLines lines = new TextLines(text);
        List<StatementText> parts = new StatementSplitter(text, lines).split();
        if (parts.size() != 1) {
            throw new MillraceException(ErrorCode.SYNTAX, "expected one expression, found \"" + text + "\"");
        }
        return DeepStack.call(() -> {
            try {
                return parser(parts.get(0)).parseExpression();
            } catch (SqlParseException e) {
                throw SyntaxErrors.of(e, parts.get(0), text, lines);
            }
        });
    }

    /** A type, such as {@code DECIMAL(10, 2)}. Positions count from the start of {@code CAST(NULL AS}. */
    public static SqlDataTypeSpec parseType(String text) {
        SqlNode cast = parseExpression("CAST(NULL AS " + text + ")");
        if (cast.getKind() == SqlKind.CAST
                && cast instanceof SqlCall call
                && call.operandCount() == 2
                && call.operand(1) instanceof SqlDataTypeSpec type) {
            return type;
        }
        throw new MillraceException(ErrorCode.SYNTAX, "expected one type, found \"" + text + "\"");
    }

    /** Whether the text is blank, or its last statement is ended by a semicolon: what a prompt waits for. */
    public static boolean isComplete(String text) {
        StatementSplitter splitter = new StatementSplitter(text, new TextLines(text));
        try {
            return splitter.split().isEmpty() || splitter.endsWithSemicolon();
        } catch (MillraceException e) {
            return e.code() != ErrorCode.SYNTAX;
        }
    }

    private static ParsedStatement parse(StatementText statement, String script, TextLines lines) {
        StatementWords.check(statement);
        try {
            SqlNode node = parser(statement).parseStmt();
            boolean stream = StreamKeyword.remove(node);
            return new ParsedStatement(node, stream, statement.text(), statement.range());
        } catch (SqlParseException e) {
            throw SyntaxErrors.of(e, statement, script, lines);
        }
    }

    private static SqlParser parser(StatementText statement) {
        return SqlParser.create(
                new StringReader(statement.parserText()),
                SqlParser.config()
                        .withParserFactory(reader -> at(statement.range(), reader))
                        .withQuoting(Quoting.DOUBLE_QUOTE)
                        .withUnquotedCasing(Casing.UNCHANGED)
                        .withQuotedCasing(Casing.UNCHANGED)
                        .withCaseSensitive(false)
                        .withIdentifierMaxLength(NAME_LENGTH_MAX)
                        .withConformance(SqlConformanceEnum.LENIENT));
    }

    private static SqlAbstractParserImpl at(TextPosition start, Reader reader) {
        try {
            MillraceSqlParser parser = new MillraceSqlParser(reader);
            parser.beginAt(reader, start.line(), start.column());
            return parser;
        } catch (ParseException e) {
            throw new IllegalStateException(e);
        }
    }
}

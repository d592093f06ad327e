package io.millrace.sql.frame;

import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import io.millrace.error.TextPosition;
import io.millrace.sql.parse.Positions;
import io.millrace.sql.parse.SqlText;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlSelect;

/** An item of a SELECT as a user wrote it. Places in its errors are places in that text. */
record SqlSnippet(String text, String label) implements Expression {
    /** Stands before and behind the text, which so begins a line. */
    private static final String BEFORE = "SELECT\n";

    private static final String BEHIND = "\nFROM t";

    /** An item, with its alias if it has one. */
    static Expression parse(String text) {
        SqlNode item = item(text);
        if (item.getKind() == SqlKind.AS) {
            String alias = ((SqlIdentifier) ((SqlCall) item).operand(1)).getSimple();
            SqlSnippet value = new SqlSnippet(text, alias);
            return new Named(value.exploded().<Expression>map(e -> e).orElse(value), List.of(alias));
        }
        Optional<Exploded> exploded = new SqlSnippet(text, text.strip()).exploded();
        if (exploded.isPresent()) {
            return exploded.get();
        }
        if (item instanceof SqlIdentifier identifier && identifier.isStar()) {
            return new Star(identifier.isSimple() ? null : identifier.names.get(0));
        }
        return item instanceof SqlIdentifier identifier
                ? new ColumnName(identifier.names, null, text)
                : new SqlSnippet(text, text.strip());
    }

    @Override
    public SqlNode toSql(Scope scope) {
        return resolved(value(), scope);
    }

    private SqlNode value() {
        SqlNode item = item(text);
        return item.getKind() == SqlKind.AS ? ((SqlCall) item).operand(0) : item;
    }

    private static SqlNode resolved(SqlNode value, Scope scope) {
        try {
            return SyntaxCopy.resolved(value, scope);
        } catch (MillraceException e) {
            throw inText(e);
        }
    }

    /** What the text explodes, if it is a call of {@code explode}, {@code explode_outer} or {@code posexplode}. */
    private Optional<Exploded> exploded() {
        if (!(value() instanceof SqlCall call) || call.operandCount() != 1) {
            return Optional.empty();
        }
        Expression collection = new Argument(this);
        return switch (call.getOperator().getName().toLowerCase(Locale.ROOT)) {
            case "explode" -> Optional.of(new Exploded(collection, false, false));
            case "explode_outer" -> Optional.of(new Exploded(collection, true, false));
            case "posexplode" -> Optional.of(new Exploded(collection, false, true));
            default -> Optional.empty();
        };
    }

    /** The argument of a snippet that is a call. */
    private record Argument(SqlSnippet call) implements Expression {
        @Override
        public SqlNode toSql(Scope scope) {
            return resolved(((SqlCall) call.value()).operand(0), scope);
        }

        @Override
        public String label() {
            return call.label();
        }
    }

    private static SqlNode item(String text) {
        SqlNode query;
        try {
            query = SqlText.parse(BEFORE + text + BEHIND).node();
        } catch (MillraceException e) {
            throw inText(e);
        }
        if (query instanceof SqlSelect select
                && select.getSelectList().size() == 1
                && select.getWhere() == null
                && select.getGroup() == null) {
            return select.getSelectList().get(0);
        }
        throw new MillraceException(
                ErrorCode.SYNTAX, "expected one expression, found \"" + text + "\"", Positions.of(query), null);
    }

    /** The failure, at the place in the user's text. */
    private static MillraceException inText(MillraceException e) {
        return e.position().isEmpty()
                ? e
                : new MillraceException(
                        e.code(), e.getMessage(), up(e.position().get()), e);
    }

    private static TextPosition up(TextPosition place) {
        return new TextPosition(
                Math.max(1, place.line() - 1), place.column(), Math.max(1, place.endLine() - 1), place.endColumn());
    }
}

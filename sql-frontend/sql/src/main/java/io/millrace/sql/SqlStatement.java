package io.millrace.sql;

import io.millrace.error.TextPosition;
import io.millrace.sql.parse.Command;
import io.millrace.sql.parse.Parameters;
import io.millrace.sql.parse.ParsedStatement;
import io.millrace.sql.parse.SetOption;
import io.millrace.sql.parse.SqlText;
import java.util.List;
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

    /**
     * How many parameters it has: each {@code ?} where a value may stand.
     *
     * @throws io.millrace.error.MillraceException UNSUPPORTED, with the place, when it cannot have any
     */
    public int parameterCount() {
        return Parameters.count(parsed);
    }

    /**
     * A statement with values in place of the parameters, as if they had been written there. They go into the syntax tree:
     * nothing in a value is ever read as SQL. This one stays as it is, so that it can be bound again.
     *
     * @param values in order; Boolean, numbers, String, byte[], values of {@code java.time}, a List for an
     *     array, an Object[] for a row, a Map, or null
     * @throws io.millrace.error.MillraceException INVALID_VALUE for a value that cannot stand there
     */
    public SqlStatement bind(List<?> values) {
        int count = parameterCount();
        if (values.size() != count) {
            throw new IllegalArgumentException(values.size() + " values for " + count + " parameters");
        }
        // planning changes a tree, so each execution has its own
        ParsedStatement own = SqlText.parse(parsed.text());
        return new SqlStatement(count == 0 ? own : Parameters.bind(own, values));
    }

    /** Whether it is an INSERT of rows that are written out: INSERT INTO ... VALUES. */
    public boolean insertsRows() {
        return Parameters.insertsRows(parsed);
    }

    /**
     * One statement that inserts the rows of several, so that they become visible together.
     *
     * @param statements {@linkplain #bind bound} forms of one that {@linkplain #insertsRows inserts rows}, at least one; not to
     *     be used any more
     */
    public static SqlStatement joined(List<SqlStatement> statements) {
        return new SqlStatement(
                Parameters.joined(statements.stream().map(SqlStatement::parsed).toList()));
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

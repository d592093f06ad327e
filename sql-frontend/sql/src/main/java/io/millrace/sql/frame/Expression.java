package io.millrace.sql.frame;

import io.millrace.sql.typed.ValueFunction;
import java.util.List;
import org.apache.calcite.sql.SqlNode;

/** A value, condition or aggregate whose names are not resolved yet. Immutable. */
public interface Expression {
    /** Its syntax, made anew, with names resolved. */
    SqlNode toSql(Scope scope);

    /** The name of the column that it makes when it is given no other: Spark's. */
    String label();

    /** A column by name. */
    static Expression column(String name) {
        return new ColumnName(ColumnName.split(name), null, name);
    }

    /** A column of one frame and of those made from it. */
    static Expression column(String name, String owner) {
        return new ColumnName(ColumnName.split(name), owner, name);
    }

    /** SQL as a user wrote it. */
    static Expression sql(String text) {
        return SqlSnippet.parse(text);
    }

    /** A call of a function of the program. */
    static Expression call(ValueFunction function, List<Expression> args) {
        return new ProgramCall(function, args);
    }

    /** SQL with a {@code ?} for each argument, in order. */
    static Expression template(String label, String sql, Expression... args) {
        return new Template(sql, List.of(args), label);
    }

    static Expression template(String label, String sql, List<Expression> args) {
        return new Template(sql, args, label);
    }
}

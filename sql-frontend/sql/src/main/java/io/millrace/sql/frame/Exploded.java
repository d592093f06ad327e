package io.millrace.sql.frame;

import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.sql.SqlNode;

/**
 * The elements of a collection, a row for each.
 *
 * @param outer whether a row with an empty collection, or none, stays with NULL
 * @param position whether a column with the position, from 0, comes before
 */
public record Exploded(Expression collection, boolean outer, boolean position) implements Expression {
    @Override
    public SqlNode toSql(Scope scope) {
        throw new MillraceException(
                ErrorCode.INVALID_QUERY,
                "explode is a column of select or withColumn by itself, not part of an expression");
    }

    @Override
    public String label() {
        return "col";
    }

    /** What an item of a select explodes. */
    static Optional<Exploded> of(Expression expression) {
        Expression value = expression instanceof Named named ? named.value() : expression;
        return value instanceof Exploded exploded ? Optional.of(exploded) : Optional.empty();
    }

    static List<String> names(Expression expression) {
        return expression instanceof Named named ? named.names() : List.of();
    }
}

package io.millrace.sql.frame;

import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParserPos;

/**
 * All columns, or those of one alias.
 *
 * @param qualifier null for all
 */
public record Star(String qualifier) implements Expression {
    @Override
    public SqlNode toSql(Scope scope) {
        if (qualifier != null) {
            throw new MillraceException(
                    ErrorCode.INVALID_QUERY,
                    "\"" + label() + "\" stands for several columns; it goes into a select only");
        }
        return SqlIdentifier.star(SqlParserPos.ZERO);
    }

    @Override
    public String label() {
        return qualifier == null ? "*" : qualifier + ".*";
    }
}

package io.millrace.sql.frame;

import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;

/** A key of an order. NULLs are least where nothing else is said. */
public record SortKey(Expression key, boolean descending, Nulls nulls) implements Expression {
    /** Where NULLs stand. */
    public enum Nulls {
        AS_LEAST,
        FIRST,
        LAST
    }

    /** Another key, ordered the same way. */
    SortKey of(Expression other) {
        return new SortKey(other, descending, nulls);
    }

    @Override
    public SqlNode toSql(Scope scope) {
        SqlNode node = key.toSql(scope);
        if (descending) {
            node = SqlStdOperatorTable.DESC.createCall(SqlParserPos.ZERO, node);
        }
        return switch (nulls) {
            case AS_LEAST -> node;
            case FIRST -> SqlStdOperatorTable.NULLS_FIRST.createCall(SqlParserPos.ZERO, node);
            case LAST -> SqlStdOperatorTable.NULLS_LAST.createCall(SqlParserPos.ZERO, node);
        };
    }

    @Override
    public String label() {
        return key.label();
    }
}

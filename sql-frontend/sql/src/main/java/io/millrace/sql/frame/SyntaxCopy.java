package io.millrace.sql.frame;

import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.util.SqlShuttle;

/** Copies syntax trees with the names in them resolved. */
final class SyntaxCopy {
    private SyntaxCopy() {}

    /** With the names in it resolved; those that are none of a column, such as CURRENT_DATE, are left to the validator. */
    static SqlNode resolved(SqlNode tree, Scope scope) {
        return tree.accept(new SqlShuttle() {
            @Override
            public SqlNode visit(SqlIdentifier identifier) {
                boolean star = identifier.isStar();
                return star || NiladicFunctions.has(identifier)
                        ? identifier
                        : scope.resolve(identifier.names, null, identifier.getParserPosition());
            }
        });
    }
}

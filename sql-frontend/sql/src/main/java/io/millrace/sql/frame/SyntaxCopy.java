package io.millrace.sql.frame;

import java.util.List;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDynamicParam;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.util.SqlShuttle;

/** Copies syntax trees with something put in place of something else. */
final class SyntaxCopy {
    static final String ARG = "ARG";

    private SyntaxCopy() {}

    /**
     * A template with its arguments in place; what is not an argument loses its place in the text.
     *
     * @param marks how many {@code ?} there are: one less than arguments where the first is for {@code ARG()}
     */
    static SqlNode filled(SqlNode template, int marks, List<SqlNode> args) {
        return template.accept(new SqlShuttle() {
            @Override
            public SqlNode visit(SqlDynamicParam param) {
                return args.get(param.getIndex() + args.size() - marks);
            }

            @Override
            public SqlNode visit(SqlCall call) {
                if (call.getOperator().getName().equals(ARG) && call.operandCount() == 0) {
                    return args.get(0);
                }
                SqlNode copy = super.visit(call);
                return copy instanceof SqlBasicCall basic ? basic.clone(SqlParserPos.ZERO) : copy;
            }
        });
    }

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

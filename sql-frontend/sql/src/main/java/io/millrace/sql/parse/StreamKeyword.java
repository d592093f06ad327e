package io.millrace.sql.parse;

import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlInsert;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOrderBy;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlSelectKeyword;
import org.apache.calcite.sql.SqlWith;
import org.apache.calcite.sql.util.SqlBasicVisitor;

/**
 * Takes the keyword of {@code SELECT STREAM} out of a syntax tree. Whether a query goes on is its caller's business, not
 * the planner's: to Calcite the keyword would mean another kind of relation.
 */
final class StreamKeyword {
    private StreamKeyword() {}

    /** Removes the keyword and says whether it was there; refuses it below the outermost SELECT. */
    static boolean remove(SqlNode statement) {
        List<SqlSelect> outermost = new ArrayList<>();
        collectOutermost(statement, outermost);
        boolean found = false;
        for (SqlSelect select : outermost) {
            found |= select.isKeywordPresent(SqlSelectKeyword.STREAM);
            if (select.isKeywordPresent(SqlSelectKeyword.STREAM)) {
                strip(select);
            }
        }
        statement.accept(new SqlBasicVisitor<Void>() {
            @Override
            public Void visit(SqlCall call) {
                if (call instanceof SqlSelect select && select.isKeywordPresent(SqlSelectKeyword.STREAM)) {
                    throw new MillraceException(
                            ErrorCode.SYNTAX,
                            "STREAM belongs to the outermost SELECT only; remove it here",
                            Positions.of(select),
                            null);
                }
                return super.visit(call);
            }
        });
        return found;
    }

    private static void collectOutermost(SqlNode node, List<SqlSelect> into) {
        if (node instanceof SqlSelect select) {
            into.add(select);
        } else if (node instanceof SqlWith with) {
            collectOutermost(with.body, into);
        } else if (node instanceof SqlOrderBy orderBy) {
            collectOutermost(orderBy.query, into);
        } else if (node instanceof SqlInsert insert) {
            collectOutermost(insert.getSource(), into);
        } else if (node instanceof Command command && command.kind().explains()) {
            collectOutermost(command.statement(), into);
        } else if (node instanceof SqlCall call && SqlKind.SET_QUERY.contains(call.getKind())) {
            call.getOperandList().forEach(operand -> collectOutermost(operand, into));
        }
    }

    private static void strip(SqlSelect select) {
        SqlNodeList keywords = (SqlNodeList) select.getOperandList().get(0);
        SqlNodeList kept = new SqlNodeList(keywords.getParserPosition());
        for (SqlNode keyword : keywords) {
            if (((SqlLiteral) keyword).getValue() != SqlSelectKeyword.STREAM) {
                kept.add(keyword);
            }
        }
        select.setOperand(0, kept);
    }
}

package io.millrace.sql.frame;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOrderBy;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlSelectKeyword;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;

/** One SELECT being put together. */
final class Selects {
    private final SqlNode from;
    private List<SqlNode> items = List.of(SqlIdentifier.star(SqlParserPos.ZERO));
    private SqlNode where;
    private List<SqlNode> groupBy;
    private boolean distinct;

    private Selects(SqlNode from) {
        this.from = from;
    }

    static Selects star(SqlNode from) {
        return new Selects(from);
    }

    Selects items(List<SqlNode> newItems) {
        items = newItems;
        return this;
    }

    Selects where(SqlNode condition) {
        where = condition;
        return this;
    }

    Selects groupBy(List<SqlNode> keys) {
        groupBy = keys;
        return this;
    }

    Selects distinct() {
        distinct = true;
        return this;
    }

    SqlSelect toSql() {
        SqlParserPos pos = SqlParserPos.ZERO;
        SqlNodeList keywords = distinct ? SqlNodeList.of(SqlSelectKeyword.DISTINCT.symbol(pos)) : new SqlNodeList(pos);
        SqlNodeList group = groupBy == null ? null : new SqlNodeList(groupBy, pos);
        SqlNodeList list = new SqlNodeList(new ArrayList<>(items), pos);
        return new SqlSelect(pos, keywords, list, from, where, group, null, null, null, null, null, null, null);
    }

    static SqlNode as(SqlNode node, String name) {
        return SqlStdOperatorTable.AS.createCall(SqlParserPos.ZERO, node, new SqlIdentifier(name, SqlParserPos.ZERO));
    }

    static SqlNode column(String alias, FrameColumn column) {
        return new SqlIdentifier(List.of(alias, column.sqlName()), SqlParserPos.ZERO);
    }

    /** With ORDER BY, OFFSET and FETCH; negative counts stand for none. */
    static SqlNode ordered(SqlNode query, List<SqlNode> keys, long offset, long fetch) {
        if (keys.isEmpty() && offset <= 0 && fetch < 0) {
            return query;
        }
        SqlParserPos pos = SqlParserPos.ZERO;
        return new SqlOrderBy(
                pos,
                query,
                keys.isEmpty() ? SqlNodeList.EMPTY : new SqlNodeList(keys, pos),
                offset <= 0 ? null : number(offset),
                fetch < 0 ? null : number(fetch));
    }

    private static SqlNode number(long value) {
        return SqlLiteral.createExactNumeric(Long.toString(value), SqlParserPos.ZERO);
    }
}

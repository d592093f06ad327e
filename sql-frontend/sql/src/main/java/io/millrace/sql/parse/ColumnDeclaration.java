package io.millrace.sql.parse;

import java.util.Arrays;
import java.util.List;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlSpecialOperator;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;

/** A column of CREATE TABLE: {@code name TYPE [NOT NULL]} or {@code name AS expression}. */
public final class ColumnDeclaration extends SqlCall {
    private static final SqlOperator OPERATOR = new SqlSpecialOperator("COLUMN_DECLARATION", SqlKind.COLUMN_DECL);

    private final SqlIdentifier name;
    private final SqlDataTypeSpec type;
    private final boolean nullable;
    private final SqlNode expression;

    /** Exactly one of {@code type} and {@code expression} is not null. */
    public ColumnDeclaration(
            SqlParserPos pos, SqlIdentifier name, SqlDataTypeSpec type, boolean nullable, SqlNode expression) {
        super(pos);
        this.name = name;
        this.type = type;
        this.nullable = nullable;
        this.expression = expression;
    }

    public SqlIdentifier name() {
        return name;
    }

    /** Null for a computed column. */
    public SqlDataTypeSpec type() {
        return type;
    }

    public boolean nullable() {
        return nullable;
    }

    /** Null for a physical column. */
    public SqlNode expression() {
        return expression;
    }

    @Override
    public SqlOperator getOperator() {
        return OPERATOR;
    }

    @Override
    public List<SqlNode> getOperandList() {
        return Arrays.asList(name, type, expression);
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
        name.unparse(writer, 0, 0);
        if (expression != null) {
            writer.keyword("AS");
            expression.unparse(writer, 0, 0);
            return;
        }
        type.unparse(writer, 0, 0);
        if (!nullable) {
            writer.keyword("NOT NULL");
        }
    }
}

package io.millrace.sql.parse;

import java.util.Collections;
import java.util.List;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlSpecialOperator;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;

/** A statement that does one thing to at most one named object: SHOW, DESCRIBE, EXPLAIN, STOP QUERY ... */
public final class Command extends SqlCall {
    private static final SqlOperator OPERATOR = new SqlSpecialOperator("COMMAND", SqlKind.OTHER_DDL);

    private final Kind kind;
    private final SqlNode operand;

    /** The statements; the words of each are its name. */
    public enum Kind {
        SHOW_TABLES,
        SHOW_VIEWS,
        SHOW_QUERIES,
        SHOW_CONNECTORS,
        SHOW_FUNCTIONS,
        SHOW_SETTINGS,
        SHOW_CREATE_TABLE,
        SHOW_CREATE_VIEW,
        DESCRIBE,
        DESCRIBE_FUNCTION,
        EXPLAIN,
        STOP_QUERY,
        WAIT_QUERY,
        END_INPUT,
        BEGIN,
        COMMIT,
        ROLLBACK;

        /** As written in SQL. */
        public String words() {
            return name().replace('_', ' ');
        }
    }

    /**
     * @param operand the name of what it is about, the query of EXPLAIN, or null
     */
    public Command(SqlParserPos pos, Kind kind, SqlNode operand) {
        super(pos);
        this.kind = kind;
        this.operand = operand;
    }

    public Kind kind() {
        return kind;
    }

    public SqlNode operand() {
        return operand;
    }

    /** The name of what it is about. */
    public SqlIdentifier name() {
        return (SqlIdentifier) operand;
    }

    @Override
    public SqlOperator getOperator() {
        return OPERATOR;
    }

    @Override
    public List<SqlNode> getOperandList() {
        return Collections.singletonList(operand);
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
        writer.keyword(kind.words());
        if (operand != null) {
            operand.unparse(writer, 0, 0);
        }
    }
}

package io.millrace.sql.parse;

import java.util.List;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlSpecialOperator;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;

/** A statement that does one thing: SHOW, DESCRIBE, EXPLAIN, STOP QUERY ... */
public final class Command extends SqlCall {
    private static final SqlOperator OPERATOR = new SqlSpecialOperator("COMMAND", SqlKind.OTHER_DDL);

    private final Kind kind;
    private final List<SqlNode> operands;

    /** The statements; the words of each are its name. */
    public enum Kind {
        SHOW_TABLES,
        SHOW_VIEWS,
        SHOW_QUERIES,
        SHOW_CONNECTORS,
        SHOW_FUNCTIONS,
        SHOW_SETTINGS,
        SHOW_CHECKPOINT,
        SHOW_CREATE_TABLE,
        SHOW_CREATE_VIEW,
        DESCRIBE,
        DESCRIBE_FUNCTION,
        EXPLAIN,
        EXPLAIN_RESTART,
        STOP_QUERY,
        WAIT_QUERY,
        END_INPUT,
        BEGIN,
        COMMIT,
        ROLLBACK;

        /** Whether it is about a statement that does not run. */
        public boolean explains() {
            return this == EXPLAIN || this == EXPLAIN_RESTART;
        }

        /** Whether it answers with rows. */
        public boolean givesRows() {
            return switch (this) {
                case STOP_QUERY, WAIT_QUERY, END_INPUT, BEGIN, COMMIT, ROLLBACK -> false;
                default -> true;
            };
        }

        /** As written in SQL. */
        public String words() {
            return name().replace('_', ' ');
        }
    }

    /**
     * @param operands the name of what it is about, or a text that says where it is; last the query of EXPLAIN
     */
    public Command(SqlParserPos pos, Kind kind, SqlNode... operands) {
        super(pos);
        this.kind = kind;
        this.operands = List.of(operands);
    }

    public Kind kind() {
        return kind;
    }

    /** The query or INSERT of EXPLAIN. */
    public SqlNode statement() {
        return operands.get(operands.size() - 1);
    }

    /** The name of what it is about. */
    public SqlIdentifier name() {
        return (SqlIdentifier) operands.get(0);
    }

    /** The text that says where what it is about is. */
    public SqlLiteral text() {
        return (SqlLiteral) operands.get(0);
    }

    @Override
    public SqlOperator getOperator() {
        return OPERATOR;
    }

    @Override
    public List<SqlNode> getOperandList() {
        return operands;
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
        writer.keyword(kind.words());
        operands.forEach(operand -> operand.unparse(writer, 0, 0));
    }
}

package io.millrace.sql.parse;

import java.util.Arrays;
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
import org.apache.calcite.util.NlsString;

/** A key and its value, in {@code SET} and in {@code WITH (...)}; without a value it is {@code RESET}. */
public final class SetOption extends SqlCall {
    private static final SqlOperator OPERATOR = new SqlSpecialOperator("SET", SqlKind.SET_OPTION);

    private final SqlNode key;
    private final SqlNode value;

    /**
     * @param key null to reset all
     * @param value null to reset
     */
    public SetOption(SqlParserPos pos, SqlNode key, SqlNode value) {
        super(pos);
        this.key = key;
        this.value = value;
    }

    /** The key as written, without quotes; null to reset all. */
    public String key() {
        return key == null ? null : text(key);
    }

    /** The value as written, without quotes; null to reset. */
    public String value() {
        return value == null ? null : text(value);
    }

    /** Where the value stands, or the whole when there is none. */
    public SqlParserPos valuePosition() {
        return value == null ? getParserPosition() : value.getParserPosition();
    }

    private static String text(SqlNode node) {
        if (node instanceof SqlIdentifier identifier) {
            return String.join(".", identifier.names);
        }
        Object raw = node instanceof SqlLiteral literal ? literal.getValue() : node;
        return raw instanceof NlsString nls ? nls.getValue() : String.valueOf(raw);
    }

    @Override
    public SqlOperator getOperator() {
        return OPERATOR;
    }

    @Override
    public List<SqlNode> getOperandList() {
        return Arrays.asList(key, value);
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
        writer.keyword(value == null ? "RESET" : "SET");
        if (key != null) {
            writer.literal(SqlQuotes.literal(key()));
        }
        if (value != null) {
            writer.keyword("=");
            writer.literal(SqlQuotes.literal(value()));
        }
    }
}

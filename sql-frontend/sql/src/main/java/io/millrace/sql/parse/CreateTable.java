package io.millrace.sql.parse;

import java.util.List;
import org.apache.calcite.sql.SqlCreate;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlSpecialOperator;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;

/** {@code CREATE TABLE [IF NOT EXISTS] name [(columns, WATERMARK ...)] WITH (options)}. */
public final class CreateTable extends SqlCreate {
    private static final SqlOperator OPERATOR = new SqlSpecialOperator("CREATE TABLE", SqlKind.CREATE_TABLE);

    private final SqlIdentifier name;
    private final SqlNodeList elements;
    private final SqlNodeList options;

    public CreateTable(
            SqlParserPos pos,
            boolean replace,
            boolean ifNotExists,
            SqlIdentifier name,
            SqlNodeList elements,
            SqlNodeList options) {
        super(OPERATOR, pos, replace, ifNotExists);
        this.name = name;
        this.elements = elements;
        this.options = options;
    }

    public SqlIdentifier name() {
        return name;
    }

    public boolean ifNotExists() {
        return ifNotExists;
    }

    public List<ColumnDeclaration> columns() {
        return only(elements, ColumnDeclaration.class);
    }

    public List<WatermarkDeclaration> watermarks() {
        return only(elements, WatermarkDeclaration.class);
    }

    public List<SetOption> options() {
        return only(options, SetOption.class);
    }

    private static <T> List<T> only(SqlNodeList list, Class<T> type) {
        return list.getList().stream().filter(type::isInstance).map(type::cast).toList();
    }

    @Override
    public SqlOperator getOperator() {
        return OPERATOR;
    }

    @Override
    public List<SqlNode> getOperandList() {
        return List.of(name, elements, options);
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
        writer.keyword(getReplace() ? "CREATE OR REPLACE TABLE" : "CREATE TABLE");
        if (ifNotExists) {
            writer.keyword("IF NOT EXISTS");
        }
        name.unparse(writer, 0, 0);
        if (!elements.isEmpty()) {
            unparse(writer, elements);
        }
        if (!options.isEmpty()) {
            writer.keyword("WITH");
            SqlWriter.Frame frame = writer.startList("(", ")");
            for (SetOption option : options()) {
                writer.sep(",");
                writer.literal(SqlQuotes.literal(option.key()));
                writer.keyword("=");
                writer.literal(SqlQuotes.literal(option.value()));
            }
            writer.endList(frame);
        }
    }

    private static void unparse(SqlWriter writer, SqlNodeList list) {
        SqlWriter.Frame frame = writer.startList("(", ")");
        for (SqlNode element : list) {
            writer.sep(",");
            element.unparse(writer, 0, 0);
        }
        writer.endList(frame);
    }
}

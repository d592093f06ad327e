package io.millrace.sql.plan;

import java.util.List;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.sql.SqlCharStringLiteral;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.util.NlsString;

/** A string literal whose type is VARCHAR rather than CHAR of its length, so that nothing is ever padded. */
final class VarcharLiteral extends SqlCharStringLiteral {
    VarcharLiteral(NlsString text, SqlParserPos pos) {
        super(text, pos);
    }

    @Override
    public RelDataType createSqlType(RelDataTypeFactory factory) {
        return factory.createSqlType(SqlTypeName.VARCHAR);
    }

    @Override
    public VarcharLiteral clone(SqlParserPos pos) {
        return new VarcharLiteral(getValueAs(NlsString.class), pos);
    }

    @Override
    protected VarcharLiteral concat1(List<SqlLiteral> literals) {
        List<NlsString> texts = literals.stream()
                .map(literal -> literal.getValueAs(NlsString.class))
                .toList();
        return new VarcharLiteral(NlsString.concat(texts), literals.get(0).getParserPosition());
    }
}

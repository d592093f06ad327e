package io.millrace.sql.parse;

import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlIntervalQualifier;
import org.apache.calcite.sql.SqlTypeNameSpec;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.validate.SqlValidator;
import org.apache.calcite.util.Litmus;

/** The type of a column of intervals, such as {@code INTERVAL DAY TO SECOND}. */
public final class IntervalTypeName extends SqlTypeNameSpec {
    private final SqlIntervalQualifier qualifier;

    public IntervalTypeName(SqlIntervalQualifier qualifier, SqlParserPos pos) {
        super(new SqlIdentifier("INTERVAL", pos), pos);
        this.qualifier = qualifier;
    }

    /** Whether values are months, rather than microseconds. */
    public boolean yearMonth() {
        return qualifier.isYearMonth();
    }

    @Override
    public RelDataType deriveType(SqlValidator validator) {
        return validator.getTypeFactory().createSqlIntervalType(qualifier);
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
        writer.keyword("INTERVAL");
        qualifier.unparse(writer, leftPrec, rightPrec);
    }

    @Override
    public boolean equalsDeep(SqlTypeNameSpec other, Litmus litmus) {
        return other instanceof IntervalTypeName interval
                ? qualifier.equalsDeep(interval.qualifier, litmus)
                : litmus.fail("{} != {}", this, other);
    }
}

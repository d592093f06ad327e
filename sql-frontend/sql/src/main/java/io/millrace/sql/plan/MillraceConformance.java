package io.millrace.sql.plan;

import org.apache.calcite.sql.validate.SqlConformanceEnum;
import org.apache.calcite.sql.validate.SqlDelegatingConformance;

/** Which liberties the dialect takes: GROUP BY by alias and position, HAVING by alias, SELECT without FROM. */
final class MillraceConformance extends SqlDelegatingConformance {
    static final MillraceConformance INSTANCE = new MillraceConformance();

    private MillraceConformance() {
        super(SqlConformanceEnum.LENIENT);
    }

    /** Columns that are neither keys nor aggregated stay an error: with windows the answer would be arbitrary. */
    @Override
    public boolean isNonStrictGroupBy() {
        return false;
    }
}

package io.millrace.sql;

import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import io.millrace.sql.catalog.WatermarkClause;
import io.millrace.sql.parse.Positions;
import io.millrace.sql.parse.WatermarkDeclaration;
import java.math.BigDecimal;
import java.util.List;
import org.apache.calcite.avatica.util.TimeUnit;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlIntervalLiteral;
import org.apache.calcite.sql.SqlIntervalQualifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;

/** Reads {@code WATERMARK FOR ts AS ts} and {@code WATERMARK FOR ts AS ts - INTERVAL '5' SECOND}. */
final class WatermarkExpression {
    private static final List<TimeUnit> UNITS = List.of(TimeUnit.DAY, TimeUnit.HOUR, TimeUnit.MINUTE, TimeUnit.SECOND);
    private static final List<Long> UNIT_MICROS = List.of(86_400_000_000L, 3_600_000_000L, 60_000_000L, 1_000_000L);

    private WatermarkExpression() {}

    static WatermarkClause read(WatermarkDeclaration declaration) {
        String column = declaration.column().getSimple();
        SqlNode expression = declaration.expression();
        if (names(expression, column)) {
            return new WatermarkClause(column, 0);
        }
        if (expression.getKind() == SqlKind.MINUS && expression instanceof SqlCall minus) {
            SqlNode delay = minus.operand(1);
            if (names(minus.operand(0), column) && delay instanceof SqlIntervalLiteral literal) {
                return new WatermarkClause(column, micros(literal, column));
            }
        }
        throw bad(expression, column);
    }

    private static boolean names(SqlNode expression, String column) {
        return expression instanceof SqlIdentifier identifier
                && identifier.isSimple()
                && identifier.getSimple().equalsIgnoreCase(column);
    }

    private static long micros(SqlIntervalLiteral literal, String column) {
        SqlIntervalLiteral.IntervalValue interval = literal.getValueAs(SqlIntervalLiteral.IntervalValue.class);
        SqlIntervalQualifier qualifier = interval.getIntervalQualifier();
        TimeUnit end = qualifier.getEndUnit() == null ? qualifier.getStartUnit() : qualifier.getEndUnit();
        int first = UNITS.indexOf(qualifier.getStartUnit());
        int last = UNITS.indexOf(end);
        String[] parts = interval.getIntervalLiteral().strip().split("[ :]");
        if (first < 0 || last < 0 || parts.length != last - first + 1 || interval.getSign() < 0) {
            throw bad(literal, column);
        }
        try {
            BigDecimal micros = BigDecimal.ZERO;
            for (int i = 0; i < parts.length; i++) {
                BigDecimal unitMicros = BigDecimal.valueOf(UNIT_MICROS.get(first + i));
                micros = micros.add(new BigDecimal(parts[i]).multiply(unitMicros));
            }
            if (micros.signum() < 0) {
                throw bad(literal, column);
            }
            return micros.longValueExact();
        } catch (NumberFormatException | ArithmeticException e) {
            throw bad(literal, column);
        }
    }

    private static MillraceException bad(SqlNode place, String column) {
        return new MillraceException(
                ErrorCode.INVALID_QUERY,
                "the watermark of \"" + column + "\" is " + column + " or " + column
                        + " - INTERVAL '5' SECOND: the column itself less a constant of days, hours, minutes or seconds",
                Positions.of(place),
                null);
    }
}

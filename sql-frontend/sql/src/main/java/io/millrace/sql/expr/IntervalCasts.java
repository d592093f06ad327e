package io.millrace.sql.expr;

import io.millrace.columnar.DataType;
import io.millrace.columnar.DataType.Kind;
import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import io.millrace.expr.Expr;
import io.millrace.expr.Literal;
import java.math.BigDecimal;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.type.SqlTypeName;

/**
 * Casts between intervals and numbers or text, which depend on the interval's fields: {@code INTERVAL '90' SECOND} is the
 * number 90. The engine's intervals have lost their fields, so these casts become arithmetic with the unit's length.
 */
final class IntervalCasts {
    private static final DataType EXACT = DataType.decimal(38, 6);

    private IntervalCasts() {}

    static boolean apply(RelDataType from, RelDataType to) {
        boolean fromInterval = SqlTypeName.INTERVAL_TYPES.contains(from.getSqlTypeName());
        boolean toInterval = SqlTypeName.INTERVAL_TYPES.contains(to.getSqlTypeName());
        boolean number = SqlTypeName.NUMERIC_TYPES.contains(fromInterval ? to.getSqlTypeName() : from.getSqlTypeName());
        boolean text = SqlTypeName.CHAR_TYPES.contains(from.getSqlTypeName());
        return fromInterval != toInterval && (number || (toInterval && text));
    }

    static Expr cast(Expr arg, RelDataType from, RelDataType to) {
        return SqlTypeName.INTERVAL_TYPES.contains(from.getSqlTypeName())
                ? toNumber(arg, from.getSqlTypeName(), TypeTranslator.toEngine(to), to.isNullable())
                : toInterval(arg, to.getSqlTypeName(), TypeTranslator.toEngine(to), to.isNullable());
    }

    /** In the interval's last field; what is smaller is cut for an integer. */
    private static Expr toNumber(Expr arg, SqlTypeName interval, DataType to, boolean nullable) {
        Expr units = Expr.call("REINTERPRET", DataType.BIGINT, nullable, arg);
        Literal length = new Literal(unitLength(interval), DataType.BIGINT);
        if (to.isInteger()) {
            Expr quotient = Expr.call("/", DataType.BIGINT, nullable, units, length);
            return Expr.call("CAST", to, nullable, quotient);
        }
        Expr exact = Expr.call("CAST", EXACT, nullable, units);
        return Expr.call("CAST", to, nullable, Expr.call("/", EXACT, nullable, exact, length));
    }

    private static Expr toInterval(Expr arg, SqlTypeName interval, DataType to, boolean nullable) {
        boolean oneField = interval.getStartUnit() == interval.getEndUnit();
        if (arg.type().isString() && !oneField) {
            return fieldsFromText(arg, interval, to, nullable);
        }
        if (!oneField) {
            throw unsupported(interval);
        }
        Expr number = arg.type().isString() ? Expr.call("CAST", EXACT, nullable, arg) : arg;
        return Expr.call("*", to, nullable, new Literal(unitLength(interval), to), number);
    }

    private static Expr fieldsFromText(Expr arg, SqlTypeName interval, DataType to, boolean nullable) {
        if (interval == SqlTypeName.INTERVAL_DAY_HOUR || interval == SqlTypeName.INTERVAL_MINUTE_SECOND) {
            throw unsupported(interval);
        }
        return Expr.call("CAST", to, nullable, arg);
    }

    /** Months or microseconds of the interval's last field. */
    private static long unitLength(SqlTypeName interval) {
        BigDecimal length = interval.getEndUnit().multiplier;
        boolean months = interval.isYearMonth();
        return (months ? length : length.multiply(BigDecimal.valueOf(1000))).longValueExact();
    }

    private static MillraceException unsupported(SqlTypeName interval) {
        return new MillraceException(
                ErrorCode.UNSUPPORTED,
                "A cast to " + interval.getName().replace('_', ' ') + " is not supported; cast to one of its fields");
    }

    static boolean isInterval(DataType type) {
        return type.kind() == Kind.INTERVAL_DAY_TIME || type.kind() == Kind.INTERVAL_YEAR_MONTH;
    }
}

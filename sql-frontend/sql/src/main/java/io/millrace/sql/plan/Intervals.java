package io.millrace.sql.plan;

import io.millrace.sql.types.MillraceTypeSystem;
import java.math.BigDecimal;
import java.util.OptionalLong;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlIntervalLiteral;
import org.apache.calcite.sql.SqlIntervalQualifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeUtil;

/**
 * Lengths of time in microseconds. A RexLiteral holds an interval in milliseconds, as Calcite wants it, but with as many
 * as three decimals: so it is exact.
 */
final class Intervals {
    private static final int MILLI_SCALE = 3;
    private static final int FRACTION_DIGITS = 6;

    private Intervals() {}

    /** Milliseconds, with decimals, of a literal of days to seconds. */
    static BigDecimal millis(SqlIntervalLiteral.IntervalValue interval) {
        SqlIntervalQualifier qualifier = interval.getIntervalQualifier();
        String text = interval.getIntervalLiteral().strip();
        // sign, days, hours, minutes, seconds, milliseconds
        int[] parts =
                qualifier.evaluateIntervalLiteral(text, qualifier.getParserPosition(), MillraceTypeSystem.INSTANCE);
        long seconds = ((parts[1] * 24L + parts[2]) * 60L + parts[3]) * 60L + parts[4];
        long micros = Math.addExact(Math.multiplyExact(seconds, 1_000_000L), fractionMicros(text));
        BigDecimal millis = BigDecimal.valueOf((long) parts[0] * interval.getSign() * micros, MILLI_SCALE)
                .stripTrailingZeros();
        return millis.scale() < 0 ? millis.setScale(0) : millis;
    }

    /** Microseconds of a literal of days to seconds; empty for months and years. */
    static OptionalLong micros(SqlIntervalLiteral literal) {
        return literal.getValue() instanceof SqlIntervalLiteral.IntervalValue interval
                        && !interval.getIntervalQualifier().isYearMonth()
                ? OptionalLong.of(millis(interval).movePointRight(MILLI_SCALE).longValue())
                : OptionalLong.empty();
    }

    private static long fractionMicros(String text) {
        int dot = text.indexOf('.');
        if (dot < 0) {
            return 0;
        }
        StringBuilder digits = new StringBuilder(text.substring(dot + 1));
        while (digits.length() < FRACTION_DIGITS) {
            digits.append('0');
        }
        return Long.parseLong(digits.substring(0, FRACTION_DIGITS));
    }

    /** Microseconds of a constant of days to seconds; empty for anything else. */
    static OptionalLong micros(RexNode node) {
        if (!SqlTypeUtil.isInterval(node.getType())
                || !SqlTypeName.DAY_INTERVAL_TYPES.contains(node.getType().getSqlTypeName())) {
            return OptionalLong.empty();
        }
        if (node instanceof RexLiteral literal && !literal.isNull()) {
            return OptionalLong.of(literal.getValueAs(BigDecimal.class)
                    .movePointRight(MILLI_SCALE)
                    .longValue());
        }
        if (node.isA(SqlKind.MINUS_PREFIX)) {
            OptionalLong positive = micros(((RexCall) node).getOperands().get(0));
            return positive.isPresent() ? OptionalLong.of(-positive.getAsLong()) : positive;
        }
        if (node.isA(SqlKind.TIMES)) {
            return product((RexCall) node);
        }
        return OptionalLong.empty();
    }

    /** Months of a constant of years and months; empty for anything else. */
    static OptionalLong months(RexNode node) {
        if (!SqlTypeName.YEAR_INTERVAL_TYPES.contains(node.getType().getSqlTypeName())) {
            return OptionalLong.empty();
        }
        if (node instanceof RexLiteral literal && !literal.isNull()) {
            return OptionalLong.of(literal.getValueAs(BigDecimal.class).longValue());
        }
        if (node instanceof RexCall call && node.isA(SqlKind.TIMES)) {
            RexNode left = call.getOperands().get(0);
            RexNode right = call.getOperands().get(1);
            boolean unitFirst = SqlTypeUtil.isInterval(left.getType());
            OptionalLong unit = months(unitFirst ? left : right);
            if (unit.isPresent() && (unitFirst ? right : left) instanceof RexLiteral factor && !factor.isNull()) {
                return OptionalLong.of(factor.getValueAs(BigDecimal.class).longValue() * unit.getAsLong());
            }
        }
        return OptionalLong.empty();
    }

    /** {@code INTERVAL 10 SECOND} is read as 10 times a second. */
    private static OptionalLong product(RexCall call) {
        RexNode left = call.getOperands().get(0);
        RexNode right = call.getOperands().get(1);
        RexNode number = SqlTypeUtil.isInterval(left.getType()) ? right : left;
        OptionalLong unit = micros(number == left ? right : left);
        if (unit.isEmpty() || !(number instanceof RexLiteral factor) || factor.isNull()) {
            return OptionalLong.empty();
        }
        BigDecimal value = factor.getValueAs(BigDecimal.class);
        return value == null
                ? OptionalLong.empty()
                : OptionalLong.of(
                        value.multiply(BigDecimal.valueOf(unit.getAsLong())).longValue());
    }
}

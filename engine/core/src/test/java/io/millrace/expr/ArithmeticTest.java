package io.millrace.expr;

import static io.millrace.expr.Exprs.apply;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.columnar.DataType;
import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import java.math.BigDecimal;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArithmeticTest {
    private static final DataType D = DataType.DOUBLE;

    @ParameterizedTest
    @CsvSource({
        "TINYINT, 127, +, 1, 128 is outside the range of TINYINT; cast the operands to a wider type",
        "TINYINT, -128, -, 1, -129 is outside the range of TINYINT; cast the operands to a wider type",
        "SMALLINT, 300, *, 300, 90000 is outside the range of SMALLINT; cast the operands to a wider type",
        "INTEGER, 2147483647, +, 1, 2147483648 is outside the range of INTEGER; cast the operands to a wider type",
        "INTEGER, -2147483648, /, -1, 2147483648 is outside the range of INTEGER; cast the operands to a wider type",
        "BIGINT, 9223372036854775807, +, 1,"
                + " 9223372036854775807 + 1 is outside the range of BIGINT; cast the operands to a wider type",
        "BIGINT, -9223372036854775808, -, 1,"
                + " -9223372036854775808 - 1 is outside the range of BIGINT; cast the operands to a wider type",
        "BIGINT, 4611686018427387904, *, 2,"
                + " 4611686018427387904 * 2 is outside the range of BIGINT; cast the operands to a wider type",
        "BIGINT, -9223372036854775808, *, -1,"
                + " -9223372036854775808 * -1 is outside the range of BIGINT; cast the operands to a wider type",
        "BIGINT, -9223372036854775808, /, -1,"
                + " -9223372036854775808 / -1 is outside the range of BIGINT; cast the operands to a wider type",
    })
    void integersNeverWrap(String typeName, long a, String operator, long b, String message) {
        DataType type = DataType.parse(typeName);
        fails(ErrorCode.NUMERIC_OVERFLOW, message, () -> apply(Exprs.UTC, operator, type, type, a, type, b));
    }

    @Test
    void negationAndAbsAreCheckedToo() {
        DataType type = DataType.BIGINT;
        String message = "0 - -9223372036854775808 is outside the range of BIGINT; cast the operands to a wider type";
        fails(ErrorCode.NUMERIC_OVERFLOW, message, () -> apply(Exprs.UTC, "NEGATE", type, type, Long.MIN_VALUE));
        fails(ErrorCode.NUMERIC_OVERFLOW, message, () -> apply(Exprs.UTC, "ABS", type, type, Long.MIN_VALUE));
        assertThat(apply(Exprs.UTC, "ABS", type, type, -5L)).isEqualTo(5L);
    }

    @ParameterizedTest
    @CsvSource({"/, 7, 2, 3", "/, -7, 2, -3", "/, 7, -2, -3", "MOD, -7, 2, -1", "MOD, 7, -2, 1", "MOD, -8, 4, 0"})
    void divisionOfIntegersTruncates(String function, long a, long b, long result) {
        DataType type = DataType.INTEGER;
        assertThat(apply(Exprs.UTC, function, type, type, a, type, b)).isEqualTo(result);
    }

    @Test
    void divisionByZeroFailsForExactNumbersOnly() {
        String message = "Division of 1 by zero; NULLIF(divisor, 0) gives NULL instead";
        for (String function : new String[] {"/", "MOD"}) {
            for (String name : new String[] {"INTEGER", "BIGINT"}) {
                DataType type = DataType.parse(name);
                fails(ErrorCode.DIVISION_BY_ZERO, message, () -> apply(Exprs.UTC, function, type, type, 1L, type, 0L));
            }
            DataType n = DataType.decimal(5, 1);
            fails(
                    ErrorCode.DIVISION_BY_ZERO,
                    "Division of 1.0 by zero; NULLIF(divisor, 0) gives NULL instead",
                    () -> apply(Exprs.UTC, function, n, n, new BigDecimal("1.0"), n, new BigDecimal("0.0")));
        }
        assertThat(apply(Exprs.UTC, "/", D, D, 1.0, D, 0.0)).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(apply(Exprs.UTC, "/", D, D, 0.0, D, 0.0)).isEqualTo(Double.NaN);
        assertThat(apply(Exprs.UTC, "/", DataType.BIGINT, DataType.BIGINT, null, DataType.BIGINT, 0L))
                .isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "+, 1.25, 2.35, 3.6",
        "-, 1.25, 2.35, -1.1",
        "*, 1.25, 1.00, 1.3",
        "*, -1.25, 1.00, -1.3",
        "/, 1.00, 3.00, 0.3",
        "/, 2.00, 3.00, 0.7",
    })
    void decimalsAreRoundedHalfUpToTheResultsScale(String function, String a, String b, String result) {
        DataType args = DataType.decimal(5, 2);
        DataType type = DataType.decimal(4, 1);
        assertThat(apply(Exprs.UTC, function, type, args, new BigDecimal(a), args, new BigDecimal(b)))
                .isEqualTo(new BigDecimal(result));
    }

    @Test
    void decimalsThatDoNotFitFail() {
        DataType type = DataType.decimal(3, 1);
        fails(
                ErrorCode.NUMERIC_OVERFLOW,
                "100.0 is outside the range of DECIMAL(3, 1); cast the operands to a wider type",
                () -> apply(Exprs.UTC, "+", type, type, new BigDecimal("99.9"), type, new BigDecimal("0.1")));
        DataType wide = DataType.decimal(38, 0);
        BigDecimal most = new BigDecimal("9".repeat(38));
        assertThat(apply(Exprs.UTC, "-", wide, wide, most, wide, most)).isEqualTo(BigDecimal.ZERO);
    }

    @Test
    void realsAreRoundedToFloats() {
        DataType real = DataType.REAL;
        double tenth = 0.1f;
        assertThat(apply(Exprs.UTC, "+", real, real, tenth, real, (double) 0.2f))
                .isEqualTo((double) (0.1f + 0.2f));
        assertThat(Exprs.cast(0.1, D, real)).isEqualTo(tenth);
    }

    @Test
    void comparisonsMixKindsOfNumbers() {
        DataType l = DataType.BIGINT;
        DataType n = DataType.decimal(5, 2);
        assertThat(apply(Exprs.UTC, "=", DataType.BOOLEAN, l, 2L, D, 2.0)).isEqualTo(true);
        assertThat(apply(Exprs.UTC, "<", DataType.BOOLEAN, n, new BigDecimal("1.99"), l, 2L))
                .isEqualTo(true);
        assertThat(apply(Exprs.UTC, "=", DataType.BOOLEAN, D, Double.NaN, D, Double.NaN))
                .isEqualTo(true);
        assertThat(apply(Exprs.UTC, ">", DataType.BOOLEAN, D, Double.NaN, D, Double.POSITIVE_INFINITY))
                .isEqualTo(true);
        assertThat(apply(Exprs.UTC, "=", DataType.BOOLEAN, D, 0.0, D, -0.0)).isEqualTo(true);
    }

    @Test
    void intervalsAreMultipliedAndDivided() {
        DataType micros = DataType.INTERVAL_DAY_TIME;
        DataType n = DataType.decimal(5, 2);
        assertThat(apply(Exprs.UTC, "*", micros, micros, 3L, n, new BigDecimal("0.50")))
                .isEqualTo(2L);
        assertThat(apply(Exprs.UTC, "*", micros, DataType.INTEGER, 4L, micros, 3L))
                .isEqualTo(12L);
        assertThat(apply(Exprs.UTC, "/", micros, micros, 7L, DataType.INTEGER, 2L))
                .isEqualTo(3L);
        assertThat(apply(Exprs.UTC, "*", micros, micros, 10L, D, 0.25)).isEqualTo(3L);
        fails(
                ErrorCode.DATETIME_OVERFLOW,
                "An interval is outside the range of its type",
                () -> apply(Exprs.UTC, "*", micros, micros, Long.MAX_VALUE, DataType.INTEGER, 2L));
    }

    private static void fails(ErrorCode code, String message, ThrowingCallable evaluation) {
        assertThatThrownBy(evaluation)
                .isInstanceOfSatisfying(
                        MillraceException.class, e -> assertThat(e.code()).isEqualTo(code))
                .hasMessage(message);
    }
}

package io.millrace.expr;

import static io.millrace.expr.Exprs.apply;
import static io.millrace.expr.Exprs.cast;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.columnar.DataType;
import io.millrace.columnar.Field;
import io.millrace.columnar.ValueText;
import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import java.math.BigDecimal;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CastTest {
    /** From a type, the text of a value of it, to a type, the text of the result; the zone is UTC+2 all year. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "BOOLEAN|true|INTEGER|1",
                "BOOLEAN|false|VARCHAR|false",
                "INTEGER|0|BOOLEAN|false",
                "DECIMAL(3, 1)|0.1|BOOLEAN|true",
                "INTEGER|127|TINYINT|127",
                "TINYINT|-5|BIGINT|-5",
                "BIGINT|7|DOUBLE|7.0",
                "BIGINT|7|DECIMAL(5, 2)|7.00",
                "INTEGER|-12|VARCHAR|-12",
                "INTEGER|12|CHAR(4)|'12  '",
                "DOUBLE|1.9|INTEGER|1",
                "DOUBLE|-1.9|BIGINT|-1",
                "DOUBLE|0.1|REAL|0.1",
                "DOUBLE|2.345|DECIMAL(5, 2)|2.35",
                "DOUBLE|1e21|VARCHAR|1.0E21",
                "REAL|0.1|VARCHAR|0.1",
                "DECIMAL(5, 2)|9.99|INTEGER|9",
                "DECIMAL(5, 2)|-9.99|BIGINT|-9",
                "DECIMAL(5, 2)|9.95|DECIMAL(5, 1)|10.0",
                "DECIMAL(5, 2)|-9.95|DECIMAL(5, 1)|-10.0",
                "DECIMAL(5, 2)|1.50|DOUBLE|1.5",
                "DECIMAL(5, 2)|1.50|VARCHAR|1.50",
                "VARCHAR| 42 |INTEGER|42",
                "VARCHAR|4.25|DOUBLE|4.25",
                "VARCHAR|1.005|DECIMAL(5, 2)|1.01",
                "VARCHAR|yes|BOOLEAN|true",
                "VARCHAR|日本🚀|VARCHAR(2)|日本",
                "VARCHAR|ab|CHAR(3)|'ab '",
                "CHAR(4)|ab|VARCHAR|'ab  '",
                "CHAR(4)|ab|CHAR(2)|ab",
                "VARCHAR|é|VARBINARY|C3A9",
                "VARBINARY|C3A9|VARCHAR|é",
                "VARBINARY|010203|VARBINARY(2)|0102",
                "VARBINARY|01|BINARY(3)|010000",
                "VARCHAR|2020-02-29|DATE|2020-02-29",
                "VARCHAR|2020-02-29T01:02:03.1234567|TIMESTAMP(6)|2020-02-29 01:02:03.123456",
                "VARCHAR|2020-02-29 12:00:00Z|TIMESTAMP_LTZ(0)|2020-02-29 14:00:00",
                "VARCHAR|1 02:03:04.5|INTERVAL DAY TO SECOND|1 02:03:04.5",
                "DATE|1969-12-31|TIMESTAMP(6)|1969-12-31 00:00:00.000000",
                "DATE|1969-12-31|TIMESTAMP_LTZ(6)|1969-12-31 00:00:00.000000",
                "DATE|-0001-01-01|VARCHAR|-0001-01-01",
                "TIMESTAMP(6)|1969-12-31 23:59:59.999999|DATE|1969-12-31",
                "TIMESTAMP(6)|1969-12-31 23:59:59.999999|TIME(3)|23:59:59.999",
                "TIMESTAMP(6)|1969-12-31 23:59:59.999999|TIMESTAMP(0)|1969-12-31 23:59:59",
                "TIMESTAMP(6)|1969-12-31 23:59:59.999999|VARCHAR|1969-12-31 23:59:59.999999",
                "TIMESTAMP(3)|2020-01-01 00:00:00.120|VARCHAR|2020-01-01 00:00:00.120",
                "TIMESTAMP(0)|2020-01-01 00:00:00|TIMESTAMP_LTZ(3)|2020-01-01 00:00:00.000",
                "TIMESTAMP_LTZ(6)|2020-01-01 01:00:00.000001|TIMESTAMP(6)|2020-01-01 01:00:00.000001",
                "TIMESTAMP_LTZ(6)|2020-01-01 01:00:00.000001|DATE|2020-01-01",
                "TIMESTAMP_LTZ(6)|2020-01-01 01:00:00.000001|TIME(6)|01:00:00.000001",
                "TIME(6)|01:02:03.456789|TIMESTAMP(3)|2020-09-13 01:02:03.456",
                "TIME(6)|01:02:03.456789|TIME(1)|01:02:03.4",
                "INTERVAL YEAR TO MONTH|1-02|VARCHAR|1-02",
            })
    void casts(String from, String text, String to, String result) {
        EvalContext context = Exprs.in("+02:00");
        DataType fromType = DataType.parse(from);
        DataType toType = DataType.parse(to);
        Object value = ValueText.parse(text, fromType, context.zone());
        Object cast = apply(context, "CAST", toType, fromType, value);
        assertThat(ValueText.format(cast, toType, context.zone())).isEqualTo(result);
        assertThat(apply(context, "CAST", toType, fromType, null)).isNull();
        assertThat(ValueText.format(apply(context, "TRY_CAST", toType, fromType, value), toType, context.zone()))
                .isEqualTo(result);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "VARCHAR|abc|INTEGER|INVALID_CAST|Cannot cast \"abc\" to INTEGER: it is not an integer",
                "VARCHAR|1.5|INTEGER|INVALID_CAST|Cannot cast \"1.5\" to INTEGER: it is not an integer; it has a fraction or an exponent",
                "VARCHAR|99999|SMALLINT|INVALID_CAST|Cannot cast \"99999\" to SMALLINT: it is outside the range -32768 to 32767",
                "VARCHAR|2021-02-29|DATE|INVALID_CAST|Cannot cast \"2021-02-29\" to DATE: day 29 is not between 1 and 28",
                "INTEGER|123|VARCHAR(2)|INVALID_CAST|Cannot cast \"123\" to VARCHAR(2): it is too long",
                "INTEGER|128|TINYINT|NUMERIC_OVERFLOW|128 is outside the range of TINYINT; cast the operands to a wider type",
                "DOUBLE|1e19|BIGINT|NUMERIC_OVERFLOW|1.0E19 is outside the range of BIGINT; cast the operands to a wider type",
                "DOUBLE|NaN|INTEGER|NUMERIC_OVERFLOW|NaN is outside the range of BIGINT; cast the operands to a wider type",
                "DOUBLE|NaN|DECIMAL(5, 2)|NUMERIC_OVERFLOW|NaN is outside the range of DECIMAL; cast the operands to a wider type",
                "DECIMAL(5, 2)|999.99|DECIMAL(3, 1)|NUMERIC_OVERFLOW|999.99 is outside the range of DECIMAL(3, 1); cast the operands to a wider type",
                "DATE|+400000-01-01|TIMESTAMP(0)|DATETIME_OVERFLOW|The date +400000-01-01 as a timestamp is outside the range of its type",
            })
    void whatDoesNotFitFails(String from, String text, String to, ErrorCode code, String message) {
        DataType fromType = DataType.parse(from);
        DataType toType = DataType.parse(to);
        Object value = ValueText.parse(text, fromType, ZoneOffset.UTC);
        assertThatThrownBy(() -> cast(value, fromType, toType))
                .isInstanceOfSatisfying(
                        MillraceException.class, e -> assertThat(e.code()).isEqualTo(code))
                .hasMessage(message);
        assertThat(apply(Exprs.UTC, "TRY_CAST", toType, fromType, value)).isNull();
    }

    @Test
    void longTextsInMessagesAreShortened() {
        assertThatThrownBy(() -> cast("x".repeat(500), DataType.VARCHAR, DataType.INTEGER))
                .hasMessage("Cannot cast \"" + "x".repeat(97) + "...\" to INTEGER: it is not an integer");
    }

    @Test
    void castsThatDoNotExistAreRefusedWhenCompiled() {
        assertThatThrownBy(() -> cast(1L, DataType.DATE, DataType.INTEGER))
                .isInstanceOfSatisfying(
                        MillraceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.TYPE_MISMATCH))
                .hasMessage("There is no cast from DATE to INTEGER");
    }

    @Test
    void nestedValuesAreCastPartByPart() {
        DataType ints = DataType.array(DataType.INTEGER, true);
        DataType texts = DataType.array(DataType.VARCHAR, true);
        assertThat(cast(Arrays.asList(1L, null), ints, texts)).isEqualTo(Arrays.asList("1", null));
        DataType from = DataType.map(DataType.VARCHAR, DataType.INTEGER, true);
        DataType to = DataType.map(DataType.VARCHAR, DataType.decimal(5, 1), true);
        assertThat(cast(Map.of("k", 2L), from, to)).isEqualTo(Map.of("k", new BigDecimal("2.0")));
        DataType row = DataType.row(List.of(Field.of("a", DataType.VARCHAR), Field.of("b", ints)));
        DataType other = DataType.row(List.of(Field.of("a", DataType.DATE), Field.of("b", texts)));
        assertThat(cast(List.of("1970-01-02", List.of(3L)), row, other)).isEqualTo(List.of(1L, List.of("3")));
        assertThat(cast(List.of(3L), ints, DataType.VARCHAR)).isEqualTo("[3]");
    }
}

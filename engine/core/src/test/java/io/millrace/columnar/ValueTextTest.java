package io.millrace.columnar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ValueTextTest {
    private static final ZoneId UTC = ZoneOffset.UTC;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "TIMESTAMP(6)|0|1970-01-01 00:00:00.000000",
                "TIMESTAMP(6)|-1|1969-12-31 23:59:59.999999",
                "TIMESTAMP(0)|-1|1969-12-31 23:59:59",
                "TIMESTAMP(3)|1123456|1970-01-01 00:00:01.123",
                "TIMESTAMP(6)|1456790400000001|2016-03-01 00:00:00.000001",
                "TIMESTAMP(0)|-62135596800000000|0001-01-01 00:00:00",
                "TIMESTAMP(0)|-62135596801000000|0000-12-31 23:59:59",
                "TIMESTAMP(0)|-62198755200000000|-0001-01-01 00:00:00",
                "TIMESTAMP(0)|253402300800000000|+10000-01-01 00:00:00",
                "DATE|-719528|0000-01-01",
                "DATE|16860|2016-02-29",
                "TIME(6)|86399999999|23:59:59.999999",
                "TIME(0)|3600000000|01:00:00",
                "INTERVAL YEAR TO MONTH|-13|-1-01",
                "INTERVAL DAY TO SECOND|-93784500000|-1 02:03:04.5",
                "INTERVAL DAY TO SECOND|0|0 00:00:00",
                "TINYINT|-128|-128",
            })
    void longsHaveTheirText(String type, long value, String text) {
        DataType dataType = DataType.parse(type);
        assertThat(ValueText.format(value, dataType, UTC)).isEqualTo(text);
        Object back = ValueText.parse(text, dataType, UTC);
        assertThat(ValueText.format(back, dataType, UTC)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "TIMESTAMP(6)|2020-01-02T03:04:05.1234567|2020-01-02 03:04:05.123456",
                "TIMESTAMP(3)|1969-12-31 23:59:59.999999|1969-12-31 23:59:59.999",
                "TIMESTAMP(0)|2020-1-2 3:04|2020-01-02 03:04:00",
                "TIMESTAMP(0)|2020-01-02|2020-01-02 00:00:00",
                "TIMESTAMP(0)|2020-01-02T03:04:05Z|2020-01-02 03:04:05",
                "TIMESTAMP_LTZ(3)|2020-07-02T03:04:05.5Z|2020-07-02 05:04:05.500",
                "TIMESTAMP_LTZ(0)|2020-07-02 03:04:05+05:30|2020-07-01 23:34:05",
                "TIMESTAMP_LTZ(0)|2020-07-02 03:04:05|2020-07-02 03:04:05",
                "TIMESTAMP_LTZ(0)|2020-03-29 02:30:00|2020-03-29 03:30:00",
                "TIMESTAMP_LTZ(0)|2020-07-02 03:04:05 America/New_York|2020-07-02 09:04:05",
                "DATE|2020-02-29 23:59:59|2020-02-29",
                "TIME(3)|1:02|01:02:00.000",
                "DECIMAL(5, 2)|1.005|1.01",
                "DECIMAL(5, 2)|-1.005|-1.01",
                "DECIMAL(5, 2)|1e-30|0.00",
                "DECIMAL(5, 2)|12e1|120.00",
                "VARCHAR(2)|日🚀x|日🚀",
                "BOOLEAN|TRUE|true",
                "INTEGER|+7|7",
                "DOUBLE|.5|0.5",
                "DOUBLE|1e10|1.0E10",
                "DOUBLE|2e23|2.0E23",
                "DOUBLE|-inf|-Infinity",
                "REAL|0.1|0.1",
                "REAL|16777217|1.6777216E7",
                "VARBINARY|00ff7A|00FF7A",
                "INTERVAL DAY TO SECOND|26:00:00|1 02:00:00",
            })
    void otherSpellingsAreRead(String type, String text, String shown) {
        DataType dataType = DataType.parse(type);
        ZoneId zone = ZoneId.of("Europe/Berlin");
        assertThat(ValueText.format(ValueText.parse(text, dataType, zone), dataType, zone))
                .isEqualTo(shown);
        ColumnBuilder builder = ColumnBuilder.of(dataType, 1);
        byte[] bytes = ("x" + text + "y").getBytes(StandardCharsets.UTF_8);
        ValueText.parseInto(bytes, 1, bytes.length - 1, dataType, zone, builder);
        assertThat(ValueText.format(builder.build().value(0, dataType), dataType, zone))
                .isEqualTo(shown);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "INTEGER|2147483648|it is outside the range -2147483648 to 2147483647",
                "BIGINT|9223372036854775808|it is outside the range -9223372036854775808 to 9223372036854775807",
                "BIGINT|99999999999999999999|it is outside the range -9223372036854775808 to 9223372036854775807",
                "INTEGER|1.5|it is not an integer; it has a fraction or an exponent",
                "INTEGER|abc|it is not an integer",
                "INTEGER|-|it is not an integer",
                "INTEGER|''|it is empty",
                "DOUBLE|1d|it is not a number",
                "DOUBLE|0x1p3|it is not a number",
                "DOUBLE|.|it is not a number",
                "DOUBLE|''|it is empty",
                "DECIMAL(3, 1)|100|it is outside the range of DECIMAL(3, 1)",
                "DECIMAL(3, 1)|99.95|it is outside the range of DECIMAL(3, 1)",
                "DECIMAL(3, 1)|1e999999999|it is outside the range of DECIMAL(3, 1)",
                "DATE|2021-02-29|day 29 is not between 1 and 28",
                "DATE|2021-13-01|month 13 is not between 1 and 12",
                "DATE|20210101|a date is written yyyy-MM-dd",
                "TIMESTAMP(0)|2021-01-01 24:00:00|hour 24 is not between 0 and 23",
                "TIMESTAMP(0)|2021-01-01 00:00:60|second 60 is not between 0 and 59",
                "TIMESTAMP(0)|2021-01-01 00:00:00.|digits are missing after the point",
                "TIMESTAMP(0)|2021-01-01 00:00:00+01:00|it has the zone +01:00, which a TIMESTAMP cannot hold; a TIMESTAMP_LTZ can",
                "TIMESTAMP(0)|2021-01-01 00:00:00 x y|\"x y\" after the time is not a zone or offset such as Z or +02:00",
                "TIMESTAMP(0)|400000-01-01|it is outside the range of timestamps",
                "TIMESTAMP(0)|yesterday|expected a year of four digits",
                "TIME(0)|25:00|hour 25 is not between 0 and 23",
                "BOOLEAN|maybe|expected true or false",
                "VARBINARY|123|expected hexadecimal digits, two for each byte",
                "INTERVAL YEAR TO MONTH|1-12|month 12 is not between 0 and 11",
                "INTEGER ARRAY|[1]|text cannot be read as ARRAY values",
            })
    void badTextSaysWhy(String type, String text, String reason) {
        assertThatThrownBy(() -> ValueText.parse(text, DataType.parse(type), UTC))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(reason);
    }

    @Test
    void nestedValuesAreReadable() {
        DataType array = DataType.array(DataType.timestamp(0), true);
        assertThat(ValueText.format(Arrays.asList(0L, null), array, UTC)).isEqualTo("[1970-01-01 00:00:00, NULL]");
        DataType map = DataType.map(DataType.VARCHAR, DataType.decimal(4, 2), true);
        assertThat(ValueText.format(Map.of("k", new BigDecimal("1.5")), map, UTC))
                .isEqualTo("{k -> 1.50}");
        DataType row = DataType.row(List.of(Field.of("a", DataType.BOOLEAN), Field.of("b", DataType.DOUBLE)));
        assertThat(ValueText.format(List.of(true, 1.0), row, UTC)).isEqualTo("{true, 1.0}");
        assertThat(ValueText.format(null, row, UTC)).isNull();
    }

    @Test
    void charsArePaddedAndCut() {
        assertThat(ValueText.parse("ab", DataType.of(DataType.Kind.CHAR, 4), UTC))
                .isEqualTo("ab  ");
        assertThat(ValueText.parse("abcdé", DataType.of(DataType.Kind.CHAR, 4), UTC))
                .isEqualTo("abcd");
    }

    @Test
    void everyDoubleReadsBack() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            double value = i % 2 == 0
                    ? Double.longBitsToDouble(random.nextLong())
                    : Math.round(random.nextGaussian() * 1e6) / Math.pow(10, random.nextInt(8));
            String text = NumberText.format(value);
            assertThat(ValueText.parse(text, DataType.DOUBLE, UTC))
                    .as("seed %d, %s", seed, text)
                    .isEqualTo(value);
        }
    }

    @Test
    void everyTimestampReadsBack() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            long micros = i % 2 == 0 ? random.nextLong() : random.nextLong() % 100_000_000_000_000_000L;
            String text = ValueText.format(micros, DataType.TIMESTAMP, UTC);
            assertThat(ValueText.parse(text, DataType.TIMESTAMP, UTC))
                    .as("seed %d, %s", seed, text)
                    .isEqualTo(micros);
        }
    }
}

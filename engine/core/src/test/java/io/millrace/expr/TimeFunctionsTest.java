package io.millrace.expr;

import static io.millrace.expr.Exprs.apply;
import static io.millrace.expr.Exprs.lit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.columnar.DataType;
import io.millrace.columnar.ValueText;
import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Times in New York, where 2021-03-14 02:00 to 03:00 is skipped and 2021-11-07 01:00 to 02:00 comes twice. */
class TimeFunctionsTest {
    private static final EvalContext NEW_YORK = Exprs.in("America/New_York");
    private static final DataType T = DataType.TIMESTAMP;
    private static final DataType Z = DataType.timestampLtz(6);
    private static final DataType MONTHS = DataType.INTERVAL_YEAR_MONTH;
    private static final DataType MICROS = DataType.INTERVAL_DAY_TIME;

    private static Object value(String text, DataType type) {
        return ValueText.parse(text, type, NEW_YORK.zone());
    }

    private static String text(Object value, DataType type) {
        return ValueText.format(value, type, NEW_YORK.zone());
    }

    @ParameterizedTest
    @CsvSource({
        "TIMESTAMP(6), 2020-01-01 00:00:00.123456, 0 00:00:00.000001, 2020-01-01 00:00:00.123457",
        "TIMESTAMP(6), 1970-01-01 00:00:00.000000, -0 00:00:00.000001, 1969-12-31 23:59:59.999999",
        "TIMESTAMP(6), 1900-02-28 23:59:59.999999, 0 00:00:00.000001, 1900-03-01 00:00:00.000000",
        "TIMESTAMP(6), 2000-02-28 23:59:59.999999, 0 00:00:00.000001, 2000-02-29 00:00:00.000000",
        "DATE, 2020-02-28, 1 12:00:00, 2020-02-29",
        "DATE, 2020-03-01, -0 00:00:00.000001, 2020-02-29",
        "TIME(6), 23:59:59.999999, 0 00:00:00.000001, 00:00:00.000000",
        "TIME(6), 00:00:00.000000, -1 00:00:00.000001, 23:59:59.999999",
        "TIMESTAMP_LTZ(6), 2021-03-13 12:00:00.000000, 1 00:00:00, 2021-03-14 12:00:00.000000",
        "TIMESTAMP_LTZ(6), 2021-03-14 01:30:00.000000, 0 01:00:00, 2021-03-14 03:30:00.000000",
        "TIMESTAMP_LTZ(6), 2021-11-07 00:30:00.000000, 0 02:00:00, 2021-11-07 01:30:00.000000",
    })
    void durationsAreAdded(String typeName, String time, String interval, String result) {
        DataType type = DataType.parse(typeName);
        Object sum = apply(NEW_YORK, "DATETIME_PLUS", type, type, value(time, type), MICROS, value(interval, MICROS));
        assertThat(text(sum, type)).isEqualTo(result);
    }

    @ParameterizedTest
    @CsvSource({
        "TIMESTAMP(6), 2020-01-31 10:00:00.000001, 0-01, 2020-02-29 10:00:00.000001",
        "TIMESTAMP(6), 2019-01-31 10:00:00.000001, 0-01, 2019-02-28 10:00:00.000001",
        "TIMESTAMP(6), 1969-12-31 23:59:59.999999, -0-10, 1969-02-28 23:59:59.999999",
        "TIMESTAMP(6), 2020-02-29 00:00:00.000000, 4-00, 2024-02-29 00:00:00.000000",
        "TIMESTAMP(6), 2020-02-29 00:00:00.000000, -1-00, 2019-02-28 00:00:00.000000",
        "DATE, 2020-12-31, 0-02, 2021-02-28",
        "TIME(6), 10:00:00.000000, 1-00, 10:00:00.000000",
        "TIMESTAMP_LTZ(6), 2021-02-14 02:30:00.000000, 0-01, 2021-03-14 03:30:00.000000",
    })
    void monthsAreAddedOnTheCalendar(String typeName, String time, String interval, String result) {
        DataType type = DataType.parse(typeName);
        Object sum = apply(NEW_YORK, "DATETIME_PLUS", type, type, value(time, type), MONTHS, value(interval, MONTHS));
        assertThat(text(sum, type)).isEqualTo(result);
    }

    @ParameterizedTest
    @CsvSource({
        "YEAR, 2020-03-05 06:07:08.123456, 2020",
        "QUARTER, 2020-03-31 06:07:08.123456, 1",
        "MONTH, 1969-12-31 23:59:59.999999, 12",
        "WEEK, 2021-01-03 00:00:00.000000, 53",
        "WEEK, 2018-12-31 00:00:00.000000, 1",
        "ISOYEAR, 2018-12-31 00:00:00.000000, 2019",
        "DAY, 1969-12-31 23:59:59.999999, 31",
        "DOW, 1970-01-01 00:00:00.000000, 5",
        "ISODOW, 1969-12-28 00:00:00.000000, 7",
        "DOY, 2020-12-31 00:00:00.000000, 366",
        "HOUR, 1969-12-31 23:59:59.999999, 23",
        "MINUTE, 1969-12-31 23:58:59.999999, 58",
        "SECOND, 1969-12-31 23:59:59.999999, 59",
        "MILLISECOND, 1969-12-31 23:59:59.999999, 59999",
        "MICROSECOND, 1969-12-31 23:59:59.999999, 59999999",
        "NANOSECOND, 2020-01-01 00:00:00.000001, 1000",
        "EPOCH, 1969-12-31 23:59:59.999999, -1",
        "DECADE, 1969-12-31 23:59:59.999999, 196",
        "CENTURY, 2000-12-31 23:59:59.999999, 20",
        "CENTURY, 0000-01-01 00:00:00.000000, -1",
        "MILLENNIUM, 2001-01-01 00:00:00.000000, 3",
    })
    void fieldsAreExtracted(String unit, String time, long result) {
        assertThat(apply(NEW_YORK, "EXTRACT", DataType.BIGINT, lit(unit), T, value(time, T)))
                .isEqualTo(result);
    }

    @Test
    void instantsShowTheFieldsOfTheirZone() {
        Object noonUtc = value("2021-07-01 12:00:00Z", Z);
        assertThat(apply(NEW_YORK, "EXTRACT", DataType.BIGINT, lit("HOUR"), Z, noonUtc))
                .isEqualTo(8L);
        assertThat(apply(NEW_YORK, "EXTRACT", DataType.BIGINT, lit("EPOCH"), Z, noonUtc))
                .isEqualTo(1625140800L);
    }

    @ParameterizedTest
    @CsvSource({
        "FLOOR, TIMESTAMP(6), 1969-12-31 23:59:59.999999, MILLISECOND, 1969-12-31 23:59:59.999000",
        "CEIL, TIMESTAMP(6), 1969-12-31 23:59:59.999999, SECOND, 1970-01-01 00:00:00.000000",
        "FLOOR, TIMESTAMP(6), 1969-12-31 23:59:59.999999, DAY, 1969-12-31 00:00:00.000000",
        "CEIL, TIMESTAMP(6), 2020-01-01 00:00:00.000000, YEAR, 2020-01-01 00:00:00.000000",
        "CEIL, TIMESTAMP(6), 2020-01-01 00:00:00.000001, YEAR, 2021-01-01 00:00:00.000000",
        "FLOOR, TIMESTAMP(6), 1970-01-01 00:00:00.000000, WEEK, 1969-12-28 00:00:00.000000",
        "CEIL, TIMESTAMP(6), 1970-01-01 00:00:00.000000, WEEK, 1970-01-04 00:00:00.000000",
        "FLOOR, TIMESTAMP(6), 2020-06-30 00:00:00.000000, QUARTER, 2020-04-01 00:00:00.000000",
        "CEIL, TIMESTAMP(6), 2020-06-30 00:00:00.000000, MONTH, 2020-07-01 00:00:00.000000",
        "FLOOR, TIMESTAMP(6), 2000-06-30 00:00:00.000000, CENTURY, 1901-01-01 00:00:00.000000",
        "FLOOR, TIMESTAMP(6), 1999-06-30 00:00:00.000000, DECADE, 1990-01-01 00:00:00.000000",
        "FLOOR, DATE, 2020-06-30, MONTH, 2020-06-01",
        "CEIL, DATE, 2020-06-30, MONTH, 2020-07-01",
        "FLOOR, TIME(6), 10:59:59.999999, HOUR, 10:00:00.000000",
        "FLOOR, TIMESTAMP_LTZ(6), 2021-03-14 03:30:00.000000, DAY, 2021-03-14 00:00:00.000000",
        "FLOOR, TIMESTAMP_LTZ(6), 2021-03-14 03:30:00.000000, HOUR, 2021-03-14 03:00:00.000000",
        "CEIL, TIMESTAMP_LTZ(6), 2021-11-07 12:30:00.000000, DAY, 2021-11-08 00:00:00.000000",
    })
    void timesAreRoundedToUnits(String function, String typeName, String time, String unit, String result) {
        DataType type = DataType.parse(typeName);
        assertThat(text(apply(NEW_YORK, function, type, type, value(time, type), lit(unit)), type))
                .isEqualTo(result);
    }

    @Test
    void theSecondOfTwoLikeHoursIsFlooredWithinItself() {
        Object second = value("2021-11-07 06:30:00Z", Z);
        assertThat(apply(NEW_YORK, "FLOOR", Z, Z, second, lit("HOUR"))).isEqualTo(value("2021-11-07 06:00:00Z", Z));
    }

    @ParameterizedTest
    @CsvSource({
        "MICROSECOND, 1969-12-31 23:59:59.999999, 1970-01-01 00:00:00.000000, 1",
        "SECOND, 2020-01-01 00:00:00.000001, 2020-01-01 00:00:01.000000, 0",
        "SECOND, 2020-01-01 00:00:01.000000, 2020-01-01 00:00:00.000001, 0",
        "DAY, 2020-02-28 00:00:00.000000, 2020-03-01 00:00:00.000000, 2",
        "WEEK, 2020-01-01 00:00:00.000000, 2020-01-14 23:59:59.999999, 1",
        "MONTH, 2020-01-31 00:00:00.000000, 2020-02-29 00:00:00.000000, 0",
        "MONTH, 2020-01-31 00:00:00.000000, 2020-03-31 00:00:00.000000, 2",
        "MONTH, 2020-01-15 00:00:00.000001, 2020-02-15 00:00:00.000000, 0",
        "MONTH, 2020-02-15 00:00:00.000000, 2020-01-15 00:00:00.000001, 0",
        "MONTH, 2020-02-15 00:00:00.000000, 2020-01-15 00:00:00.000000, -1",
        "QUARTER, 2020-01-01 00:00:00.000000, 2020-12-31 00:00:00.000000, 3",
        "YEAR, 2020-02-29 00:00:00.000000, 2021-02-28 00:00:00.000000, 0",
    })
    void fullUnitsBetweenTimesAreCounted(String unit, String from, String to, long result) {
        assertThat(apply(NEW_YORK, "TIMESTAMPDIFF", DataType.BIGINT, lit(unit), T, value(from, T), T, value(to, T)))
                .isEqualTo(result);
    }

    @ParameterizedTest
    @CsvSource({
        "MICROSECOND, -1, 1970-01-01 00:00:00.000000, 1969-12-31 23:59:59.999999",
        "NANOSECOND, 1999, 1970-01-01 00:00:00.000000, 1970-01-01 00:00:00.000001",
        "WEEK, 1, 2020-02-26 00:00:00.000000, 2020-03-04 00:00:00.000000",
        "MONTH, -1, 2020-03-31 00:00:00.000000, 2020-02-29 00:00:00.000000",
        "QUARTER, 1, 2020-11-30 00:00:00.000000, 2021-02-28 00:00:00.000000",
    })
    void unitsAreAdded(String unit, long count, String time, String result) {
        Object sum = apply(NEW_YORK, "TIMESTAMPADD", T, lit(unit), DataType.INTEGER, count, T, value(time, T));
        assertThat(text(sum, T)).isEqualTo(result);
    }

    @Test
    void differencesAreExact() {
        Object a = value("1970-01-01 00:00:00.000001", T);
        Object b = value("1969-12-31 23:59:59.999999", T);
        assertThat(apply(NEW_YORK, "MINUS_DATE", MICROS, T, a, T, b)).isEqualTo(2L);
        assertThat(apply(NEW_YORK, "MINUS_DATE", MONTHS, T, value("2021-01-01", T), T, value("2019-11-02", T)))
                .isEqualTo(13L);
        DataType date = DataType.DATE;
        assertThat(apply(NEW_YORK, "MINUS_DATE", MICROS, date, 1L, date, -1L)).isEqualTo(2 * 86_400_000_000L);
    }

    @Test
    void theClockIsThatOfTheBatch() {
        EvalContext clock = Exprs.in("Asia/Kolkata");
        assertThat(apply(clock, "CURRENT_TIMESTAMP", Z)).isEqualTo(1_600_000_000_123_456L);
        assertThat(apply(clock, "CURRENT_TIMESTAMP", DataType.timestampLtz(0))).isEqualTo(1_600_000_000_000_000L);
        assertThat(ValueText.format(apply(clock, "LOCALTIMESTAMP", T), T, clock.zone()))
                .isEqualTo("2020-09-13 17:56:40.123456");
        assertThat(ValueText.format(apply(clock, "CURRENT_DATE", DataType.DATE), DataType.DATE, clock.zone()))
                .isEqualTo("2020-09-13");
        assertThat(ValueText.format(apply(clock, "LOCALTIME", DataType.time(3)), DataType.time(3), clock.zone()))
                .isEqualTo("17:56:40.123");
    }

    @Test
    void timesOutOfRangeFail() {
        assertThatThrownBy(() -> apply(NEW_YORK, "DATETIME_PLUS", T, T, Long.MAX_VALUE, MICROS, 1L))
                .isInstanceOfSatisfying(
                        MillraceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.DATETIME_OVERFLOW))
                .hasMessage("A timestamp plus an interval is outside the range of its type");
        assertThatThrownBy(() -> apply(NEW_YORK, "DATETIME_PLUS", T, T, 0L, MONTHS, 12L * 300_000))
                .hasMessageContaining("is outside the range of its type");
        assertThatThrownBy(() -> apply(NEW_YORK, "MINUS_DATE", MICROS, T, Long.MAX_VALUE, T, -1L))
                .hasMessage("The difference of two timestamps is outside the range of its type");
        assertThatThrownBy(() -> apply(NEW_YORK, "FLOOR", T, T, Long.MIN_VALUE, lit("YEAR")))
                .hasMessageContaining("is outside the range of its type");
    }
}

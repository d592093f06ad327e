package io.millrace.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.Period;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RecordsTest {
    record Everything(
            boolean flag,
            Byte tiny,
            short small,
            Integer whole,
            long big,
            float single,
            Double twice,
            BigDecimal exact,
            String text,
            LocalDate day,
            LocalTime time,
            LocalDateTime at,
            Instant instant,
            Duration length,
            Period months) {}

    record Trip(String zone, long fare) {}

    private final Session session =
            Session.builder().set("time-zone", "Asia/Kathmandu").build();

    @AfterEach
    void close() {
        session.close();
    }

    @Test
    void valuesOfEveryTypeGoThereAndBack() {
        Everything full = new Everything(
                true,
                (byte) -128,
                (short) 3,
                Integer.MIN_VALUE,
                Long.MAX_VALUE,
                1.5f,
                -0.1,
                new BigDecimal("12.340000000000000000"),
                "naïve",
                LocalDate.of(1969, 12, 31),
                LocalTime.of(23, 59, 59, 999_999_000),
                LocalDateTime.of(1969, 12, 31, 23, 59, 59, 1_000),
                Instant.parse("1969-12-31T23:59:59.999999Z"),
                Duration.ofSeconds(-1, 5_000),
                Period.of(1, 2, 0));
        Everything empty = new Everything(
                false, null, (short) 0, null, 0, 0, null, null, null, null, null, null, null, null, null);

        assertThat(session.createDataFrame(Arrays.asList(full, empty), Everything.class)
                        .filter("flag OR NOT flag")
                        .collectAs(Everything.class))
                .containsExactly(full, empty);
    }

    @Test
    void nestedValuesAreListsMapsAndRows() {
        Row row = session.sql("SELECT ARRAY[1, 2] AS a, MAP['k', 1] AS m").first();
        assertThat(row.<Integer>getList(0)).containsExactly(1, 2);
        assertThat(row.getJavaMap(1)).isEqualTo(Map.of("k", 1));
    }

    @Test
    void componentsAreFoundByNameAndMayBeWider() {
        DataFrame frame =
                session.createDataFrame(List.of(Row.of(7, "north", 1)), "FARE INTEGER, zone VARCHAR, more INTEGER");
        assertThat(frame.collectAs(Trip.class)).containsExactly(new Trip("north", 7));
    }

    @Test
    void whatDoesNotFitIsRefused() {
        DataFrame frame = session.createDataFrame(List.of(Row.of(null, "north")), "fare INTEGER, zone VARCHAR");
        assertThatThrownBy(() -> frame.collectAs(Trip.class)).hasMessageContaining("column \"fare\" is NULL");
        assertThatThrownBy(() -> frame.withColumnRenamed("zone", "zones").collectAs(Trip.class))
                .hasMessageContaining("did you mean \"zones\"");
        assertThatThrownBy(() -> session.createDataFrame(List.of(Row.of("x")), "n INTEGER"))
                .hasMessageContaining("where a value of type INTEGER is expected");
        assertThatThrownBy(() -> session.createDataFrame(List.of(Row.of(300)), "n TINYINT"))
                .hasMessageContaining("300");
        assertThatThrownBy(() -> frame.first().getInt(0))
                .hasMessageContaining("column \"fare\" is NULL; ask isNullAt first");
        assertThatThrownBy(() -> frame.first().getLong(1)).hasMessageContaining("holds a String");
        assertThatThrownBy(() -> frame.first().getAs("zoon")).hasMessageContaining("did you mean \"zone\"");
    }
}

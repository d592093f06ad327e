package io.millrace.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CivilDaysTest {
    @Test
    void agreesWithTheLibraryOnEveryDayOfFourHundredYearsAndOnRandomOnes() {
        for (long days = -73_100; days < 73_100; days++) {
            check(days);
        }
        Random random = new Random(7);
        for (int i = 0; i < 10_000; i++) {
            check(random.nextInt(200_000_000) - 100_000_000L);
        }
    }

    private static void check(long days) {
        LocalDate date = LocalDate.ofEpochDay(days);
        long packed = CivilDays.packed(days);
        assertThat(CivilDays.year(packed)).as("%d", days).isEqualTo(date.getYear());
        assertThat(CivilDays.month(packed)).as("%d", days).isEqualTo(date.getMonthValue());
        assertThat(CivilDays.day(packed)).as("%d", days).isEqualTo(date.getDayOfMonth());
        assertThat(CivilDays.of(date.getYear(), date.getMonthValue(), date.getDayOfMonth()))
                .isEqualTo(days);
    }

    @Test
    void aShorterMonthEndsTheDay() {
        for (long months = -5_000; months < 5_000; months += 7) {
            LocalDate date = LocalDate.of(2016, 1, 31);
            assertThat(CivilDays.plusMonths(date.toEpochDay(), months))
                    .isEqualTo(date.plusMonths(months).toEpochDay());
        }
    }
}

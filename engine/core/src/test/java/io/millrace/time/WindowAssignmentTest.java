package io.millrace.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class WindowAssignmentTest {
    private static final long DAY = 86_400_000_000L;

    static List<WindowAssignment> windows() {
        return List.of(
                SlidingWindow.tumbling(10, 3),
                new SlidingWindow(2, 10, 0),
                new SlidingWindow(4, 10, 1),
                new SlidingWindow(10, 4, 0),
                new CumulativeWindow(3, 12, 5),
                new CumulativeWindow(7, 7, 0),
                months(1, 1, "UTC"),
                months(1, 3, "Europe/Berlin"),
                months(2, 1, "America/New_York"),
                days(1, 1, 0, "Europe/Berlin"),
                days(1, 7, 6 * 3_600_000_000L, "Pacific/Chatham"),
                CumulativeCalendarWindow.of(CalendarWindow.Unit.MONTH, 1, 12, 0, "UTC"),
                CumulativeCalendarWindow.of(CalendarWindow.Unit.MONTH, 2, 6, 5 * DAY, "Europe/Berlin"),
                CumulativeCalendarWindow.of(
                        CalendarWindow.Unit.LOCAL_MICROS, DAY, 7 * DAY, -30 * 3_600_000_000L, "Pacific/Chatham"),
                CumulativeCalendarWindow.of(CalendarWindow.Unit.LOCAL_MICROS, DAY / 24, DAY, 0, "America/Sao_Paulo"),
                new CalendarWindow(
                        CalendarWindow.Unit.LOCAL_MICROS, 3_600_000_000L, 3_600_000_000L, 0, "America/Sao_Paulo"));
    }

    private static CalendarWindow months(long slide, long size, String zone) {
        return new CalendarWindow(CalendarWindow.Unit.MONTH, slide, size, 0, zone);
    }

    private static CalendarWindow days(long slide, long size, long offset, String zone) {
        return new CalendarWindow(CalendarWindow.Unit.LOCAL_MICROS, slide * DAY, size * DAY, offset, zone);
    }

    /** What the operators rely on, around random times and around those where clocks change. */
    @ParameterizedTest
    @MethodSource("windows")
    void windowsAreRunsOfPanes(WindowAssignment window) {
        long seed = 7;
        Random random = new Random(seed);
        for (int i = 0; i < 3000; i++) {
            long time = time(window, random);
            long pane = window.pane(time);
            assertThat(window.paneStart(pane)).as("time %s", time).isLessThanOrEqualTo(time);
            assertThat(window.paneStart(pane + 1)).as("time %s", time).isGreaterThan(time);
            for (long number = pane - 40; number <= pane + 40; number++) {
                boolean over = number >= window.firstWindow(pane) && number <= window.lastWindow(pane);
                boolean within = window.windowStart(number) <= time && time < window.windowEnd(number);
                assertThat(over).as("window %s over time %s", number, time).isEqualTo(within);
                assertThat(window.windowEnd(number)).isGreaterThanOrEqualTo(window.windowEnd(number - 1));
                assertThat(window.windowStart(number)).isGreaterThanOrEqualTo(window.windowStart(number - 1));
                assertThat(window.windowEnd(number) - window.windowStart(number))
                        .isLessThanOrEqualTo(window.lengthMicrosMax());
            }
            long next = window.firstWindowEndingAfter(time);
            assertThat(window.windowEnd(next)).as("time %s", time).isGreaterThan(time);
            assertThat(window.windowEnd(next - 1)).as("time %s", time).isLessThanOrEqualTo(time);
        }
    }

    private static long time(WindowAssignment window, Random random) {
        CalendarWindow calendar = window instanceof CumulativeCalendarWindow cumulative
                ? cumulative.step()
                : window instanceof CalendarWindow plain ? plain : null;
        if (calendar == null) {
            return random.nextInt(400) - 200L;
        }
        long day = random.nextInt(40_000) - 20_000L;
        var transition = ZoneId.of(calendar.zone()).getRules().nextTransition(Instant.ofEpochSecond(day * 86_400));
        long around = transition == null || random.nextBoolean() ? day * DAY : micros(transition.getInstant());
        return around + (random.nextInt(10_000) - 5_000) * 1_000_000L;
    }

    private static long micros(Instant instant) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
    }

    /** Samoa had no 30 December 2011, and Berlin no hour from two to three on 31 March 2024. */
    @Test
    void aStepThatTheClocksSkipAddsNoWindow() {
        WindowAssignment week =
                CumulativeCalendarWindow.of(CalendarWindow.Unit.LOCAL_MICROS, DAY, 7 * DAY, 0, "Pacific/Apia");
        assertThat(ends(week, "2011-12-29T12:00:00Z"))
                .containsExactly(
                        "2011-12-30T10:00:00Z",
                        "2011-12-31T10:00:00Z",
                        "2012-01-01T10:00:00Z",
                        "2012-01-02T10:00:00Z",
                        "2012-01-03T10:00:00Z",
                        "2012-01-04T10:00:00Z");
        WindowAssignment hours =
                CumulativeCalendarWindow.of(CalendarWindow.Unit.LOCAL_MICROS, DAY / 24, DAY / 6, 0, "Europe/Berlin");
        assertThat(ends(hours, "2024-03-30T23:30:00Z"))
                .containsExactly("2024-03-31T00:00:00Z", "2024-03-31T01:00:00Z", "2024-03-31T02:00:00Z");
    }

    private static List<String> ends(WindowAssignment window, String time) {
        long pane = window.pane(micros(Instant.parse(time)));
        return LongStream.rangeClosed(window.firstWindow(pane), window.lastWindow(pane))
                .filter(number -> !window.repeats(number))
                .mapToObj(number -> Instant.EPOCH
                        .plus(window.windowEnd(number), ChronoUnit.MICROS)
                        .toString())
                .toList();
    }

    @Test
    void aDayInAZoneIsAsLongAsItsClocksSay() {
        WindowAssignment day = days(1, 1, 0, "Europe/Berlin");
        assertThat(lengths(day, "2024-03-29T12:00:00Z", 4)).containsExactly(24L, 24L, 23L, 24L);
        assertThat(lengths(day, "2024-10-25T12:00:00Z", 4)).containsExactly(24L, 24L, 25L, 24L);
    }

    private static List<Long> lengths(WindowAssignment window, String from, int count) {
        List<Long> hours = new ArrayList<>();
        long first = window.firstWindow(window.pane(micros(Instant.parse(from))));
        for (long number = first; number < first + count; number++) {
            hours.add((window.windowEnd(number) - window.windowStart(number)) / 3_600_000_000L);
        }
        return hours;
    }

    @Test
    void monthsAndDaysAreThoseOfTheCalendar() {
        Random random = new Random(11);
        UnaryOperator<LocalDate> month = date -> YearMonth.from(date).atDay(1);
        for (int i = 0; i < 1000; i++) {
            Instant instant = Instant.ofEpochSecond(random.nextInt() * 2L);
            checkEdges(months(1, 1, "UTC"), instant, "UTC", month, ChronoUnit.MONTHS);
            checkEdges(months(1, 1, "Australia/Lord_Howe"), instant, "Australia/Lord_Howe", month, ChronoUnit.MONTHS);
            checkEdges(days(1, 1, 0, "Europe/Berlin"), instant, "Europe/Berlin", date -> date, ChronoUnit.DAYS);
            checkEdges(days(1, 1, 0, "Asia/Kolkata"), instant, "Asia/Kolkata", date -> date, ChronoUnit.DAYS);
        }
    }

    private static void checkEdges(
            CalendarWindow window, Instant instant, String zone, UnaryOperator<LocalDate> floor, ChronoUnit unit) {
        LocalDate start =
                floor.apply(ZonedDateTime.ofInstant(instant, ZoneId.of(zone)).toLocalDate());
        long number = window.firstWindow(window.pane(micros(instant)));
        assertThat(window.windowStart(number)).as("%s in %s", instant, zone).isEqualTo(midnight(start, zone));
        assertThat(window.windowEnd(number))
                .as("%s in %s", instant, zone)
                .isEqualTo(midnight(start.plus(1, unit), zone));
    }

    /** By another way than the engine's own: an offset that the clocks skip is the one before. */
    private static long midnight(LocalDate date, String zone) {
        return micros(date.atStartOfDay()
                .atZone(ZoneId.of(zone))
                .withEarlierOffsetAtOverlap()
                .toInstant());
    }

    @Test
    void cumulativeWindowsGrowFromOneStart() {
        WindowAssignment window = new CumulativeWindow(3, 12, 5);
        List<String> found = new ArrayList<>();
        long pane = window.pane(12);
        for (long number = window.firstWindow(pane); number <= window.lastWindow(pane); number++) {
            found.add(window.windowStart(number) + "-" + window.windowEnd(number));
        }
        assertThat(found).containsExactly("5-14", "5-17");
    }
}

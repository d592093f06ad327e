package io.millrace.time;

import java.time.ZoneId;

/**
 * Windows whose edges a calendar and the clocks of a zone say: months, or lengths of local time such as days, which are 23
 * or 25 hours long where the clocks change. A tumbling window has {@code slide == size}.
 *
 * <p>Lengths are counted from the local 1970-01-01 00:00:00. An edge that the clocks skip is where they go on; one that
 * they show twice is the earlier instant.
 *
 * @param unit what slide and size count
 * @param slide between two starts, positive
 * @param size of a window, positive
 * @param offsetMicros shift of the starts in local time, such as 6 hours for days that begin at six
 * @param zone name of the zone
 */
public record CalendarWindow(Unit unit, long slide, long size, long offsetMicros, String zone)
        implements WindowAssignment {
    /** What the lengths of a calendar window count. */
    public enum Unit {
        MONTH,
        /** Microseconds that a clock of the zone shows. */
        LOCAL_MICROS
    }

    private static final long DAY_MICROS = 86_400_000_000L;
    private static final long MONTH_DAYS_MAX = 31;

    public CalendarWindow {
        if (slide <= 0 || size <= 0) {
            throw new IllegalArgumentException("slide and size must be positive: " + slide + ", " + size);
        }
        if (unit == Unit.LOCAL_MICROS) {
            offsetMicros = Math.floorMod(offsetMicros, slide);
        }
    }

    /** Units in a pane. */
    public long paneUnits() {
        return SlidingWindow.commonDivisor(slide, size);
    }

    @Override
    public long pane(long time) {
        long local = Zones.local(time, ZoneId.of(zone)) - offsetMicros;
        long pane = Math.floorDiv(unit == Unit.MONTH ? month(local) : local, paneUnits());
        // where the clocks change, local time says too little
        while (paneStart(pane) > time) {
            pane--;
        }
        while (paneStart(pane + 1) <= time) {
            pane++;
        }
        return pane;
    }

    /** Months since 1970-01. */
    private static long month(long localMicros) {
        long packed = CivilDays.packed(Math.floorDiv(localMicros, DAY_MICROS));
        return (CivilDays.year(packed) - 1970) * 12 + CivilDays.month(packed) - 1;
    }

    @Override
    public long paneStart(long pane) {
        long units = pane * paneUnits();
        long local = unit == Unit.MONTH ? CivilDays.plusMonths(0, units) * DAY_MICROS : units;
        return Zones.instant(local + offsetMicros, ZoneId.of(zone));
    }

    @Override
    public long firstWindow(long pane) {
        return Math.floorDiv(pane - size / paneUnits(), slide / paneUnits()) + 1;
    }

    @Override
    public long lastWindow(long pane) {
        return Math.floorDiv(pane, slide / paneUnits());
    }

    @Override
    public long firstPane(long window) {
        return window * (slide / paneUnits());
    }

    @Override
    public long endPane(long window) {
        return firstPane(window) + size / paneUnits();
    }

    /** A day more than the calendar says: no zone has ever put its clocks by more. */
    @Override
    public long lengthMicrosMax() {
        long length = unit == Unit.MONTH ? Math.multiplyExact(size, MONTH_DAYS_MAX * DAY_MICROS) : size;
        return Math.addExact(length, DAY_MICROS);
    }

    @Override
    public boolean isOfOneLength() {
        return false;
    }
}

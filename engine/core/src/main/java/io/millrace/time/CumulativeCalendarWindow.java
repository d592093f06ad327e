package io.millrace.time;

/**
 * Windows that begin every {@code steps} steps of a calendar and grow by one step until they have them all: the year so far,
 * month by month, or the week so far, day by day of a time zone. Panes are the steps.
 *
 * <p>A step that the clocks of the zone skip altogether adds nothing: the window that it ends is the one before again.
 *
 * @param step windows of one step, tumbling
 * @param steps of the longest window, positive
 * @param shift number of the step that a window begins with, below {@code steps}
 */
public record CumulativeCalendarWindow(CalendarWindow step, long steps, long shift) implements WindowAssignment {
    public CumulativeCalendarWindow {
        if (step.slide() != step.size() || steps <= 0) {
            throw new IllegalArgumentException("steps must tumble, and be there: " + step + ", " + steps);
        }
        shift = Math.floorMod(shift, steps);
    }

    /**
     * Windows of some steps.
     *
     * @param size in units, a multiple of the step
     * @param offsetMicros shift of the starts in local time
     */
    public static CumulativeCalendarWindow of(
            CalendarWindow.Unit unit, long step, long size, long offsetMicros, String zone) {
        CalendarWindow tumbling = new CalendarWindow(unit, step, step, offsetMicros, zone);
        // of an offset, whole steps say with which of them a window begins
        return new CumulativeCalendarWindow(tumbling, size / step, (offsetMicros - tumbling.offsetMicros()) / step);
    }

    @Override
    public long pane(long time) {
        return step.pane(time);
    }

    @Override
    public long paneStart(long pane) {
        return step.paneStart(pane);
    }

    @Override
    public long firstWindow(long pane) {
        return pane;
    }

    @Override
    public long lastWindow(long pane) {
        return firstPane(pane) + steps - 1;
    }

    @Override
    public long firstPane(long window) {
        return Math.floorDiv(window - shift, steps) * steps + shift;
    }

    @Override
    public long endPane(long window) {
        return window + 1;
    }

    @Override
    public boolean repeats(long window) {
        return window > firstPane(window) && paneStart(window) == paneStart(window + 1);
    }

    @Override
    public long lengthMicrosMax() {
        long size = Math.multiplyExact(step.size(), steps);
        return new CalendarWindow(step.unit(), size, size, 0, step.zone()).lengthMicrosMax();
    }

    @Override
    public boolean isOfOneLength() {
        return false;
    }
}

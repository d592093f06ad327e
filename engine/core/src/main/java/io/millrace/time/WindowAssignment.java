package io.millrace.time;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/**
 * Which windows {@code [start, end)} a time is in.
 *
 * <p>Shape: time is cut into panes, numbered in order; every window is a run of whole panes. Windows are numbered so that
 * neither their starts nor their ends ever decrease. Where a clock is put forward over a whole pane, that pane is empty.
 *
 * <p>Units: microseconds. Right for times before 1970.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind", defaultImpl = SlidingWindow.class)
@JsonSubTypes({
    @JsonSubTypes.Type(value = SlidingWindow.class, name = "sliding"),
    @JsonSubTypes.Type(value = CumulativeWindow.class, name = "cumulative"),
    @JsonSubTypes.Type(value = CalendarWindow.class, name = "calendar"),
    @JsonSubTypes.Type(value = CumulativeCalendarWindow.class, name = "cumulative-calendar")
})
public sealed interface WindowAssignment
        permits SlidingWindow, CumulativeWindow, CalendarWindow, CumulativeCalendarWindow {
    /** Number of the pane that holds a time. */
    long pane(long time);

    /** Start of a pane, which is the end of the one before. */
    long paneStart(long pane);

    /** Number of the first window over a pane; greater than {@link #lastWindow} where no window is over it. */
    long firstWindow(long pane);

    /** Number of the last window over a pane. */
    long lastWindow(long pane);

    /** The first pane of a window. */
    long firstPane(long window);

    /** The pane behind the last one of a window. */
    long endPane(long window);

    default long windowStart(long window) {
        return paneStart(firstPane(window));
    }

    default long windowEnd(long window) {
        return paneStart(endPane(window));
    }

    /** Number of the first window that ends behind a time. */
    default long firstWindowEndingAfter(long time) {
        return firstWindow(pane(time));
    }

    /** Whether a window is the one before it again: it counts once. */
    default boolean repeats(long window) {
        return false;
    }

    /** As long as a window can be. */
    long lengthMicrosMax();

    /** Whether all windows have exactly that length. */
    boolean isOfOneLength();
}

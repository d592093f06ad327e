package io.millrace.time;

/**
 * Windows {@code [start, start + size)} that begin every {@code slide} from {@code offset} on; a tumbling window has
 * {@code slide == size}. Panes are the disjoint pieces of gcd(slide, size) from which every window is made up.
 *
 * <p>Units: microseconds. Right for times before 1970.
 *
 * @param slideMicros distance between two starts, positive
 * @param sizeMicros length of a window, positive; need not be a multiple of the slide, may be smaller
 * @param offsetMicros shift of the starts from 1970-01-01 00:00:00
 */
public record SlidingWindow(long slideMicros, long sizeMicros, long offsetMicros) {

    public SlidingWindow {
        if (slideMicros <= 0 || sizeMicros <= 0) {
            throw new IllegalArgumentException("slide and size must be positive: " + slideMicros + ", " + sizeMicros);
        }
        offsetMicros = Math.floorMod(offsetMicros, slideMicros);
    }

    public static SlidingWindow tumbling(long sizeMicros, long offsetMicros) {
        return new SlidingWindow(sizeMicros, sizeMicros, offsetMicros);
    }

    public boolean isTumbling() {
        return slideMicros == sizeMicros;
    }

    /** Start of the latest window that begins at or before {@code ts}; the window contains ts if size allows. */
    public long lastStart(long ts) {
        return ts - Math.floorMod(ts - offsetMicros, slideMicros);
    }

    /** Start of the earliest window that contains {@code ts}; greater than {@link #lastStart} when none does. */
    public long firstStart(long ts) {
        // the smallest start > ts - size
        return lastStart(ts - sizeMicros) + slideMicros;
    }

    /** How many windows contain {@code ts}. */
    public int windowsOf(long ts) {
        return (int) Math.max(0, (lastStart(ts) - firstStart(ts)) / slideMicros + 1);
    }

    /** Length of a pane. */
    public long paneMicros() {
        long a = slideMicros;
        long b = sizeMicros;
        while (b != 0) {
            long rest = a % b;
            a = b;
            b = rest;
        }
        return a;
    }

    /** Start of the pane that contains {@code ts}. */
    public long paneStart(long ts) {
        return ts - Math.floorMod(ts - offsetMicros, paneMicros());
    }
}

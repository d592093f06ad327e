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
public record SlidingWindow(long slideMicros, long sizeMicros, long offsetMicros) implements WindowAssignment {

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

    /** Length of a pane. */
    public long paneMicros() {
        return commonDivisor(slideMicros, sizeMicros);
    }

    static long commonDivisor(long a, long b) {
        long divisor = a;
        long rest = b;
        while (rest != 0) {
            long next = divisor % rest;
            divisor = rest;
            rest = next;
        }
        return divisor;
    }

    @Override
    public long pane(long time) {
        return Math.floorDiv(time - offsetMicros, paneMicros());
    }

    @Override
    public long paneStart(long pane) {
        return pane * paneMicros() + offsetMicros;
    }

    @Override
    public long firstWindow(long pane) {
        return Math.floorDiv(paneStart(pane) - sizeMicros - offsetMicros, slideMicros) + 1;
    }

    @Override
    public long lastWindow(long pane) {
        return Math.floorDiv(paneStart(pane) - offsetMicros, slideMicros);
    }

    @Override
    public long firstPane(long window) {
        return pane(windowStart(window));
    }

    @Override
    public long endPane(long window) {
        return pane(windowEnd(window));
    }

    @Override
    public long windowStart(long window) {
        return window * slideMicros + offsetMicros;
    }

    @Override
    public long windowEnd(long window) {
        return windowStart(window) + sizeMicros;
    }

    @Override
    public long lengthMicrosMax() {
        return sizeMicros;
    }

    @Override
    public boolean isOfOneLength() {
        return true;
    }
}

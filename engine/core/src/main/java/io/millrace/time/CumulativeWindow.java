package io.millrace.time;

/**
 * Windows that begin every {@code size} from {@code offset} on and grow by {@code step} until they have that size: {@code
 * [start, start + step), [start, start + 2 step) ... [start, start + size)}. Panes are the steps.
 *
 * <p>Units: microseconds.
 *
 * @param stepMicros by which ends grow, positive
 * @param sizeMicros of the longest window, a multiple of the step
 * @param offsetMicros shift of the starts from 1970-01-01 00:00:00
 */
public record CumulativeWindow(long stepMicros, long sizeMicros, long offsetMicros) implements WindowAssignment {
    public CumulativeWindow {
        if (stepMicros <= 0 || sizeMicros < stepMicros || sizeMicros % stepMicros != 0) {
            throw new IllegalArgumentException(
                    "the size must be a multiple of the step: " + stepMicros + ", " + sizeMicros);
        }
        offsetMicros = Math.floorMod(offsetMicros, sizeMicros);
    }

    private long steps() {
        return sizeMicros / stepMicros;
    }

    @Override
    public long pane(long time) {
        return Math.floorDiv(time - offsetMicros, stepMicros);
    }

    @Override
    public long paneStart(long pane) {
        return pane * stepMicros + offsetMicros;
    }

    @Override
    public long firstWindow(long pane) {
        return pane;
    }

    @Override
    public long lastWindow(long pane) {
        return firstPane(pane) + steps() - 1;
    }

    @Override
    public long firstPane(long window) {
        return Math.floorDiv(window, steps()) * steps();
    }

    @Override
    public long endPane(long window) {
        return window + 1;
    }

    @Override
    public long lengthMicrosMax() {
        return sizeMicros;
    }

    @Override
    public boolean isOfOneLength() {
        return stepMicros == sizeMicros;
    }
}

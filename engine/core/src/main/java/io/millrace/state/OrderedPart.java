package io.millrace.state;

import java.util.Arrays;

/**
 * The rows of one partition in order: slots of a {@link RowStore}, {@code from()} to {@code to()} of an array. Rows that came
 * since the last {@link #settle} stand unsorted at the end until then.
 */
public final class OrderedPart {
    final int id;
    private int[] slots = new int[4];
    private int from;
    private int sorted;
    private int to;
    private long gone;
    private int firstChanged;
    private int lastChanged;
    private long lastChangedTime;
    private int[] removed = new int[0];
    private int removedCount;
    boolean touched;

    OrderedPart(int id) {
        this.id = id;
        forgetChanges();
    }

    /** A small number, unique among the partitions there are. */
    public int id() {
        return id;
    }

    public int from() {
        return from;
    }

    public int to() {
        return to;
    }

    public int slot(int index) {
        return slots[index];
    }

    /** How many rows stood before those that are here, and are gone. */
    public long gone() {
        return gone;
    }

    void restoreGone(long rows) {
        gone = rows;
    }

    /** The first place, by now, that is not as it was before the micro-batch; behind the end when all is. */
    public int firstChanged() {
        return firstChanged;
    }

    /** The last place that is not as it was, a row being there that is new or behind one that was removed. */
    public int lastChanged() {
        return lastChanged;
    }

    /** The latest {@link RowOrder#time} among rows added or removed. */
    public long lastChangedTime() {
        return lastChangedTime;
    }

    void forgetChanges() {
        firstChanged = Integer.MAX_VALUE;
        lastChanged = -1;
        lastChangedTime = Long.MIN_VALUE;
        removedCount = 0;
        touched = false;
    }

    /** Slots of rows that were taken out in this micro-batch, in the order in which they were. */
    public int[] removed() {
        return Arrays.copyOf(removed, removedCount);
    }

    private void changed(int first, int last) {
        firstChanged = Math.min(firstChanged, first);
        lastChanged = Math.max(lastChanged, last);
    }

    void changedTime(long time) {
        lastChangedTime = Math.max(lastChangedTime, time);
    }

    void append(int slot) {
        if (to == slots.length) {
            if (from > to / 2) {
                moveToFront();
            } else {
                slots = Arrays.copyOf(slots, to + (to >> 1) + 4);
            }
        }
        slots[to++] = slot;
    }

    private void moveToFront() {
        int by = from;
        System.arraycopy(slots, from, slots, 0, to - from);
        from = 0;
        sorted -= by;
        to -= by;
        firstChanged = firstChanged == Integer.MAX_VALUE ? firstChanged : firstChanged - by;
        lastChanged = lastChanged < 0 ? lastChanged : lastChanged - by;
    }

    /** Puts the rows at the end in their places. */
    void settle(RowOrder order) {
        if (sorted == to) {
            return;
        }
        order.sort(slots, sorted, to);
        if (sorted == from || order.compare(slots[sorted - 1], slots[sorted]) < 0) {
            changed(sorted, to - 1);
        } else {
            merge(order);
        }
        sorted = to;
    }

    private void merge(RowOrder order) {
        int[] late = Arrays.copyOfRange(slots, sorted, to);
        int left = sorted - 1;
        int right = late.length - 1;
        int last = -1;
        int at = to - 1;
        while (right >= 0) {
            if (left >= from && order.compare(slots[left], late[right]) > 0) {
                slots[at--] = slots[left--];
            } else {
                last = Math.max(last, at);
                slots[at--] = late[right--];
            }
        }
        changed(at + 1, last);
    }

    /** Puts another row in a place. */
    void replace(int index, int slot) {
        slots[index] = slot;
    }

    /** Takes the row at a settled place out; the rows behind it move up. Rows from {@code firstPeer} on change. */
    void remove(int index, int firstPeer) {
        if (removedCount == removed.length) {
            removed = Arrays.copyOf(removed, 2 * removedCount + 2);
        }
        removed[removedCount++] = slots[index];
        System.arraycopy(slots, index + 1, slots, index, to - index - 1);
        to--;
        sorted--;
        // what changed behind it has moved up as well
        firstChanged = firstChanged > index && firstChanged != Integer.MAX_VALUE ? firstChanged - 1 : firstChanged;
        lastChanged = lastChanged > index ? lastChanged - 1 : lastChanged;
        changed(firstPeer, index);
    }

    /** Lets go of the rows before a place. */
    void dropBefore(int index) {
        gone += index - from;
        from = index;
        if (from == to) {
            from = 0;
            sorted = 0;
            to = 0;
            if (slots.length > 64) {
                slots = new int[4];
            }
        }
    }

    /** Lets go of the rows from a place on. */
    void dropFrom(int index) {
        to = index;
        sorted = index;
    }

    long heapBytes() {
        return 72 + 4L * slots.length;
    }
}

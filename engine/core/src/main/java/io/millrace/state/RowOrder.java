package io.millrace.state;

import java.util.Arrays;
import java.util.List;

/** The order of rows in a {@link RowStore}: by some columns, then by arrival. */
public final class RowOrder {
    /**
     * One column to order by.
     *
     * @param nullsFirst where NULL stands, whichever the direction
     */
    public record Key(int column, boolean descending, boolean nullsFirst) {}

    private final RowStore rows;
    private final SlotColumn[] columns;
    private final List<Key> keys;
    /** The first key where it is held as longs: what nearly every comparison is decided by. */
    private final SlotColumn.Longs first;

    RowOrder(RowStore rows, List<Key> keys) {
        this.rows = rows;
        this.keys = keys;
        this.columns = keys.stream().map(key -> rows.column(key.column())).toArray(SlotColumn[]::new);
        this.first = !keys.isEmpty() && columns[0] instanceof SlotColumn.Longs longs ? longs : null;
    }

    /** The whole order; zero for one and the same row only. */
    int compare(int slotA, int slotB) {
        int order = compare(slotA, slotB, columns.length);
        return order != 0 ? order : Long.compare(rows.arrival(slotA), rows.arrival(slotB));
    }

    /** The order by the first {@code count} columns. */
    public int compare(int slotA, int slotB, int count) {
        for (int i = 0; i < count; i++) {
            SlotColumn column = columns[i];
            boolean nullA = column.isNull(slotA);
            boolean nullB = column.isNull(slotB);
            if (nullA || nullB) {
                if (nullA != nullB) {
                    return nullA == keys.get(i).nullsFirst() ? -1 : 1;
                }
                continue;
            }
            int order = column.compare(slotA, slotB);
            if (order != 0) {
                return keys.get(i).descending() ? -order : order;
            }
        }
        return 0;
    }

    /**
     * The first key, which must be held as longs and ascend: Long.MIN_VALUE or Long.MAX_VALUE for a NULL, by where NULLs
     * stand.
     */
    public long time(int slot) {
        return first.isNull(slot) ? keys.get(0).nullsFirst() ? Long.MIN_VALUE : Long.MAX_VALUE : first.value(slot);
    }

    /** Sorts {@code slots[from..to)}, which is mostly in order. */
    void sort(int[] slots, int from, int to) {
        int sorted = from + 1;
        while (sorted < to && compare(slots[sorted - 1], slots[sorted]) < 0) {
            sorted++;
        }
        if (sorted < to) {
            int[] part = Arrays.copyOfRange(slots, from, to);
            mergeSort(part, new int[part.length], 0, part.length);
            System.arraycopy(part, 0, slots, from, part.length);
        }
    }

    private void mergeSort(int[] slots, int[] copy, int from, int to) {
        if (to - from <= 8) {
            for (int i = from + 1; i < to; i++) {
                int slot = slots[i];
                int at = i;
                while (at > from && compare(slots[at - 1], slot) > 0) {
                    slots[at] = slots[at - 1];
                    at--;
                }
                slots[at] = slot;
            }
            return;
        }
        int middle = (from + to) >>> 1;
        mergeSort(slots, copy, from, middle);
        mergeSort(slots, copy, middle, to);
        if (compare(slots[middle - 1], slots[middle]) < 0) {
            return;
        }
        System.arraycopy(slots, from, copy, from, middle - from);
        int left = from;
        int right = middle;
        int at = from;
        while (left < middle && right < to) {
            slots[at++] = compare(copy[left], slots[right]) <= 0 ? copy[left++] : slots[right++];
        }
        System.arraycopy(copy, left, slots, at, middle - left);
    }
}

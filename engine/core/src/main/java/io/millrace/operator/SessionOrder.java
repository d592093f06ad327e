package io.millrace.operator;

import io.millrace.state.GroupIndex;
import io.millrace.state.HashOrder;
import java.util.Arrays;

/**
 * The canonical order of rows of sessions: by the hash of their key, then by the session's start, then what goes before
 * what comes. It depends on keys and times alone.
 */
final class SessionOrder {
    private SessionOrder() {}

    /**
     * Positions of the rows in order.
     *
     * @param keys slots of the rows' keys
     * @param weights negative for what goes; null when all comes
     */
    static int[] of(GroupIndex index, int[] keys, long[] starts, long[] weights, int count) {
        int[] ranks = ranks(index, keys, count);
        long[] byRank = new long[count];
        for (int row = 0; row < count; row++) {
            byRank[row] = (long) ranks[keys[row]] << 32 | row;
        }
        Arrays.sort(byRank);
        int[] order = new int[count];
        for (int i = 0; i < count; i++) {
            order[i] = (int) byRank[i];
        }
        int from = 0;
        for (int i = 1; i <= count; i++) {
            if (i == count || keys[order[i]] != keys[order[from]]) {
                sortByStart(order, from, i, starts, weights);
                from = i;
            }
        }
        return order;
    }

    /** By key slot its place among the keys. */
    private static int[] ranks(GroupIndex index, int[] keys, int count) {
        int[] ranks = new int[index.slotLimit()];
        int[] distinct = new int[Math.min(count, ranks.length)];
        int found = 0;
        for (int i = 0; i < count; i++) {
            if (ranks[keys[i]] == 0) {
                ranks[keys[i]] = 1;
                distinct[found++] = keys[i];
            }
        }
        HashOrder.sort(index, distinct, found);
        for (int i = 0; i < found; i++) {
            ranks[distinct[i]] = i;
        }
        return ranks;
    }

    /** A key has few rows as a rule, and they come nearly sorted; many are sorted by merging. */
    private static void sortByStart(int[] order, int from, int to, long[] starts, long[] weights) {
        if (to - from > 64) {
            Integer[] rows = new Integer[to - from];
            Arrays.setAll(rows, i -> order[from + i]);
            Arrays.sort(rows, (a, b) -> compare(a, b, starts, weights));
            for (int i = from; i < to; i++) {
                order[i] = rows[i - from];
            }
            return;
        }
        for (int i = from + 1; i < to; i++) {
            int row = order[i];
            int at = i;
            while (at > from && compare(order[at - 1], row, starts, weights) > 0) {
                order[at] = order[at - 1];
                at--;
            }
            order[at] = row;
        }
    }

    private static int compare(int a, int b, long[] starts, long[] weights) {
        int byStart = Long.compare(starts[a], starts[b]);
        return byStart != 0 || weights == null ? byStart : Long.compare(weights[a], weights[b]);
    }
}

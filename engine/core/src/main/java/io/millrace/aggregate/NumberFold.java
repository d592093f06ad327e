package io.millrace.aggregate;

import io.millrace.columnar.Column;

/** A fold that finds its results among the numbers of each group, whatever order they are in. */
public interface NumberFold extends Fold {
    /**
     * The results of some groups, each of its own numbers, every one of which counts once.
     *
     * @param numbers those of group i are at {@code from[i]} up to {@code to[i]}; doubles are {@link Numbers#ordered}. The
     *     fold may put the numbers of a group in another order.
     */
    Column pick(long[] numbers, int[] from, int[] to, int count);
}

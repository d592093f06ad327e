package io.millrace.operator;

import io.millrace.columnar.Column;
import io.millrace.columnar.ColumnBatch;
import io.millrace.columnar.Selection;
import io.millrace.state.KeyHash;
import java.util.Arrays;
import java.util.List;

/** Puts the results of a micro-batch in the order of their keys' hashes, so that they come the same for any number of shares. */
final class KeyOrder {
    private KeyOrder() {}

    /** All rows by the hashes of their keys; those of a key as they stand. */
    static Selection of(ColumnBatch rows, List<Integer> keys) {
        int count = rows.rowCount();
        Column[] key = new Column[keys.size()];
        Arrays.setAll(key, i -> rows.column(keys.get(i)));
        long[] hashes = new long[count];
        KeyHash.hash(key, Selection.all(count), hashes);
        Integer[] positions = new Integer[count];
        Arrays.setAll(positions, i -> i);
        Arrays.sort(positions, (a, b) -> Long.compareUnsigned(hashes[a], hashes[b]));
        int[] sorted = new int[count];
        Arrays.setAll(sorted, i -> positions[i]);
        return new Selection(sorted, count);
    }
}

package io.millrace.aggregate;

import io.millrace.columnar.Column;
import io.millrace.columnar.DataType;
import io.millrace.columnar.ObjectColumn;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** ARRAY_AGG and COLLECT: all values as an array, in the order in which they are added. */
final class ListFold implements Fold {
    private final DataType type;
    private List<List<Object>> lists = List.of();

    /** @param type of an element */
    ListFold(DataType type) {
        this.type = type;
    }

    @Override
    public void reserve(int slotLimit) {
        List<List<Object>> more = new ArrayList<>(lists);
        while (more.size() < slotLimit) {
            more.add(new ArrayList<>());
        }
        lists = more;
    }

    @Override
    public void add(int[] groups, int[] rows, int count, Column[] inputs, long[] weights) {
        for (int i = 0; i < count; i++) {
            int row = rows == null ? i : rows[i];
            Object value = inputs[0].value(row, type);
            for (long times = weights == null ? 1 : weights[row]; times > 0; times--) {
                lists.get(groups[i]).add(value);
            }
        }
    }

    /** A group without values has NULL. */
    @Override
    public Column result(int[] slots, int count) {
        Object[] results = new Object[count];
        Arrays.setAll(results, i -> lists.get(slots[i]).isEmpty() ? null : lists.get(slots[i]));
        return ObjectColumn.of(results);
    }
}

package io.millrace.state;

import io.millrace.aggregate.AggregateCall;
import io.millrace.aggregate.Numbers;
import io.millrace.aggregate.ValueOrder;
import io.millrace.columnar.Column;
import io.millrace.columnar.DataType;
import io.millrace.columnar.DoubleColumn;
import io.millrace.columnar.LongColumn;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * The order in which an aggregate sees the values of a group: by the call's own order, then by arrival where order plays a
 * part, else by the values themselves, so that it never depends on how they were kept.
 */
final class ValueBagOrder {
    private record Key(int column, DataType type, boolean descending, boolean nullsFirst) {}

    private final List<Key> keys = new ArrayList<>();

    ValueBagOrder(CallLayout layout) {
        int arguments = layout.argumentCount();
        List<DataType> types = layout.columnTypes();
        for (int i = arguments; i < types.size(); i++) {
            AggregateCall.Order order = layout.call.order().get(i - arguments);
            keys.add(new Key(i, types.get(i), order.descending(), order.nullsFirst()));
        }
        if (!layout.orderFree()) {
            keys.add(new Key(types.size(), DataType.BIGINT, false, true));
            return;
        }
        for (int i = 0; i < arguments; i++) {
            keys.add(new Key(i, types.get(i), false, true));
        }
    }

    /**
     * Positions in order, group by group.
     *
     * @param ends where each group ends in the columns
     */
    int[] sorted(Column[] columns, int size, int[] ends) {
        if (keys.size() == 1) {
            Column column = columns[keys.get(0).column()];
            if (column.nulls() == null && column instanceof LongColumn longs) {
                return sortedNumbers(longs.values(), size, ends);
            }
            if (column.nulls() == null && column instanceof DoubleColumn doubles) {
                return sortedNumbers(ordered(doubles.values(), size), size, ends);
            }
        }
        return sortedByComparison(columns, size, ends);
    }

    private static long[] ordered(double[] values, int size) {
        long[] numbers = new long[size];
        for (int i = 0; i < size; i++) {
            numbers[i] = Numbers.ordered(values[i]);
        }
        return numbers;
    }

    private static int[] sortedNumbers(long[] values, int size, int[] ends) {
        int[] positions = new int[size];
        Arrays.setAll(positions, i -> i);
        int[] spare = new int[size];
        int from = 0;
        for (int end : ends) {
            mergeSort(values, positions, spare, from, end);
            from = end;
        }
        return positions;
    }

    /** Stable; runs that are in order already cost nothing. */
    private static void mergeSort(long[] values, int[] positions, int[] spare, int from, int to) {
        if (to - from < 2) {
            return;
        }
        int middle = (from + to) >>> 1;
        mergeSort(values, positions, spare, from, middle);
        mergeSort(values, positions, spare, middle, to);
        if (values[positions[middle - 1]] <= values[positions[middle]]) {
            return;
        }
        System.arraycopy(positions, from, spare, from, middle - from);
        int left = from;
        int right = middle;
        for (int at = from; left < middle; at++) {
            boolean takesRight = right < to && values[positions[right]] < values[spare[left]];
            positions[at] = takesRight ? positions[right++] : spare[left++];
        }
    }

    private int[] sortedByComparison(Column[] columns, int size, int[] ends) {
        Integer[] positions = new Integer[size];
        Arrays.setAll(positions, i -> i);
        Comparator<Integer> comparator = comparator(columns, size);
        int from = 0;
        for (int end : ends) {
            Arrays.sort(positions, from, end, comparator);
            from = end;
        }
        int[] sorted = new int[size];
        Arrays.setAll(sorted, i -> positions[i]);
        return sorted;
    }

    private Comparator<Integer> comparator(Column[] columns, int size) {
        Comparator<Integer> all = null;
        for (Key key : keys) {
            Column column = columns[key.column()];
            Object[] values = new Object[size];
            Arrays.setAll(values, i -> column.isNull(i) ? null : ValueOrder.comparable(column, i, key.type()));
            Comparator<Object> order = ValueOrder.of(key.type());
            Comparator<Object> directed = key.descending() ? order.reversed() : order;
            Comparator<Object> whole =
                    key.nullsFirst() ? Comparator.nullsFirst(directed) : Comparator.nullsLast(directed);
            Comparator<Integer> byKey = (a, b) -> whole.compare(values[a], values[b]);
            all = all == null ? byKey : all.thenComparing(byKey);
        }
        return all;
    }
}

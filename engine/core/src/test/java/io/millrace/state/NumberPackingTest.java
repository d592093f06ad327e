package io.millrace.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.columnar.BytesColumn;
import io.millrace.columnar.Column;
import io.millrace.columnar.ColumnBatch;
import io.millrace.columnar.DataType;
import io.millrace.columnar.Field;
import io.millrace.columnar.LongColumn;
import io.millrace.columnar.Schema;
import io.millrace.columnar.Selection;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NumberPackingTest {
    private static final Schema SCHEMA =
            Schema.of(Field.of("k0", DataType.BIGINT), new Field("numbers", DataType.VARBINARY, false));

    @ParameterizedTest
    @ValueSource(ints = {0, 7, 8, 15, 16, 31, 32, 63})
    void numbersOfAnyWidthComeBack(int bits) {
        Random random = new Random(bits);
        for (int size : new int[] {1, 5, 70_000, 140_000}) {
            long[] numbers = new long[size];
            long[] counts = size % 2 == 0 ? null : new long[size];
            for (int i = 0; i < size; i++) {
                numbers[i] = bits == 0 ? 0 : random.nextLong() >> (63 - bits);
                if (counts != null) {
                    counts[i] = random.nextInt(9) - 4L;
                }
            }
            numbers[0] = bits == 63 ? Long.MIN_VALUE : (1L << bits) - 1;
            assertComesBack(numbers, counts);
        }
    }

    private static void assertComesBack(long[] numbers, long[] counts) {
        GroupIndex index = GroupIndex.of(List.of(DataType.BIGINT));
        index.assign(new Column[] {LongColumn.of(70, 80)}, Selection.all(2), new int[2]);
        List<ColumnBatch> batches = new ArrayList<>();
        NumberPacking packing = new NumberPacking(SCHEMA, index, batches::add);
        packing.add(1, numbers, counts, 0, numbers.length);
        packing.add(0, numbers, counts, 0, 1);
        packing.finish();
        packing.finish();
        NumberSlabs slabs = new NumberSlabs();
        slabs.reserve(2);
        for (ColumnBatch batch : batches) {
            int[] groups = new int[batch.rowCount()];
            Arrays.setAll(groups, row -> batch.longs(0).values()[row] == 80 ? 1 : 0);
            NumberPacking.unpack((BytesColumn) batch.column(1), groups, slabs);
        }
        // equal numbers may have been put together
        boolean same = totals(slabs.numbers(), slabs.counts(), slabs.start(1), slabs.end(1))
                .equals(totals(numbers, counts, 0, numbers.length));
        assertThat(same).as(numbers.length + " numbers").isTrue();
        assertThat(slabs.end(0) - slabs.start(0)).isEqualTo(1);
    }

    /** How often each number counts in all. */
    private static Map<Long, Long> totals(long[] numbers, long[] counts, int from, int to) {
        Map<Long, Long> totals = new HashMap<>();
        for (int i = from; i < to; i++) {
            totals.merge(numbers[i], counts == null ? 1 : counts[i], Long::sum);
        }
        totals.values().removeIf(count -> count == 0);
        return totals;
    }

    @Test
    void manyThatAreEqualAreSeenAndFewAreNot() {
        Random random = new Random(1);
        for (int size : new int[] {64, 100, 1_000, 50_000}) {
            long[] different = random.longs(size).toArray();
            long[] rising = new long[size];
            long[] repeated = new long[size];
            for (int i = 0; i < size; i++) {
                rising[i] = 100L * i;
                repeated[i] = random.nextInt(size / 4);
            }
            assertThat(NumberPairs.manyEqual(different, 0, size))
                    .as(size + " different")
                    .isFalse();
            assertThat(NumberPairs.manyEqual(rising, 0, size))
                    .as(size + " rising")
                    .isFalse();
            assertThat(NumberPairs.manyEqual(repeated, 0, size))
                    .as(size + " repeated")
                    .isTrue();
            assertThat(NumberPairs.manyEqual(new long[size], 0, size))
                    .as(size + " zeros")
                    .isTrue();
        }
    }
}

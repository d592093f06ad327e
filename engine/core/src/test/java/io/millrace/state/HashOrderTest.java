package io.millrace.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.columnar.Column;
import io.millrace.columnar.DataType;
import io.millrace.columnar.LongColumn;
import io.millrace.columnar.Selection;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HashOrderTest {
    @Test
    void slotsStandByTheUnsignedHashOfTheirKeyHoweverTheyCame() {
        Random random = new Random(5);
        for (int count : new int[] {1, 2, 3, 100, 5_000}) {
            GroupIndex index = GroupIndex.of(List.of(DataType.BIGINT));
            long[] keys = random.longs(count).toArray();
            index.assign(new Column[] {LongColumn.of(keys)}, Selection.all(count), new int[count]);
            int[] expected = IntStream.range(0, count)
                    .boxed()
                    .sorted(Comparator.comparing((Integer slot) -> index.hash(slot), Long::compareUnsigned))
                    .mapToInt(slot -> slot)
                    .toArray();
            int[] slots = IntStream.range(0, count).toArray();
            HashOrder order = new HashOrder();
            order.take(index, slots, count);
            assertThat(Arrays.copyOf(order.slots(), order.count())).isEqualTo(expected);
            order.clear();
            for (int from = 0; from < count; ) {
                int to = Math.min(count, from + 1 + random.nextInt(count));
                order.add(index, Arrays.copyOfRange(slots, from, to), to - from);
                from = to;
            }
            assertThat(Arrays.copyOf(order.slots(), order.count())).isEqualTo(expected);
        }
    }
}

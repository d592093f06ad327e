package io.millrace.aggregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.columnar.Column;
import io.millrace.columnar.DataType;
import io.millrace.columnar.LongColumn;
import io.millrace.error.MillraceException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A summary against the accumulators that each call would have by itself. */
class LongSummaryTest {
    private static final int GROUPS = 5;
    private static final List<AggregateCall> CALLS = List.of(
            call("SUM", DataType.BIGINT),
            call("COUNT", DataType.BIGINT),
            call("AVG", DataType.DOUBLE),
            call("MIN", DataType.BIGINT),
            call("MAX", DataType.BIGINT));

    private static AggregateCall call(String function, DataType type) {
        return new AggregateCall(function, List.of(0), false, -1, function, type, true);
    }

    /** Also with values whose sums leave 64 bits on the way, and come back or do not. */
    @ParameterizedTest
    @ValueSource(longs = {1_000, 1L << 40, Long.MAX_VALUE})
    void givesWhatEachCallGivesAlone(long magnitude) {
        for (int calls = 2; calls <= CALLS.size(); calls++) {
            for (long seed = 1; seed <= 40; seed++) {
                check(CALLS.subList(0, calls), magnitude, new Random(seed), "seed " + seed + ", " + calls + " calls");
            }
        }
    }

    private static void check(List<AggregateCall> calls, long magnitude, Random random, String what) {
        LongSummary first = new LongSummary(calls.get(0), calls);
        LongSummary second = new LongSummary(calls.get(0), calls);
        List<Accumulator> alone = new ArrayList<>();
        calls.forEach(c -> alone.add(c.function().accumulator(c, List.of(DataType.BIGINT))));
        first.reserve(GROUPS);
        second.reserve(GROUPS);
        alone.forEach(a -> a.reserve(GROUPS));
        for (int batch = 0; batch < 6; batch++) {
            addRows(batch % 2 == 0 ? first : second, alone, magnitude, random);
            first.reserve(GROUPS << batch);
        }
        int[] all = IntStream.range(0, GROUPS).toArray();
        second.merge(first, all, all, GROUPS);
        LongSummary restored = new LongSummary(calls.get(0), calls);
        restored.reserve(GROUPS);
        restored.load(all, GROUPS, second.save(all, GROUPS));
        for (int c = 0; c < calls.size(); c++) {
            for (int group = 0; group < GROUPS; group++) {
                same(restored, calls.get(c), alone.get(c), group, what);
                same(second, calls.get(c), alone.get(c), group, what);
            }
        }
        first.clearAll(GROUPS);
        first.merge(restored, all, all, GROUPS);
        for (int c = 0; c < calls.size(); c++) {
            for (int group = 0; group < GROUPS; group++) {
                same(first, calls.get(c), alone.get(c), group, what + ", used again");
            }
        }
    }

    private static void addRows(LongSummary summary, List<Accumulator> alone, long magnitude, Random random) {
        int rowCount = 1 + random.nextInt(50);
        long[] values = random.longs(rowCount, -magnitude, magnitude).toArray();
        boolean[] nulls = random.nextBoolean() ? new boolean[rowCount] : null;
        long[] weights = random.nextInt(3) == 0 ? random.longs(rowCount, 1, 4).toArray() : null;
        int[] rows = random.nextBoolean()
                ? IntStream.range(0, rowCount).filter(i -> random.nextBoolean()).toArray()
                : null;
        int count = rows == null ? rowCount : rows.length;
        for (int i = 0; nulls != null && i < rowCount; i++) {
            nulls[i] = random.nextInt(4) == 0;
        }
        int[] groups = random.ints(count, 0, GROUPS - 1).toArray();
        Column[] inputs = {new LongColumn(values, nulls, rowCount)};
        summary.add(groups, rows, count, inputs, weights);
        alone.forEach(accumulator -> accumulator.add(groups, rows, count, inputs, weights));
    }

    private static void same(LongSummary summary, AggregateCall call, Accumulator alone, int group, String what) {
        int[] slot = {group};
        Column expected;
        try {
            expected = alone.result(slot, 1);
        } catch (MillraceException overflow) {
            assertThatThrownBy(() -> summary.result(call, slot, 1)).as(what).hasMessage(overflow.getMessage());
            return;
        }
        assertThat(summary.result(call, slot, 1).value(0, call.type()))
                .as("%s, %s of group %d", what, call.function(), group)
                .isEqualTo(expected.value(0, call.type()));
    }
}

package io.millrace.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.aggregate.AggregateCall;
import io.millrace.columnar.Column;
import io.millrace.columnar.ColumnBatch;
import io.millrace.columnar.DataType;
import io.millrace.columnar.DoubleColumn;
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
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Numbers kept for MEDIAN and its like, against a plain map of sorted lists, through checkpoints and retractions. */
class NumberBagTest {
    private static final Schema INPUT =
            Schema.of(Field.of("k", DataType.BIGINT), Field.of("x", DataType.BIGINT), Field.of("d", DataType.DOUBLE));
    private static final Schema OLD_STATE = Schema.of(
            Field.of("k0", DataType.BIGINT),
            Field.of("value", DataType.BIGINT),
            new Field("count", DataType.BIGINT, false));

    private static AggregateCall median(int column) {
        return new AggregateCall("MEDIAN", List.of(column), false, -1, "m" + column, DataType.DOUBLE, true);
    }

    private static SegmentedGroups groups(boolean weighted) {
        return new SegmentedGroups("op", INPUT, List.of(0), List.of(median(1), median(2)), weighted, 0, 1);
    }

    /** The rows that are there, by key. */
    private final Map<Long, List<Long>> rows = new HashMap<>();

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void anyStepsGiveWhatSortingGives(int seed) {
        Random random = new Random(seed);
        boolean weighted = seed % 2 == 0;
        int range = seed % 3 == 0 ? 1_000_000 : 20;
        SegmentedGroups groups = groups(weighted);
        List<StateChunk> log = new ArrayList<>();
        for (int step = 0; step < 60; step++) {
            add(groups.open(0), random, range);
            if (weighted) {
                takeBack(groups.open(0), random);
            }
            if (random.nextInt(3) == 0) {
                assertResults(groups.open(0), "seed " + seed + ", step " + step);
            }
            if (random.nextInt(3) == 0) {
                groups.changes(log::add);
                groups = random.nextBoolean() ? groups : restored(weighted, log);
            }
            if (random.nextInt(12) == 0) {
                groups.changes(log::add);
                log.clear();
                groups.snapshot(log::add);
            }
        }
        groups.changes(log::add);
        assertResults(groups.open(0), "seed " + seed);
        assertResults(restored(weighted, log).open(0), "restored, seed " + seed);
        GroupStore merged = groups.newStore();
        merged.merge(groups.open(0));
        assertResults(merged, "merged, seed " + seed);
    }

    private static SegmentedGroups restored(boolean weighted, List<StateChunk> log) {
        SegmentedGroups restored = groups(weighted);
        log.forEach(restored::restore);
        return restored;
    }

    private void add(GroupStore store, Random random, int range) {
        int count = random.nextInt(400);
        long[] keys = new long[count];
        long[] values = new long[count];
        for (int i = 0; i < count; i++) {
            keys[i] = random.nextInt(random.nextInt(6) + 1);
            values[i] = (long) random.nextInt(range) - range / 4;
            rows.computeIfAbsent(keys[i], k -> new ArrayList<>()).add(values[i]);
        }
        fold(store, batch(keys, values), null);
    }

    /** Some rows of every group, of some groups all: those go. */
    private void takeBack(GroupStore store, Random random) {
        List<long[]> gone = new ArrayList<>();
        for (long key : List.copyOf(rows.keySet())) {
            List<Long> values = rows.get(key);
            int left = random.nextInt(8) == 0 ? 0 : values.size() - values.size() / 3;
            while (values.size() > left) {
                gone.add(new long[] {key, values.remove(random.nextInt(values.size()))});
            }
        }
        long[] keys = gone.stream().mapToLong(row -> row[0]).toArray();
        fold(store, batch(keys, gone.stream().mapToLong(row -> row[1]).toArray()), -1L);
        for (int slot : store.index().liveSlots()) {
            if (store.rowCount(slot) == 0) {
                store.remove(slot);
            }
        }
        rows.values().removeIf(List::isEmpty);
    }

    private static ColumnBatch batch(long[] keys, long[] values) {
        double[] doubles = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            doubles[i] = values[i] == 0 ? -0.0 : values[i] / 8.0;
        }
        return ColumnBatch.of(INPUT, keys.length, LongColumn.of(keys), LongColumn.of(values), DoubleColumn.of(doubles));
    }

    private static void fold(GroupStore store, ColumnBatch batch, Long weight) {
        long[] weights = new long[batch.rowCount()];
        Arrays.fill(weights, weight == null ? 1 : weight);
        store.fold(
                weight == null ? batch : batch.withWeights(weights),
                Selection.all(batch.rowCount()),
                new int[batch.rowCount()]);
    }

    private void assertResults(GroupStore store, String when) {
        int[] slots = store.liveSlots();
        Column[] results = store.results(slots, slots.length);
        Map<Long, Double> medians = new TreeMap<>();
        for (int i = 0; i < slots.length; i++) {
            double median = ((DoubleColumn) results[1]).values()[i];
            medians.put(((LongColumn) results[0]).values()[i], median);
            assertThat(((DoubleColumn) results[2]).values()[i]).as(when).isEqualTo(median / 8);
        }
        Map<Long, Double> expected = new TreeMap<>();
        rows.forEach((key, values) -> expected.put(key, median(values)));
        assertThat(medians).as(when).isEqualTo(expected);
    }

    private static double median(List<Long> values) {
        long[] sorted = values.stream().mapToLong(v -> v).sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2.0;
    }

    @Test
    void whatComesToAFewDifferentNumbersTakesTheRoomOfThose() {
        SegmentedGroups groups = groups(false);
        Random random = new Random(3);
        for (int i = 0; i < 300; i++) {
            add(groups.open(0), random, 5);
            groups.changes(chunk -> {});
        }
        assertThat(rows.values().stream().mapToInt(List::size).sum()).isGreaterThan(30_000);
        assertThat(groups.bytes()).isLessThan(200_000);
        assertResults(groups.open(0), "in the end");
    }

    @Test
    void aChangeHoldsWhatWasAddedAndNoMore() {
        SegmentedGroups groups = groups(false);
        fold(groups.open(0), batch(new long[] {1, 2, 2, 1}, new long[] {8, 8, 8, 9}), null);
        groups.changes(chunk -> {});
        fold(groups.open(0), batch(new long[] {2, 1, 2}, new long[] {8, 7, 8}), null);
        List<String> added = new ArrayList<>();
        groups.changes(chunk -> {
            if (chunk.table().equals("added0")) {
                chunk.rows().rows().forEach(row -> added.add(row.get(0) + Arrays.toString((byte[]) row.get(1))));
            }
        });
        // the bytes of a number, then the numbers
        assertThat(added).containsExactly("2[1, 8, 8]", "1[1, 7]");
    }

    /** Counts of values in all, as they stood in the table "values0" once. */
    @Test
    void stateOfEarlierVersionsIsRead() {
        SegmentedGroups old = new SegmentedGroups("op", INPUT, List.of(0), List.of(median(1)), false, 0, 1);
        old.restore(oldChunk(StateChunk.Kind.UPSERT, new long[][] {{1, 5, 1}, {1, 9, 1}, {2, 4, 1}}));
        old.restore(oldChunk(StateChunk.Kind.UPSERT, new long[][] {{1, 9, 4}, {2, 6, 1}}));
        List<StateChunk> log = new ArrayList<>();
        fold(old.open(0), batch(new long[] {1, 2}, new long[] {20, 50}), null);
        old.changes(log::add);
        assertThat(old.open(0).results(old.open(0).liveSlots(), 2)[1].value(0, DataType.DOUBLE))
                .isIn(9.0, 6.0);
        assertThat(log.stream()
                        .filter(chunk -> chunk.table().equals("added0"))
                        .mapToInt(chunk -> chunk.rows().rowCount())
                        .sum())
                .isEqualTo(2);
        rows.put(1L, List.of(5L, 9L, 9L, 9L, 9L, 20L));
        rows.put(2L, List.of(4L, 6L, 50L));
        assertMedians(old.open(0));
        SegmentedGroups again = new SegmentedGroups("op", INPUT, List.of(0), List.of(median(1)), false, 0, 1);
        old.snapshot(again::restore);
        assertMedians(again.open(0));
    }

    private void assertMedians(GroupStore store) {
        int[] slots = store.liveSlots();
        Column[] results = store.results(slots, slots.length);
        for (int i = 0; i < slots.length; i++) {
            List<Long> values = rows.get(((LongColumn) results[0]).values()[i]);
            assertThat(((DoubleColumn) results[1]).values()[i]).isEqualTo(median(values));
        }
        assertThat(slots).hasSize(rows.size());
    }

    private static StateChunk oldChunk(StateChunk.Kind kind, long[][] entries) {
        Column[] columns = new Column[3];
        for (int i = 0; i < columns.length; i++) {
            int column = i;
            columns[i] = LongColumn.of(
                    Arrays.stream(entries).mapToLong(e -> e[column]).toArray());
        }
        return new StateChunk("op", "values0", kind, 0, ColumnBatch.of(OLD_STATE, entries.length, columns));
    }
}

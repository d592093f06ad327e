package io.millrace.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.columnar.BytesColumn;
import io.millrace.columnar.Column;
import io.millrace.columnar.ColumnBuilder;
import io.millrace.columnar.DataType;
import io.millrace.columnar.Selection;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.LongUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class GroupIndexTest {
    /** Keys drawn from 0 to 9,999, spread as each index has to cope with. */
    enum Keys {
        NARROW(i -> i),
        DESCENDING(i -> -i),
        EVERY_SEVENTEENTH(i -> 17 * i),
        SCATTERED(i -> i * 0x9E3779B97F4A7C15L),
        NARROW_THEN_FAR(i -> i < 9_000 ? i : i << 40),
        LOWEST(i -> Long.MIN_VALUE + i),
        HIGHEST(i -> Long.MAX_VALUE - i),
        BOTH_ENDS(i -> (i & 1) == 0 ? Long.MIN_VALUE + i : Long.MAX_VALUE - i),
        ONE_HASH_PLACE(i -> i << 48);

        private final LongUnaryOperator key;

        Keys(LongUnaryOperator key) {
            this.key = key;
        }
    }

    @ParameterizedTest
    @EnumSource
    void oneLongIsInternedAsAMapWould(Keys keys) {
        for (long seed = 1; seed <= 4; seed++) {
            againstMap(List.of(DataType.BIGINT), keys, new Random(seed), "seed " + seed);
        }
    }

    @ParameterizedTest
    @EnumSource
    void twoLongsAreInternedAsAMapWould(Keys keys) {
        againstMap(List.of(DataType.BIGINT, DataType.BIGINT), keys, new Random(5), "seed 5");
    }

    @ParameterizedTest
    @EnumSource
    void aTextIsInternedAsAMapWould(Keys keys) {
        againstMap(List.of(DataType.VARCHAR), keys, new Random(6), "seed 6");
    }

    /** Several batches with one dictionary, with removals and a clearing between; some with too many values to remember. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6})
    void codesAreInternedAsTheirValuesWouldBe(int seed) {
        Random random = new Random(seed);
        GroupIndex coded = GroupIndex.of(List.of(DataType.VARCHAR));
        GroupIndex plain = GroupIndex.of(List.of(DataType.VARCHAR));
        BytesColumn dictionary = null;
        for (int round = 0; round < 60; round++) {
            if (dictionary == null || random.nextInt(4) == 0) {
                dictionary = dictionary(1 + random.nextInt(round % 5 == 0 ? 3_000 : 80), random);
            }
            int rows = 1 + random.nextInt(300);
            int[] codes = new int[rows];
            boolean[] nulls = new boolean[rows];
            for (int i = 0; i < rows; i++) {
                nulls[i] = random.nextInt(40) == 0;
                codes[i] = nulls[i] ? -1 : random.nextInt(dictionary.rowCount());
            }
            Column[] keys = {BytesColumn.ofCodes(dictionary, codes, nulls, rows)};
            Column[] values = {
                new BytesColumn(((BytesColumn) keys[0]).data(), ((BytesColumn) keys[0]).offsets(), nulls, rows)
            };
            int[] groups = new int[rows];
            int[] expected = new int[rows];
            if (random.nextInt(3) > 0) {
                coded.assign(keys, Selection.all(rows), groups);
                plain.assign(values, Selection.all(rows), expected);
            } else {
                coded.find(keys, Selection.all(rows), groups);
                plain.find(values, Selection.all(rows), expected);
            }
            assertThat(groups).as("seed " + seed + ", round " + round).isEqualTo(expected);
            for (int slot : coded.liveSlots()) {
                if (random.nextInt(30) == 0) {
                    coded.remove(slot);
                    plain.remove(slot);
                }
            }
            if (random.nextInt(15) == 0) {
                coded.clear();
                plain.clear();
            }
        }
    }

    private static BytesColumn dictionary(int size, Random random) {
        String[] values = new String[size];
        Arrays.setAll(values, i -> "value " + random.nextInt(2_000));
        return BytesColumn.ofStrings(values);
    }

    @ParameterizedTest
    @EnumSource
    void columnsOfAnyTypesAreInternedAsAMapWould(Keys keys) {
        againstMap(List.of(DataType.BIGINT, DataType.VARCHAR), keys, new Random(7), "seed 7");
    }

    /** Adds, finds and removes keys, NULL among them; clears in between. */
    private static void againstMap(List<DataType> types, Keys keys, Random random, String what) {
        GroupIndex index = GroupIndex.of(types);
        Map<Long, Integer> expected = new HashMap<>();
        for (int round = 0; round < 40; round++) {
            int range = 1 + random.nextInt(round < 20 ? 300 : 10_000);
            Long[] wanted = new Long[1 + random.nextInt(400)];
            for (int i = 0; i < wanted.length; i++) {
                wanted[i] = random.nextInt(50) == 0 ? null : (Long) keys.key.applyAsLong(random.nextInt(range));
            }
            boolean add = random.nextInt(4) > 0;
            bind(index, types, wanted, add, expected, what + ", round " + round);
            if (random.nextInt(3) == 0) {
                removeSome(index, expected, random);
            }
            if (random.nextInt(20) == 0) {
                index.clear();
                expected.clear();
            }
            assertThat(index.size()).as(what).isEqualTo(expected.size());
            assertThat(index.liveSlots()).as(what).isEqualTo(slots(expected));
        }
    }

    private static int[] slots(Map<Long, Integer> keys) {
        return keys.values().stream().mapToInt(Integer::intValue).sorted().toArray();
    }

    private static void bind(
            GroupIndex index,
            List<DataType> types,
            Long[] wanted,
            boolean add,
            Map<Long, Integer> expected,
            String what) {
        Column[] columns = columns(types, wanted);
        int[] groups = new int[wanted.length];
        if (add) {
            index.assign(columns, Selection.all(wanted.length), groups);
        } else {
            index.find(columns, Selection.all(wanted.length), groups);
        }
        for (int i = 0; i < wanted.length; i++) {
            if (add && !expected.containsKey(wanted[i])) {
                expected.put(wanted[i], groups[i]);
            }
            assertThat(groups[i]).as(what).isEqualTo(expected.getOrDefault(wanted[i], GroupIndex.ABSENT));
        }
        assertThat(new HashSet<>(expected.values()))
                .as(what + ", slots of their own")
                .hasSameSizeAs(expected.keySet());
        int[] live = index.liveSlots();
        Column[] held = index.keys(live, live.length);
        long[] hashes = new long[live.length];
        KeyHash.hash(held, Selection.all(live.length), hashes);
        for (int i = 0; i < live.length; i++) {
            assertThat(expected.get(key(held[0].value(i, types.get(0)))))
                    .as(what)
                    .isEqualTo(live[i]);
            assertThat(index.hash(live[i])).as(what).isEqualTo(hashes[i]);
        }
    }

    private static Long key(Object value) {
        return value instanceof String text ? Long.valueOf(text.substring("key ".length())) : (Long) value;
    }

    private static Column[] columns(List<DataType> types, Long[] keys) {
        Column[] columns = new Column[types.size()];
        for (int c = 0; c < columns.length; c++) {
            ColumnBuilder builder = ColumnBuilder.of(types.get(c), keys.length);
            for (Long key : keys) {
                builder.append(types.get(c).equals(DataType.BIGINT) || key == null ? (Object) key : "key " + key);
            }
            columns[c] = builder.build();
        }
        return columns;
    }

    private static void removeSome(GroupIndex index, Map<Long, Integer> expected, Random random) {
        for (Long key : new ArrayList<>(expected.keySet())) {
            if (random.nextInt(5) == 0) {
                index.remove(expected.remove(key));
            }
        }
    }

    @Test
    void keysOfAnotherIndexAreTakenOver() {
        GroupIndex from = GroupIndex.of(List.of(DataType.BIGINT));
        Long[] keys = {5L, null, 7_000_000_000L, 9L};
        int[] slots = new int[4];
        from.assign(columns(List.of(DataType.BIGINT), keys), Selection.all(4), slots);
        GroupIndex to = GroupIndex.of(List.of(DataType.BIGINT));
        int[] taken = new int[3];
        to.assign(from, new int[] {slots[2], slots[1], slots[0]}, 3, taken);
        int[] found = new int[4];
        to.find(columns(List.of(DataType.BIGINT), keys), Selection.all(4), found);
        assertThat(found).containsExactly(taken[2], taken[1], taken[0], GroupIndex.ABSENT);
    }
}

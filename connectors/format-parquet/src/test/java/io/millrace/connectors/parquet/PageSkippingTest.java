package io.millrace.connectors.parquet;

import static io.millrace.connectors.parquet.FileWithIndex.pages;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.columnar.BytesColumn;
import io.millrace.columnar.ColumnBatch;
import io.millrace.columnar.DataType;
import io.millrace.columnar.Field;
import io.millrace.columnar.LongColumn;
import io.millrace.columnar.Schema;
import io.millrace.connector.RandomBytes;
import io.millrace.connector.RowCondition;
import io.millrace.connector.RowCondition.Comparison;
import io.millrace.connector.RowsLeftOut;
import io.millrace.connector.RowsWanted;
import io.millrace.connector.SplitReader;
import io.millrace.connectors.parquet.FileWithIndex.Chunk;
import io.millrace.connectors.parquet.FileWithIndex.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pages that hold no wanted row are left out, by the index of pages; the highest time stays known. */
class PageSkippingTest {
    private static final Kind ID = new Kind("id", Kind.LONG, Kind.NOTHING);
    private static final Kind NAME = new Kind("name", Kind.BYTES, Kind.UTF8);
    private static final Kind TIME = new Kind("ts", Kind.LONG, Kind.MICROS);
    private static final Schema COLUMNS = Schema.of(
            Field.of("id", DataType.BIGINT), Field.of("name", DataType.VARCHAR), Field.of("ts", DataType.TIMESTAMP));

    /** What a reader gave. */
    private record Read(List<List<Object>> rows, RowsLeftOut leftOut) {
        long maxTime() {
            return rows.stream()
                    .filter(row -> row.get(2) != null)
                    .mapToLong(row -> (Long) row.get(2))
                    .reduce(leftOut.maxTimeMicros(), Math::max);
        }
    }

    private static Read read(RandomBytes bytes, RowsWanted wanted, long from, long to) {
        ParquetFile file = ParquetFile.open(bytes, COLUMNS, new Buffers());
        List<List<Object>> rows = new ArrayList<>();
        try (SplitReader reader = file.open(bytes, List.of(0, 1, 2), wanted, from, to)) {
            for (ColumnBatch batch = reader.next(); batch != null; batch = reader.next()) {
                rows.addAll(batch.rows());
            }
            return new Read(rows, reader.leftOut());
        }
    }

    private static RowsWanted wanted(int column, Comparison comparison, Object value, int time) {
        return new RowsWanted(List.of(new RowCondition(column, comparison, value)), time);
    }

    /** 1000 rows; ids go up, in pages of 100; times go up but for a spike, in pages of 300. */
    private static FileWithIndex thousand(Long spike) {
        List<Long> ids = LongStream.range(0, 1000).boxed().toList();
        List<String> names = ids.stream().map(id -> "n" + id % 7).toList();
        List<Long> times = new ArrayList<>(ids.stream().map(id -> 10 * id).toList());
        times.set(350, spike);
        FileWithIndex file = new FileWithIndex(ID, NAME, TIME);
        return file.group(
                new Chunk(ids, pages(1000, 100), 0),
                new Chunk(names, pages(1000, 450), 1),
                new Chunk(times, pages(1000, 300), 0));
    }

    @Test
    void pagesAreLeftOutAndTheirHighestTimeIsKnown() {
        RandomBytes file = thousand(77_777L).finish();
        Read read = read(file, wanted(0, Comparison.GREATER_OR_EQUAL, 750L, 2), 0, 1000);
        assertThat(read.rows()).hasSize(300);
        assertThat(read.rows().get(0)).isEqualTo(List.of(700L, "n0", 7000L));
        // the third page of times has 300 rows up to 900: what it says may be of rows that are read
        assertThat(read.leftOut()).isEqualTo(new RowsLeftOut(700, 77_777));
        Read untimed = read(file, wanted(0, Comparison.EQUAL, 120L, -1), 0, 1000);
        assertThat(untimed.rows()).hasSize(100);
        assertThat(untimed.leftOut()).isEqualTo(new RowsLeftOut(900, Long.MIN_VALUE));
    }

    @Test
    void rowsInAPageOfTimesThatReachesBeyondTheRangeAreRead() {
        RandomBytes file = thousand(3500L).finish();
        Read read = read(file, wanted(0, Comparison.GREATER_OR_EQUAL, 750L, 2), 50, 1000);
        assertThat(read.leftOut()).isEqualTo(new RowsLeftOut(400, 8990));
        assertThat(read.rows()).hasSize(550);
    }

    @Test
    void rowsInAPageOfTimesWithNullAreRead() {
        RandomBytes file = thousand(null).finish();
        Read read = read(file, wanted(0, Comparison.GREATER_OR_EQUAL, 950L, 2), 0, 1000);
        assertThat(read.leftOut()).isEqualTo(new RowsLeftOut(600, 8990));
    }

    @Test
    void anIndexThatContradictsItselfIsAsGoodAsNone() {
        FileWithIndex file = new FileWithIndex(ID, NAME, TIME);
        file.missing = 1;
        List<Long> ids = LongStream.range(0, 50).boxed().toList();
        file.group(
                new Chunk(ids, pages(50, 10), 0),
                new Chunk(ids.stream().map(id -> "n").toList(), pages(50, 10), 0),
                new Chunk(ids, pages(50, 10), 0));
        Read read = read(file.finish(), wanted(0, Comparison.LESS, 5L, 2), 0, 50);
        assertThat(read.rows()).hasSize(50);
        assertThat(read.leftOut()).isEqualTo(RowsLeftOut.NONE);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6})
    void noWantedRowIsLeftOutAndTheHighestTimeIsThatOfTheRange(int seed) {
        Random random = new Random(seed);
        FileWithIndex writer = new FileWithIndex(ID, NAME, TIME);
        List<List<Object>> all = new ArrayList<>();
        for (int group = 0; group < 3; group++) {
            group(writer, all, random);
        }
        RandomBytes file = writer.finish();
        long leftOut = 0;
        for (int round = 0; round < 60; round++) {
            int from = random.nextInt(4) == 0 ? random.nextInt(all.size()) : 0;
            int to = random.nextInt(4) == 0 ? from + random.nextInt(all.size() - from) : all.size();
            List<RowCondition> conditions = new ArrayList<>();
            for (int i = 0; i <= random.nextInt(3); i++) {
                conditions.add(condition(all, random));
            }
            int time = random.nextBoolean() ? 2 : -1;
            Read read = read(file, new RowsWanted(conditions, time), from, to);
            String what = "seed " + seed + ", round " + round + ", " + conditions;
            assertThat(read.rows().size() + read.leftOut().rows()).as(what).isEqualTo(to - from);
            List<List<Object>> range = all.subList(from, to);
            assertThat(meeting(conditions, read.rows())).as(what).isEqualTo(meeting(conditions, range));
            if (time == 2) {
                assertThat(read.maxTime()).as(what).isEqualTo(new Read(range, RowsLeftOut.NONE).maxTime());
            }
            leftOut += read.leftOut().rows();
        }
        assertThat(leftOut).as("seed " + seed).isGreaterThan(all.size());
    }

    private static void group(FileWithIndex writer, List<List<Object>> all, Random random) {
        int rows = 200 + random.nextInt(3000);
        List<Long> ids = new ArrayList<>();
        List<String> names = new ArrayList<>();
        List<Long> times = new ArrayList<>();
        boolean nullTimes = random.nextInt(3) == 0;
        for (int i = 0; i < rows; i++) {
            ids.add(random.nextInt(20) == 0 ? null : (Long) (long) (i / 50 * 50 + random.nextInt(60)));
            boolean absent = i / 300 % 4 == 2 || random.nextInt(9) == 0;
            names.add(absent ? null : "name " + (char) ('a' + i / 150 % 26) + random.nextInt(20));
            times.add(nullTimes && random.nextInt(500) == 0 ? null : (Long) (10L * i - random.nextInt(3000)));
            all.add(Arrays.asList(ids.get(i), names.get(i), times.get(i)));
        }
        writer.group(
                new Chunk(ids, pages(rows, 20 + random.nextInt(100)), random.nextInt(3)),
                new Chunk(names, pages(rows, 20 + random.nextInt(300)), random.nextInt(6)),
                new Chunk(times, pages(rows, 20 + random.nextInt(200)), 0));
    }

    private static RowCondition condition(List<List<Object>> all, Random random) {
        Comparison comparison = Comparison.values()[random.nextInt(Comparison.values().length)];
        int column = random.nextInt(3);
        Object value = all.get(random.nextInt(all.size())).get(column);
        return new RowCondition(column, comparison, value != null ? value : column == 1 ? "name m" : (Object) 700L);
    }

    private static List<List<Object>> meeting(List<RowCondition> conditions, List<List<Object>> rows) {
        return rows.stream()
                .filter(row -> conditions.stream().allMatch(condition -> meets(condition, row.get(condition.column()))))
                .toList();
    }

    private static boolean meets(RowCondition condition, Object value) {
        if (value == null) {
            return false;
        }
        int order = value instanceof Long number
                ? number.compareTo((Long) condition.value())
                : value.toString().compareTo(condition.value().toString());
        return condition.mayHold(order, order);
    }

    /** A writer gives a dictionary up when it grows too large: then pages of both kinds are in one batch. */
    @Test
    void aBatchMayBeginInADictionaryAndGoOnWithout() {
        List<String> names = IntStream.range(0, 900)
                .mapToObj(i -> i % 11 == 0 ? null : "a name of some length " + i % 13)
                .toList();
        List<Long> ids = LongStream.range(0, 900).boxed().toList();
        FileWithIndex writer = new FileWithIndex(ID, NAME, TIME);
        for (int dictionaryPages = 0; dictionaryPages <= 9; dictionaryPages += 3) {
            writer.group(
                    new Chunk(ids, pages(900, 900), 0),
                    new Chunk(names, pages(900, 100), dictionaryPages),
                    new Chunk(ids, pages(900, 900), 0));
        }
        RandomBytes bytes = writer.finish();
        ParquetFile file = ParquetFile.open(bytes, COLUMNS, new Buffers());
        List<Boolean> coded = new ArrayList<>();
        try (SplitReader reader = file.open(bytes, List.of(1, 0), RowsWanted.ALL, 0, 3600)) {
            for (ColumnBatch batch = reader.next(); batch != null; batch = reader.next()) {
                BytesColumn read = (BytesColumn) batch.column(0);
                coded.add(read.codes() != null);
                for (int row = 0; row < batch.rowCount(); row++) {
                    assertThat(read.value(row, DataType.VARCHAR)).isEqualTo(names.get(row));
                    assertThat(((LongColumn) batch.column(1)).values()[row]).isEqualTo(row);
                }
            }
        }
        assertThat(coded).containsExactly(false, false, false, true);
    }
}

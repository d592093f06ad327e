package io.millrace.columnar;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.junit.jupiter.api.Test;

class ColumnBatchTest {
    private static final Schema ALL_TYPES = Schema.of(
            Field.of("bool", DataType.BOOLEAN),
            Field.of("tiny", DataType.TINYINT),
            Field.of("small", DataType.SMALLINT),
            Field.of("int", DataType.INTEGER),
            Field.of("big", DataType.BIGINT),
            Field.of("real", DataType.REAL),
            Field.of("double", DataType.DOUBLE),
            Field.of("dec", DataType.decimal(38, 4)),
            Field.of("text", DataType.VARCHAR),
            Field.of("bytes", DataType.VARBINARY),
            Field.of("date", DataType.DATE),
            Field.of("time", DataType.time(6)),
            Field.of("ts", DataType.TIMESTAMP),
            Field.of("ltz", DataType.timestampLtz(3)),
            Field.of("months", DataType.INTERVAL_YEAR_MONTH),
            Field.of("micros", DataType.INTERVAL_DAY_TIME),
            Field.of("list", DataType.array(DataType.VARCHAR, true)),
            Field.of("longs", DataType.array(DataType.BIGINT, true)),
            Field.of("map", DataType.map(DataType.VARCHAR, DataType.INTEGER, true)),
            Field.of("row", DataType.row(List.of(Field.of("a", DataType.BOOLEAN), Field.of("b", DataType.TIMESTAMP)))));

    @Test
    void everyTypeSurvivesTheWayThroughArrow() {
        List<Object> values = Arrays.asList(
                true,
                -128L,
                -32768L,
                Integer.MIN_VALUE + 0L,
                Long.MIN_VALUE,
                0.5,
                -1e300,
                new BigDecimal("-9999999999999999999999999999999999.9999"),
                "naïve 日本 🚀",
                new byte[] {0, -1, 7},
                -719_528L,
                86_399_999_999L,
                -1L,
                1_123_000L,
                -13L,
                Long.MAX_VALUE,
                Arrays.asList("x", null, "日"),
                Arrays.asList(1L, null),
                Map.of("k", 3L),
                Arrays.asList(true, -1L));
        List<Object> nulls = Arrays.asList(new Object[values.size()]);
        List<List<Object>> rows = List.of(nulls, values, values, nulls);

        try (RootAllocator allocator = new RootAllocator();
                VectorSchemaRoot root = ColumnBatch.ofRows(ALL_TYPES, rows).toArrow(allocator)) {
            ColumnBatch back = ColumnBatch.of(ALL_TYPES, root);
            assertThat(back.rows()).usingRecursiveComparison().isEqualTo(rows);
        }
    }

    @Test
    void anEmptyBatchSurvivesTheWayThroughArrow() {
        try (RootAllocator allocator = new RootAllocator();
                VectorSchemaRoot root = ColumnBatch.empty(ALL_TYPES).toArrow(allocator)) {
            assertThat(ColumnBatch.of(ALL_TYPES, root).rows()).isEmpty();
        }
    }

    @Test
    void aSelectionKeepsRowsAndWeights() {
        ColumnBatch batch = ColumnBatch.ofRows(
                        Schema.of(Field.of("k", DataType.VARCHAR)), List.of(List.of("a"), List.of("b"), List.of("c")))
                .withWeights(new long[] {1, -1, 2});
        ColumnBatch taken = batch.take(new Selection(new int[] {1, 2}, 2));
        assertThat(taken.rows()).isEqualTo(List.of(List.of("b"), List.of("c")));
        assertThat(taken.weights()).containsExactly(-1, 2);
    }

    @Test
    void typesReadTheirOwnText() {
        for (Field field : ALL_TYPES.fields()) {
            assertThat(DataType.parse(field.type().toString())).isEqualTo(field.type());
        }
    }
}

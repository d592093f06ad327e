package io.millrace.connector.builtin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.columnar.ColumnBatch;
import io.millrace.connector.Offset;
import io.millrace.connector.ReadLimit;
import io.millrace.connector.Source;
import io.millrace.connector.Split;
import io.millrace.connector.SplitReader;
import io.millrace.testing.SourceContract;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LateRowsTableTest {
    private static final List<Integer> ROW = List.of(0);

    private final LateRowsTable table = new LateRowsTable("q$late", 5);

    private static void add(LateRowsTable table, int from, int to) {
        LateRowQueue queue = table.newQueue();
        IntStream.range(from, to).forEach(i -> queue.add(new LateRow("row " + i, "op", null, 7L)));
        table.add(List.of(queue));
    }

    private static List<Object> read(Source source, Offset from, Offset to) {
        List<Object> rows = new ArrayList<>();
        for (Split split : source.plan(from, to)) {
            try (SplitReader reader = source.open(split)) {
                for (ColumnBatch batch = reader.next(); batch != null; batch = reader.next()) {
                    batch.rows().forEach(row -> rows.add(row.get(0)));
                }
            }
        }
        return rows;
    }

    @Test
    void itIsASource() {
        LateRowsTable many = new LateRowsTable("q$late", 20_000);
        add(many, 0, 10_000);
        SourceContract.over(() -> many).check();
    }

    @Test
    void theNewestRowsAreKept() {
        add(table, 0, 4);
        add(table, 4, 7);
        try (Source source = table.source(ROW)) {
            assertThat(read(source, source.initial(), source.latest()))
                    .containsExactly("row 2", "row 3", "row 4", "row 5", "row 6");
        }
    }

    @Test
    void longRowsAreBoundedByTheirBytes() {
        LateRowQueue queue = new LateRowQueue(1_000);
        String text = "x".repeat(1 << 20);
        IntStream.range(0, 100).forEach(i -> queue.add(new LateRow(text, "op", null, null)));
        assertThat(queue.rows()).hasSize(63);
        assertThat(queue.total()).isEqualTo(100);
    }

    @Test
    void aReaderGetsEveryRowOrFails() {
        add(table, 0, 3);
        try (Source source = table.source(ROW)) {
            Offset start = source.initial();
            add(table, 3, 8);
            Offset middle = source.limit(start, source.latest(), new ReadLimit(6, Long.MAX_VALUE));
            assertThat(read(source, start, middle))
                    .containsExactly("row 0", "row 1", "row 2", "row 3", "row 4", "row 5");
            add(table, 8, 11);
            assertThat(read(source, middle, source.latest())).hasSize(5).contains("row 6", "row 10");
            Offset read = source.latest();
            add(table, 11, 17);
            assertThatThrownBy(() -> read(source, read, source.latest()))
                    .hasMessageContaining("holds the newest 5 ('late-rows.max')");
        }
    }

    @Test
    void itEndsWithItsQuery() {
        add(table, 0, 1);
        try (Source source = table.source(ROW)) {
            List<String> woken = new ArrayList<>();
            source.onData(() -> woken.add("woken"));
            assertThat(source.exhausted(source.latest())).isFalse();
            table.end();
            assertThat(woken).hasSize(1);
            assertThat(source.exhausted(source.initial())).isFalse();
            assertThat(source.exhausted(source.latest())).isTrue();
        }
    }

    @Test
    void aPositionInAnotherRunIsRefused() {
        Offset other = new LateRowsTable("q$late", 5).source(ROW).initial();
        assertThatThrownBy(() -> table.source(ROW).resume(other)).hasMessageContaining("belong to another run");
    }
}

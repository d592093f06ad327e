package io.millrace.connector.builtin;

import io.millrace.columnar.ColumnBatch;
import io.millrace.connector.Offset;
import io.millrace.connector.ReadLimit;
import io.millrace.connector.Source;
import io.millrace.connector.Split;
import io.millrace.connector.SplitReader;
import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Reads late rows in the order in which they came. Offsets count them. */
final class LateRowsSource implements Source {
    private static final int ROWS_PER_BATCH = 4_096;

    private final LateRowsTable table;
    private final List<Integer> columns;
    private Runnable listener;
    /** What was there when it was looked at last: what is let go of afterwards can still be read here. */
    private LateRowsTable.Content content;

    private record Rows(List<LateRow> rows) implements Split {
        @Override
        public String partition() {
            return "late";
        }
    }

    LateRowsSource(LateRowsTable table, List<Integer> columns) {
        this.table = table;
        this.columns = List.copyOf(columns);
        this.content = table.content();
    }

    @Override
    public Offset initial() {
        return at(content.first());
    }

    @Override
    public void resume(Offset position) {
        number(position);
    }

    @Override
    public Offset latest() {
        return at(table.total());
    }

    private Offset at(long number) {
        return new Offset(prefix() + number + "}");
    }

    private String prefix() {
        return "{\"table\":\"" + table.id() + "\",\"row\":";
    }

    private long number(Offset offset) {
        String json = offset.json();
        if (!json.startsWith(prefix())) {
            throw lost("belong to another run of that query and are gone");
        }
        return Long.parseLong(json.substring(prefix().length(), json.length() - 1));
    }

    private MillraceException lost(String what) {
        return new MillraceException(
                ErrorCode.DATA_LOST,
                "the next rows to read of table \"" + table.name() + "\" " + what + "; start the query that reads them"
                        + " under another 'query.name'");
    }

    @Override
    public Offset limit(Offset start, Offset latest, ReadLimit limit) {
        long from = number(start);
        long to = number(latest);
        return to - from > limit.maxRows() ? at(from + limit.maxRows()) : latest;
    }

    @Override
    public List<Split> plan(Offset start, Offset end) {
        long from = number(start);
        long to = number(end);
        List<LateRow> rows = new ArrayList<>();
        long next = from;
        if (to > content.end()) {
            next = Math.max(from, content.end());
            rows.addAll(slice(from, next));
            content = table.content();
        }
        rows.addAll(slice(next, to));
        return rows.isEmpty() ? List.of() : List.of(new Rows(rows));
    }

    private List<LateRow> slice(long from, long to) {
        if (from >= to) {
            return List.of();
        }
        if (from < content.first()) {
            throw lost("were let go of: it holds the newest " + table.rowsMax()
                    + " ('late-rows.max'), and more than that came before they were read");
        }
        return content.rows().subList((int) (from - content.first()), (int) (to - content.first()));
    }

    @Override
    public SplitReader open(Split split) {
        List<LateRow> rows = ((Rows) split).rows();
        return new SplitReader() {
            private int at;

            @Override
            public ColumnBatch next() {
                if (at == rows.size()) {
                    return null;
                }
                int to = Math.min(rows.size(), at + ROWS_PER_BATCH);
                ColumnBatch batch = batch(rows.subList(at, to));
                at = to;
                return batch;
            }

            @Override
            public void close() {}
        };
    }

    private ColumnBatch batch(List<LateRow> rows) {
        List<List<Object>> values = new ArrayList<>(rows.size());
        for (LateRow row : rows) {
            values.add(Arrays.asList(row.row(), row.operator(), row.window(), row.watermark()));
        }
        return ColumnBatch.ofRows(table.schema(), values).select(columns);
    }

    @Override
    public boolean exhausted(Offset offset) {
        return table.endedAt(number(offset));
    }

    @Override
    public void onData(Runnable wake) {
        listener = wake;
        table.listen(wake);
    }

    @Override
    public long pollMillis() {
        return 0;
    }

    @Override
    public void close() {
        if (listener != null) {
            table.unlisten(listener);
        }
    }
}

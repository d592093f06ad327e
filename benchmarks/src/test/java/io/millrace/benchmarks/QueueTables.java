package io.millrace.benchmarks;

import io.millrace.columnar.ColumnBatch;
import io.millrace.columnar.DataType;
import io.millrace.columnar.Field;
import io.millrace.columnar.Schema;
import io.millrace.config.Option;
import io.millrace.connector.ConnectorContext;
import io.millrace.connector.Offset;
import io.millrace.connector.ReadLimit;
import io.millrace.connector.ReadableTable;
import io.millrace.connector.Source;
import io.millrace.connector.Split;
import io.millrace.connector.SplitReader;
import io.millrace.connector.Table;
import io.millrace.connector.TableDefinition;
import io.millrace.connector.TableFactory;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A connector of one's own: texts that the program receives. What is received stays, so that a batch can be read again. */
public final class QueueTables implements TableFactory {
    static final List<String> RECEIVED = new CopyOnWriteArrayList<>();

    private static final Schema COLUMNS = Schema.of(new Field("value", DataType.VARCHAR, false));

    @Override
    public String connector() {
        return "queue";
    }

    @Override
    public String description() {
        return "Texts that this program receives";
    }

    @Override
    public Collection<Option<?>> options() {
        return List.of();
    }

    @Override
    public Table create(TableDefinition definition, ConnectorContext context) {
        return new ReadableTable() {
            @Override
            public Schema schema() {
                return COLUMNS;
            }

            @Override
            public Source source(List<Integer> columns) {
                return new Received(columns);
            }

            @Override
            public boolean bounded() {
                return false;
            }

            @Override
            public boolean replayable() {
                return true;
            }
        };
    }

    /** A range of the list. */
    private record Range(int from, int to) implements Split {
        @Override
        public String partition() {
            return "0";
        }
    }

    private record Received(List<Integer> columns) implements Source {
        private static Offset offset(int position) {
            return new Offset(Integer.toString(position));
        }

        private static int position(Offset offset) {
            return Integer.parseInt(offset.json());
        }

        @Override
        public Offset initial() {
            return offset(0);
        }

        @Override
        public Offset latest() {
            return offset(RECEIVED.size());
        }

        @Override
        public Offset limit(Offset start, Offset latest, ReadLimit limit) {
            return offset((int) Math.min(position(latest), position(start) + limit.maxRows()));
        }

        @Override
        public List<Split> plan(Offset start, Offset end) {
            return start.equals(end) ? List.of() : List.of(new Range(position(start), position(end)));
        }

        @Override
        public SplitReader open(Split split) {
            Range range = (Range) split;
            List<List<Object>> rows = RECEIVED.subList(range.from(), range.to()).stream()
                    .map(text -> columns.isEmpty() ? List.<Object>of() : List.<Object>of(text))
                    .toList();
            return new Batches(ColumnBatch.ofRows(COLUMNS.select(columns), rows));
        }

        @Override
        public boolean exhausted(Offset offset) {
            return false;
        }

        @Override
        public void close() {}
    }

    /** Gives one batch. */
    private static final class Batches implements SplitReader {
        private ColumnBatch batch;

        Batches(ColumnBatch batch) {
            this.batch = batch;
        }

        @Override
        public ColumnBatch next() {
            ColumnBatch next = batch;
            batch = null;
            return next;
        }

        @Override
        public void close() {}
    }
}

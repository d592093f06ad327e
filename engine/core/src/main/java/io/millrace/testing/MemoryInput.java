package io.millrace.testing;

import io.millrace.columnar.ColumnBatch;
import io.millrace.columnar.Schema;
import io.millrace.connector.ChangeBatch;
import io.millrace.connector.ConnectorContext;
import io.millrace.connector.FormatFactory;
import io.millrace.connector.OutputMode;
import io.millrace.connector.Sink;
import io.millrace.connector.TableDefinition;
import io.millrace.connector.builtin.MemoryStore;
import io.millrace.connector.builtin.MemoryTable;
import io.millrace.connector.builtin.MemoryTables;
import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Memory tables without a session: each insert is one micro-batch of the queries that read the table. */
public final class MemoryInput {
    private final Context context = new Context();

    public MemoryTable table(String name, Schema schema) {
        return (MemoryTable) new MemoryTables().create(new TableDefinition(name, schema, Map.of()), context);
    }

    /** Adds rows, in the form {@link ColumnBatch#ofRows} takes, as one commit. */
    public void insert(MemoryTable table, List<? extends List<?>> rows) {
        insert(table, ColumnBatch.ofRows(table.schema(), rows));
    }

    /** Adds rows as one commit. */
    public void insert(MemoryTable table, ColumnBatch rows) {
        try (Sink sink = table.sink()) {
            sink.open(new Sink.Session("insert", "insert", 0, OutputMode.APPEND));
            sink.write(new ChangeBatch(rows, null));
            sink.commit(0, "", sink.prepare(0));
        }
    }

    public MemoryStore store() {
        return context.shared(MemoryStore.class, MemoryStore::new);
    }

    private static final class Context implements ConnectorContext {
        private final Map<Class<?>, Object> shared = new HashMap<>();

        @Override
        public ZoneId zone() {
            return ZoneOffset.UTC;
        }

        @Override
        public FormatFactory format(String name) {
            throw new MillraceException(ErrorCode.UNKNOWN_NAME, "no format \"" + name + "\" here");
        }

        @Override
        public Iterable<String> formats() {
            return List.of();
        }

        @Override
        public <T> T shared(Class<T> type, Supplier<T> make) {
            return type.cast(shared.computeIfAbsent(type, t -> make.get()));
        }
    }
}

package io.millrace.benchmarks;

import io.millrace.columnar.Schema;
import io.millrace.config.Option;
import io.millrace.connector.ChangeBatch;
import io.millrace.connector.ConnectorContext;
import io.millrace.connector.OutputMode;
import io.millrace.connector.Sink;
import io.millrace.connector.Table;
import io.millrace.connector.TableDefinition;
import io.millrace.connector.TableFactory;
import io.millrace.connector.WritableTable;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The connector {@code checksum}: reads every value of the results, and keeps their checksum. */
public final class ChecksumTables implements TableFactory {
    private static final Map<String, Checksum> BY_TABLE = new ConcurrentHashMap<>();

    /** Of all that was written into the table of this name since it was created. */
    static Checksum of(String table) {
        return BY_TABLE.get(table);
    }

    @Override
    public String connector() {
        return "checksum";
    }

    @Override
    public String description() {
        return "reads every value of the results, and keeps their checksum";
    }

    @Override
    public Collection<Option<?>> options() {
        return List.of();
    }

    @Override
    public Table create(TableDefinition definition, ConnectorContext context) {
        Checksum checksum = new Checksum();
        BY_TABLE.put(definition.name(), checksum);
        return new ChecksumTable(definition.columns(), new ChecksumSink(checksum));
    }

    private record ChecksumTable(Schema schema, Sink sink) implements WritableTable {
        @Override
        public Set<OutputMode> outputModes() {
            return EnumSet.of(OutputMode.APPEND);
        }

        @Override
        public Guarantee guarantee() {
            return Guarantee.AT_LEAST_ONCE;
        }
    }

    /** Rows count as soon as they are written: there is no failure to come back from. */
    private record ChecksumSink(Checksum checksum) implements Sink {
        @Override
        public boolean remembersCommits() {
            return false;
        }

        @Override
        public Optional<Committed> open(Session session) {
            return Optional.empty();
        }

        @Override
        public void write(ChangeBatch batch) {
            checksum.rows(batch.rows());
        }

        @Override
        public String prepare(long batchId) {
            return "";
        }

        @Override
        public boolean commit(long batchId, String stateId, String staged) {
            return true;
        }

        @Override
        public void abort(long batchId) {}

        @Override
        public void close() {}
    }
}

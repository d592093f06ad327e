package io.millrace.shell;

import io.millrace.columnar.Schema;
import io.millrace.config.Option;
import io.millrace.config.Options;
import io.millrace.connector.ChangeBatch;
import io.millrace.connector.ConnectorContext;
import io.millrace.connector.OutputMode;
import io.millrace.connector.Sink;
import io.millrace.connector.Table;
import io.millrace.connector.TableDefinition;
import io.millrace.connector.TableFactory;
import io.millrace.connector.WritableTable;
import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A connector for tests, whose sinks find no room. */
public final class FullTables implements TableFactory {
    @Override
    public String connector() {
        return "full";
    }

    @Override
    public String description() {
        return "has no room";
    }

    @Override
    public Collection<Option<?>> options() {
        return List.of();
    }

    @Override
    public Table create(TableDefinition definition, ConnectorContext context) {
        Options.check("connector \"full\"", options(), definition.options());
        return new FullTable(definition.columns());
    }

    private record FullTable(Schema schema) implements WritableTable {
        @Override
        public Sink sink() {
            return new FullSink();
        }

        @Override
        public Set<OutputMode> outputModes() {
            return EnumSet.allOf(OutputMode.class);
        }

        @Override
        public Guarantee guarantee() {
            return Guarantee.AT_LEAST_ONCE;
        }
    }

    private static final class FullSink implements Sink {
        @Override
        public Optional<Committed> open(Session session) {
            throw new MillraceException(ErrorCode.DISK_FULL, "no room in \"out\"; free some space");
        }

        @Override
        public void write(ChangeBatch batch) {}

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

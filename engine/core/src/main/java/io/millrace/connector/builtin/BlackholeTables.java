package io.millrace.connector.builtin;

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
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The connector {@code blackhole}: takes rows and forgets them. */
public final class BlackholeTables implements TableFactory {
    @Override
    public String connector() {
        return "blackhole";
    }

    @Override
    public String description() {
        return "takes rows and forgets them, to measure what comes before";
    }

    @Override
    public Collection<Option<?>> options() {
        return List.of();
    }

    @Override
    public Table create(TableDefinition definition, ConnectorContext context) {
        Options.check("connector \"blackhole\"", options(), definition.options());
        return new BlackholeTable(definition.columns());
    }

    private record BlackholeTable(Schema schema) implements WritableTable {
        @Override
        public Sink sink() {
            return new BlackholeSink();
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

    private static final class BlackholeSink implements Sink {
        @Override
        public boolean remembersCommits() {
            return false;
        }

        @Override
        public Optional<Committed> open(Session session) {
            return Optional.empty();
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

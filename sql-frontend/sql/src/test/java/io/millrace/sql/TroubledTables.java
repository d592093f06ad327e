package io.millrace.sql;

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
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** A connector for tests of failures: before each of its steps, {@code open} and {@code prepare}, a sink calls the test. */
public final class TroubledTables implements TableFactory {
    private static final Option<String> TEST = Option.string("test", null, "Under which key the test is registered.");
    /** The tests that are called, by key. */
    static final Map<String, Consumer<String>> TESTS = new ConcurrentHashMap<>();

    @Override
    public String connector() {
        return "troubled";
    }

    @Override
    public String description() {
        return "fails as a test says";
    }

    @Override
    public Collection<Option<?>> options() {
        return List.of(TEST);
    }

    @Override
    public Table create(TableDefinition definition, ConnectorContext context) {
        Options options = Options.check("connector \"troubled\"", options(), definition.options());
        return new TroubledTable(definition.columns(), TESTS.get(options.get(TEST)));
    }

    private record TroubledTable(Schema schema, Consumer<String> test) implements WritableTable {
        @Override
        public Sink sink() {
            return new TroubledSink(test);
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

    private record TroubledSink(Consumer<String> test) implements Sink {
        @Override
        public Optional<Committed> open(Session session) {
            test.accept("open");
            return Optional.empty();
        }

        @Override
        public void write(ChangeBatch batch) {}

        @Override
        public String prepare(long batchId) {
            test.accept("prepare");
            return "0";
        }

        @Override
        public boolean commit(long batchId, String stateId, String staged) {
            return true;
        }

        @Override
        public void abort(long batchId) {}

        @Override
        public boolean remembersCommits() {
            return false;
        }

        @Override
        public void close() {}
    }
}

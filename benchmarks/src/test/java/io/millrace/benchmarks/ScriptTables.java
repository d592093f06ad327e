package io.millrace.benchmarks;

import io.millrace.columnar.Schema;
import io.millrace.config.Option;
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
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The connector {@code script}: results that a test reads without SQL, in any output mode. */
public final class ScriptTables implements TableFactory {
    private static final Map<String, ScriptSink> SINKS = new ConcurrentHashMap<>();

    /** What is written into the table of this name; told once. */
    static ScriptSink sink(String table) {
        return SINKS.remove(table);
    }

    @Override
    public String connector() {
        return "script";
    }

    @Override
    public String description() {
        return "results of a script's query, kept for the test to compare";
    }

    @Override
    public Collection<Option<?>> options() {
        return List.of();
    }

    @Override
    public Table create(TableDefinition definition, ConnectorContext context) {
        ScriptSink sink = new ScriptSink(definition.columns());
        SINKS.put(definition.name(), sink);
        return new ScriptTable(definition.columns(), sink);
    }

    private record ScriptTable(Schema schema, Sink sink) implements WritableTable {
        @Override
        public Set<OutputMode> outputModes() {
            return EnumSet.allOf(OutputMode.class);
        }

        @Override
        public Guarantee guarantee() {
            return Guarantee.EXACTLY_ONCE;
        }
    }
}

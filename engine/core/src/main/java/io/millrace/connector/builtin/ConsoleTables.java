package io.millrace.connector.builtin;

import io.millrace.columnar.Schema;
import io.millrace.config.Option;
import io.millrace.config.Options;
import io.millrace.connector.ConnectorContext;
import io.millrace.connector.OutputMode;
import io.millrace.connector.Sink;
import io.millrace.connector.Table;
import io.millrace.connector.TableDefinition;
import io.millrace.connector.TableFactory;
import io.millrace.connector.WritableTable;
import java.time.ZoneId;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** The connector {@code print}: rows on the console, one a line with its kind, as {@code +I[...]}. */
public final class ConsoleTables implements TableFactory {
    @Override
    public String connector() {
        return "print";
    }

    @Override
    public String description() {
        return "writes rows to the console";
    }

    @Override
    public Collection<Option<?>> options() {
        return List.of();
    }

    @Override
    public Table create(TableDefinition definition, ConnectorContext context) {
        Options.check("connector \"print\"", options(), definition.options());
        Console console = context.shared(Console.class, Console::standardOutput);
        return new PrintTable(definition.columns(), console, context.zone());
    }

    private record PrintTable(Schema schema, Console console, ZoneId zone) implements WritableTable {
        @Override
        public Sink sink() {
            return new ConsoleSink(console, zone);
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
}

package io.millrace.connector.builtin;

import io.millrace.config.Option;
import io.millrace.config.Options;
import io.millrace.connector.ConnectorContext;
import io.millrace.connector.Table;
import io.millrace.connector.TableDefinition;
import io.millrace.connector.TableFactory;
import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import java.util.Collection;
import java.util.List;

/** The connector {@code memory}. */
public final class MemoryTables implements TableFactory {
    @Override
    public String connector() {
        return "memory";
    }

    @Override
    public String description() {
        return "rows held in memory: what INSERT puts in, and results of queries";
    }

    @Override
    public Collection<Option<?>> options() {
        return List.of();
    }

    @Override
    public Table create(TableDefinition definition, ConnectorContext context) {
        Options.check("connector \"memory\"", options(), definition.options());
        if (definition.columns().size() == 0) {
            throw new MillraceException(
                    ErrorCode.INVALID_QUERY,
                    "table \"" + definition.name() + "\" has no columns; connector \"memory\" needs at least one");
        }
        MemoryStore store = context.shared(MemoryStore.class, MemoryStore::new);
        return new MemoryTable(definition.name(), definition.columns(), store);
    }
}

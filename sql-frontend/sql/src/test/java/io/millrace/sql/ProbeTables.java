package io.millrace.sql;

import io.millrace.columnar.DataType;
import io.millrace.columnar.Field;
import io.millrace.columnar.Schema;
import io.millrace.config.Option;
import io.millrace.config.Options;
import io.millrace.connector.ConnectorContext;
import io.millrace.connector.ReadableTable;
import io.millrace.connector.Source;
import io.millrace.connector.Table;
import io.millrace.connector.TableDefinition;
import io.millrace.connector.TableFactory;
import io.millrace.connector.TableWatermark;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** A connector whose tables are only ever defined: for tests of definitions. */
public final class ProbeTables implements TableFactory {
    private static final Option<Long> ROWS = Option.number("rows", null, 0, 100, "How many rows.");
    private static final Option<Boolean> OWN_COLUMNS =
            Option.bool("own-columns", false, "Whether the table brings its columns and watermark.");
    private static final Option<Boolean> LIBRARY = Option.bool("library", true, "Whether its library is there.");

    @Override
    public String connector() {
        return "probe";
    }

    @Override
    public String description() {
        return "defines tables and no more";
    }

    @Override
    public Collection<Option<?>> options() {
        return List.of(ROWS, OWN_COLUMNS, LIBRARY);
    }

    @Override
    public Table create(TableDefinition definition, ConnectorContext context) {
        Options options = Options.check("connector \"probe\"", options(), definition.options());
        if (!options.get(LIBRARY)) {
            throw new NoClassDefFoundError("org/probe/Client");
        }
        boolean own = options.get(OWN_COLUMNS);
        Schema schema = own
                ? Schema.of(new Field("id", DataType.BIGINT, false), Field.of("at", DataType.timestamp(3)))
                : definition.columns();
        return new ProbeTable(schema, own, options.isSet(ROWS));
    }

    private record ProbeTable(Schema schema, boolean own, boolean bounded) implements ReadableTable {
        @Override
        public boolean inexhaustible() {
            return !bounded;
        }

        @Override
        public Optional<TableWatermark> watermark() {
            return own ? Optional.of(new TableWatermark("at", 4_000_000)) : Optional.empty();
        }

        @Override
        public Source source(List<Integer> columns) {
            throw new IllegalStateException("a probe is not read");
        }

        @Override
        public boolean replayable() {
            return bounded;
        }
    }

    /** A connector of which a part is missing: it cannot even be made. */
    public static final class Broken implements TableFactory {
        public Broken() {
            throw new NoClassDefFoundError("org/broken/Client");
        }

        @Override
        public String connector() {
            return "broken";
        }

        @Override
        public String description() {
            return "";
        }

        @Override
        public Collection<Option<?>> options() {
            return List.of();
        }

        @Override
        public Table create(TableDefinition definition, ConnectorContext context) {
            throw new IllegalStateException("never made");
        }
    }
}

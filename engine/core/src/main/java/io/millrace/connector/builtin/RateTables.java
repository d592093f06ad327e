package io.millrace.connector.builtin;

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
import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import java.util.Collection;
import java.util.List;

/** The connector {@code rate}: a counter with timestamps, a given number of rows every second. */
public final class RateTables implements TableFactory {
    static final Option<Long> ROWS_PER_SECOND =
            Option.number("rows-per-second", 1L, 1, 100_000_000, "how many rows there are every second");

    private static final Schema COLUMNS =
            Schema.of(new Field("timestamp", DataType.timestamp(6), false), new Field("value", DataType.BIGINT, false));

    @Override
    public String connector() {
        return "rate";
    }

    @Override
    public String description() {
        return "a counter with timestamps: columns \"timestamp\" and \"value\"";
    }

    @Override
    public Collection<Option<?>> options() {
        return List.of(ROWS_PER_SECOND);
    }

    @Override
    public Table create(TableDefinition definition, ConnectorContext context) {
        Options options = Options.check("connector \"rate\"", options(), definition.options());
        Schema schema = definition.columns().size() == 0 ? COLUMNS : definition.columns();
        for (Field field : schema.fields()) {
            int known = COLUMNS.indexOf(field.name());
            if (known < 0 || COLUMNS.type(known).kind() != field.type().kind()) {
                throw new MillraceException(
                        ErrorCode.INVALID_QUERY,
                        "column \"" + field.name() + "\" of table \"" + definition.name()
                                + "\" is not one that connector \"rate\" gives: " + COLUMNS.fields());
            }
        }
        return new RateTable(schema, options.get(ROWS_PER_SECOND));
    }

    private record RateTable(Schema schema, long rowsPerSecond) implements ReadableTable {
        @Override
        public Source source(List<Integer> columns) {
            return new RateSource(schema.select(columns), rowsPerSecond);
        }

        @Override
        public boolean bounded() {
            return false;
        }

        @Override
        public boolean replayable() {
            return true;
        }

        @Override
        public boolean finiteNow() {
            return false;
        }
    }
}

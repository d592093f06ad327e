package io.millrace.connectors.nexmark;

import io.millrace.columnar.DataType;
import io.millrace.columnar.Field;
import io.millrace.columnar.Schema;
import io.millrace.config.Option;
import io.millrace.config.Options;
import io.millrace.config.Spelling;
import io.millrace.connector.ConnectorContext;
import io.millrace.connector.Table;
import io.millrace.connector.TableDefinition;
import io.millrace.connector.TableFactory;
import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/** Makes the tables of connector {@code nexmark}. */
public final class NexmarkTableFactory implements TableFactory {
    private static final Option<String> TABLE = new Option<>(
            "table",
            "one of bid, auction, person",
            NexmarkTableFactory::kindWord,
            null,
            true,
            "which of the three tables: bid, auction or person");
    private static final Option<Long> ROWS =
            Option.number("rows", null, 0, Long.MAX_VALUE / 100, "rows of this table; without it they never end");
    private static final Option<Long> ROWS_PER_SECOND = Option.number(
            "rows-per-second", null, 1, 1_000_000_000, "pace by the wall clock; without it as fast as they are read");
    private static final Option<Long> SEED = Option.number(
            "seed", 0L, Long.MIN_VALUE, Long.MAX_VALUE, "tables of one seed belong together, other seeds differ");
    private static final Option<Long> FIRST_EVENT_TIME = new Option<>(
            "first-event-time",
            "a timestamp such as '2015-07-15 00:00:00'",
            NexmarkTableFactory::micros,
            "2015-07-15 00:00:00",
            false,
            "event time of the first event");

    @Override
    public String connector() {
        return "nexmark";
    }

    @Override
    public String description() {
        return "The Nexmark auction model: generated bids, auctions and persons, the same rows every time";
    }

    @Override
    public Collection<Option<?>> options() {
        return List.of(TABLE, ROWS, ROWS_PER_SECOND, SEED, FIRST_EVENT_TIME);
    }

    @Override
    public Table create(TableDefinition definition, ConnectorContext context) {
        Options options = Options.check("connector \"nexmark\"", options(), definition.options());
        NexmarkTableKind kind = NexmarkTableKind.valueOf(options.get(TABLE).toUpperCase(Locale.ROOT));
        return new NexmarkTable(
                kind,
                columns(definition, kind),
                new ColumnMakers(kind, options.get(SEED), options.get(FIRST_EVENT_TIME)),
                options.find(ROWS).orElse(NexmarkTable.ENDLESS),
                options.find(ROWS_PER_SECOND).orElse(NexmarkTable.UNPACED));
    }

    /** All published columns, or those the user declared, in his spelling and order. */
    private static Schema columns(TableDefinition definition, NexmarkTableKind kind) {
        if (definition.columns().size() == 0) {
            return kind.schema();
        }
        for (Field declared : definition.columns().fields()) {
            int index = kind.schema().indexOf(declared.name());
            if (index < 0) {
                throw new MillraceException(
                        ErrorCode.UNKNOWN_COLUMN,
                        "the Nexmark table \"" + kind.name().toLowerCase(Locale.ROOT) + "\" has no column \""
                                + declared.name() + "\""
                                + Spelling.hint(declared.name(), kind.schema().names()) + "; it has "
                                + String.join(", ", kind.schema().names()));
            }
            Field published = kind.schema().field(index);
            if (!fits(declared.type(), published.type())) {
                throw new MillraceException(
                        ErrorCode.TYPE_MISMATCH,
                        "column \"" + declared.name() + "\" of table \"" + definition.name() + "\" is declared "
                                + declared.type() + "; Nexmark gives " + published.type());
            }
        }
        return definition.columns();
    }

    private static boolean fits(DataType declared, DataType published) {
        return declared.equals(published)
                || (declared.kind() == published.kind()
                        && declared.kind() == DataType.Kind.TIMESTAMP
                        && declared.precision() >= published.precision());
    }

    private static String kindWord(String text) {
        return NexmarkTableKind.valueOf(text.strip().toUpperCase(Locale.ROOT)).name();
    }

    private static Long micros(String text) {
        LocalDateTime time;
        try {
            time = LocalDateTime.parse(text.strip().replace(' ', 'T'));
        } catch (java.time.DateTimeException e) {
            throw new IllegalArgumentException(text, e);
        }
        long seconds = time.toEpochSecond(ZoneOffset.UTC);
        return Math.addExact(Math.multiplyExact(seconds, 1_000_000L), time.getNano() / 1000L);
    }
}

package io.millrace.connectors.socket;

import io.millrace.columnar.DataType;
import io.millrace.columnar.Field;
import io.millrace.columnar.Schema;
import io.millrace.config.Option;
import io.millrace.config.Options;
import io.millrace.connector.ConnectorContext;
import io.millrace.connector.FormatFactory;
import io.millrace.connector.SplittableFormat;
import io.millrace.connector.Table;
import io.millrace.connector.TableDefinition;
import io.millrace.connector.TableFactory;
import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Makes the tables of connector {@code socket}. */
public final class SocketTableFactory implements TableFactory {
    private static final Option<String> HOST = Option.string("host", "localhost", "the host to connect to");
    private static final Option<Long> PORT = new Option<>(
            "port", "a port from 1 to 65535", SocketTableFactory::port, null, true, "the port to connect to");
    private static final Option<String> FORMAT = Option.string("format", "raw", "how rows are written: raw, csv, json");
    private static final String HEADER = "header";
    private static final Schema LINE = Schema.of(Field.of("line", DataType.VARCHAR));
    private static final long FIRST_CONNECT_MILLIS = 10_000;
    private static final long BUFFER_BYTES = 32 << 20;

    @Override
    public String connector() {
        return "socket";
    }

    @Override
    public String description() {
        return "Lines from a TCP connection, such as nc -lk 9999 serves; cannot be read again";
    }

    @Override
    public Collection<Option<?>> options() {
        return List.of(HOST, PORT, FORMAT);
    }

    @Override
    public Table create(TableDefinition definition, ConnectorContext context) {
        Map<String, String> given = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        given.putAll(definition.options());
        SplittableFormat format = splittable(context.format(given.getOrDefault(FORMAT.key(), FORMAT.defaultText())));
        // files begin with a header, what people type does not
        if (format.options().stream().anyMatch(option -> option.key().equals(HEADER))) {
            given.putIfAbsent(HEADER, "false");
        }
        List<Option<?>> known = new ArrayList<>(options());
        known.addAll(format.options());
        Options options = Options.check("connector \"socket\"", known, given);
        Schema columns = definition.columns().size() == 0 ? LINE : definition.columns();
        // asked once, so that what the format cannot read is refused now
        format.decoder(columns, List.of(), options, context.zone());
        return new SocketTable(
                columns,
                options.get(HOST),
                options.get(PORT).intValue(),
                format,
                options,
                context.zone(),
                FIRST_CONNECT_MILLIS,
                BUFFER_BYTES);
    }

    private static SplittableFormat splittable(FormatFactory format) {
        if (format instanceof SplittableFormat splittable) {
            return splittable;
        }
        throw new MillraceException(
                ErrorCode.INVALID_OPTION,
                "format \"" + format.format()
                        + "\" has no rows that can be told apart in a stream of bytes; use raw, csv" + " or json");
    }

    private static Long port(String text) {
        long port = Long.parseLong(text.strip());
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException(text);
        }
        return port;
    }
}

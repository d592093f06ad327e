package io.millrace.connectors.socket;

import io.millrace.connector.ConnectorContext;
import io.millrace.connector.FormatFactory;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.ServiceLoader;
import java.util.function.Supplier;

/** What tests lend to the connector. */
final class SocketContext implements ConnectorContext {
    @Override
    public ZoneId zone() {
        return ZoneOffset.UTC;
    }

    @Override
    public FormatFactory format(String name) {
        for (FormatFactory format : ServiceLoader.load(FormatFactory.class)) {
            if (format.format().equals(name)) {
                return format;
            }
        }
        throw new IllegalArgumentException(name);
    }

    @Override
    public Iterable<String> formats() {
        return List.of("csv", "json", "raw");
    }

    @Override
    public <T> T shared(Class<T> type, Supplier<T> make) {
        return make.get();
    }
}

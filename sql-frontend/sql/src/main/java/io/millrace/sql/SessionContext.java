package io.millrace.sql;

import io.millrace.connector.ConnectorContext;
import io.millrace.connector.FormatFactory;
import java.time.ZoneId;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** What a session lends to its connectors. */
final class SessionContext implements ConnectorContext {
    private final SessionSettings settings;
    private final Providers<FormatFactory> formats =
            Providers.load("format", FormatFactory.class, FormatFactory::format);
    private final Map<Class<?>, Object> shared = new ConcurrentHashMap<>();

    SessionContext(SessionSettings settings) {
        this.settings = settings;
    }

    @Override
    public ZoneId zone() {
        return settings.get(SessionSettings.TIME_ZONE);
    }

    @Override
    public FormatFactory format(String name) {
        return formats.require(name);
    }

    @Override
    public Iterable<String> formats() {
        return formats.names();
    }

    @Override
    public <T> T shared(Class<T> type, Supplier<T> make) {
        return type.cast(shared.computeIfAbsent(type, key -> make.get()));
    }
}

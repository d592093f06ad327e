package io.millrace.sql;

import io.millrace.connector.ConnectorContext;
import io.millrace.connector.FormatFactory;
import java.time.ZoneId;
import java.util.function.Supplier;

/** What a session lends to its connectors. */
final class SessionContext implements ConnectorContext {
    private final SessionSettings settings;
    private final SharedState shared;

    SessionContext(SessionSettings settings, SharedState shared) {
        this.settings = settings;
        this.shared = shared;
    }

    @Override
    public ZoneId zone() {
        return settings.get(SessionSettings.TIME_ZONE);
    }

    @Override
    public FormatFactory format(String name) {
        return shared.formats().require(name);
    }

    @Override
    public Iterable<String> formats() {
        return shared.formats().names();
    }

    @Override
    public <T> T shared(Class<T> type, Supplier<T> make) {
        return type.cast(shared.objects().computeIfAbsent(type, key -> make.get()));
    }
}

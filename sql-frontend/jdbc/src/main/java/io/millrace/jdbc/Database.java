package io.millrace.jdbc;

import io.millrace.sql.Session;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Tables, views and running queries, and the connections to them: it is closed, and its queries stop, with the last one.
 *
 * <p>Threads: thread-safe.
 */
final class Database {
    private static final Map<String, Database> SHARED = new HashMap<>();

    /** Null for a private one. */
    private final String key;

    private final Session root;
    private int connections = 1;

    private Database(String key, Session root) {
        this.key = key;
        this.root = root;
    }

    static Database open(ConnectionUrl url) throws SQLException {
        return switch (url.kind()) {
            case PRIVATE -> new Database(null, Session.create());
            case MEMORY -> shared("mem:" + url.name(), Session::create);
            case FILE ->
                throw SqlErrors.unsupported(
                        "databases in files are not there yet; use jdbc:millrace:mem:name, and SET 'checkpoint.dir' so that queries go on where they were");
        };
    }

    private static Database shared(String key, Supplier<Session> create) {
        synchronized (SHARED) {
            Database there = SHARED.get(key);
            if (there != null) {
                there.connections++;
                return there;
            }
            Database made = new Database(key, create.get());
            SHARED.put(key, made);
            return made;
        }
    }

    /** A session for one more connection: same tables, settings of its own. */
    Session newSession() {
        return root.newSession();
    }

    /** A connection has been closed. */
    void release() {
        synchronized (SHARED) {
            if (--connections > 0) {
                return;
            }
            SHARED.remove(key, this);
        }
        root.close();
    }
}

package io.millrace.jdbc;

import io.millrace.error.MillraceException;
import io.millrace.sql.Session;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * Tables, views and running queries, and the connections to them: it is closed, and its queries stop, with the last one.
 *
 * <p>Threads: thread-safe. The map and all counts are guarded by the map; a root by its database, held while it is opened or
 * closed, which may take long: whoever comes for the same database waits for that, and nobody else does.
 */
final class Database {
    private static final Map<String, Database> SHARED = new HashMap<>();
    private static final AtomicBoolean WARM = new AtomicBoolean();

    /** Null for a private one. */
    private final String key;

    private final Supplier<Session> create;
    private int connections;
    /** Null while nobody is connected. */
    private Session root;

    private Database(String key, Supplier<Session> create) {
        this.key = key;
        this.create = create;
    }

    /** Gives it with one more connection counted. */
    static Database open(ConnectionUrl url) throws SQLException {
        if (!WARM.getAndSet(true)) {
            Session.warmUpBeside();
        }
        Database database = switch (url.kind()) {
            case PRIVATE -> counted(null, Session::create);
            case MEMORY -> counted("mem:" + url.name(), Session::create);
            case FILE -> inFolder(Path.of(url.name()).toAbsolutePath().normalize());
        };
        try {
            database.requireRoot();
            return database;
        } catch (MillraceException e) {
            database.release();
            throw SqlErrors.notOpened(e);
        } catch (RuntimeException | Error e) {
            database.release();
            throw e;
        }
    }

    private static Database inFolder(Path folder) {
        return counted(
                "file:" + real(folder), () -> Session.builder().database(folder).build());
    }

    /** The one path of a folder, which need not be there, that may have several. */
    private static Path real(Path folder) {
        try {
            return folder.toRealPath();
        } catch (IOException e) {
            Path parent = folder.getParent();
            return parent == null ? folder : real(parent).resolve(folder.getFileName());
        }
    }

    private static Database counted(String key, Supplier<Session> create) {
        synchronized (SHARED) {
            Database database = key == null ? null : SHARED.get(key);
            if (database == null) {
                database = new Database(key, create);
                if (key != null) {
                    SHARED.put(key, database);
                }
            }
            database.connections++;
            return database;
        }
    }

    private synchronized Session requireRoot() {
        if (root == null) {
            root = create.get();
        }
        return root;
    }

    /** A session for one more connection: same tables, settings of its own. */
    Session newSession() {
        return requireRoot().newSession();
    }

    /** A connection has been closed, or could not be opened. */
    synchronized void release() {
        synchronized (SHARED) {
            if (--connections > 0) {
                return;
            }
        }
        Session closing = root;
        root = null;
        try {
            if (closing != null) {
                closing.close();
            }
        } finally {
            synchronized (SHARED) {
                if (connections == 0) {
                    SHARED.remove(key, this);
                }
            }
        }
    }
}

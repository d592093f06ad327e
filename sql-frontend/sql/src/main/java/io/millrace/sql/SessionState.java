package io.millrace.sql;

import io.millrace.checkpoint.StoredStatement;
import io.millrace.connector.TableFactory;
import io.millrace.connector.builtin.MemoryStore;
import io.millrace.runtime.Pipelines;
import io.millrace.sql.catalog.Catalog;
import io.millrace.sql.plan.QueryPlanner;
import java.time.InstantSource;
import java.util.Map;

/** What the statements of one session share: what it has of its own, and what it shares with others. */
final class SessionState {
    private final SharedState shared;
    private final SessionSettings settings = new SessionSettings();
    private final SessionContext context;
    private final OpenTransaction transaction = new OpenTransaction();

    SessionState(SharedState shared) {
        this.shared = shared;
        this.context = new SessionContext(settings, shared);
    }

    SharedState shared() {
        return shared;
    }

    InstantSource clock() {
        return shared.clock();
    }

    Pipelines pipelines() {
        return shared.pipelines();
    }

    KeptStatements kept() {
        return shared.kept();
    }

    /** A statement that was executed under the settings of this session, for the database to keep. */
    StoredStatement stored(StoredStatement.Kind kind, String name, String text) {
        Map<String, String> written = settings.written();
        written.remove(SessionSettings.QUERY_NAME.key());
        settings.find(SessionSettings.CHECKPOINT_DIR)
                .ifPresent(folder -> written.put(
                        SessionSettings.CHECKPOINT_DIR.key(),
                        folder.toAbsolutePath().toString()));
        if (kind.isQuery()) {
            written.put(SessionSettings.QUERY_NAME.key(), name);
        }
        return new StoredStatement(kind, name, text, written);
    }

    Catalog catalog() {
        return shared.catalog();
    }

    SessionSettings settings() {
        return settings;
    }

    SessionContext context() {
        return context;
    }

    /** The transaction of this session. */
    OpenTransaction transaction() {
        return transaction;
    }

    /** The commits of all {@code memory} tables. */
    MemoryStore memory() {
        return context.shared(MemoryStore.class, MemoryStore::new);
    }

    Providers<TableFactory> connectors() {
        return shared.connectors();
    }

    QueryHistory queries() {
        return shared.queries();
    }

    QueryPlanner planner() {
        return new QueryPlanner(shared.catalog());
    }
}

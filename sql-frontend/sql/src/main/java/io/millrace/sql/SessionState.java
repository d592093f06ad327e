package io.millrace.sql;

import io.millrace.connector.TableFactory;
import io.millrace.connector.builtin.MemoryStore;
import io.millrace.runtime.Pipelines;
import io.millrace.sql.catalog.Catalog;
import io.millrace.sql.plan.QueryPlanner;
import java.time.InstantSource;

/** What the statements of one session share. */
final class SessionState {
    private final InstantSource clock;
    private final Pipelines pipelines = new Pipelines();
    private final Catalog catalog = new Catalog();
    private final SessionSettings settings = new SessionSettings();
    private final SessionContext context = new SessionContext(settings);
    private final Providers<TableFactory> connectors =
            Providers.load("connector", TableFactory.class, TableFactory::connector);
    private final QueryHistory queries = new QueryHistory();

    SessionState(InstantSource clock) {
        this.clock = clock;
    }

    InstantSource clock() {
        return clock;
    }

    Pipelines pipelines() {
        return pipelines;
    }

    Catalog catalog() {
        return catalog;
    }

    SessionSettings settings() {
        return settings;
    }

    SessionContext context() {
        return context;
    }

    /** The commits of the session's {@code memory} tables. */
    MemoryStore memory() {
        return context.shared(MemoryStore.class, MemoryStore::new);
    }

    Providers<TableFactory> connectors() {
        return connectors;
    }

    QueryHistory queries() {
        return queries;
    }

    QueryPlanner planner() {
        return new QueryPlanner(catalog);
    }
}

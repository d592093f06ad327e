package io.millrace.sql;

import io.millrace.connector.FormatFactory;
import io.millrace.connector.TableFactory;
import io.millrace.runtime.Pipelines;
import io.millrace.sql.catalog.Catalog;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/** What sessions over the same tables share. Thread-safe. */
final class SharedState {
    private final InstantSource clock;
    private final KeptStatements kept;
    private final Pipelines pipelines = new Pipelines();
    private final Catalog catalog = new Catalog();
    private final QueryHistory queries = new QueryHistory();
    private final Providers<TableFactory> connectors =
            Providers.load("connector", TableFactory.class, TableFactory::connector);
    private final Providers<FormatFactory> formats =
            Providers.load("format", FormatFactory.class, FormatFactory::format);
    private final Map<Class<?>, Object> objects = new ConcurrentHashMap<>();
    private final ReadWriteLock definitions = new ReentrantReadWriteLock();
    private final AtomicLong numbers = new AtomicLong();

    SharedState(InstantSource clock, KeptStatements kept) {
        this.clock = clock;
        this.kept = kept;
    }

    InstantSource clock() {
        return clock;
    }

    /** What outlives the process. */
    KeptStatements kept() {
        return kept;
    }

    Pipelines pipelines() {
        return pipelines;
    }

    Catalog catalog() {
        return catalog;
    }

    QueryHistory queries() {
        return queries;
    }

    Providers<TableFactory> connectors() {
        return connectors;
    }

    Providers<FormatFactory> formats() {
        return formats;
    }

    /** What connectors keep for their tables, by its type. */
    Map<Class<?>, Object> objects() {
        return objects;
    }

    /** Held to write by a definition, to read by a statement that is planned. */
    ReadWriteLock definitions() {
        return definitions;
    }

    /** For the name of the next query that has none. */
    long nextNumber() {
        return numbers.incrementAndGet();
    }
}

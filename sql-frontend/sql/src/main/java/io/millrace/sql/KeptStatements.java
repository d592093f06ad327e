package io.millrace.sql;

import io.millrace.checkpoint.StatementStore;
import io.millrace.checkpoint.StoredStatement;
import io.millrace.checkpoint.StoredStatement.Kind;
import io.millrace.runtime.StreamingQuery;
import io.millrace.sql.parse.SqlText;
import io.millrace.storage.LocalFileStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlInsert;

/**
 * What a database in a folder keeps of its statements: definitions, and the queries that INSERT has started. In a database
 * in memory it does nothing.
 *
 * <p>A statement is kept before it takes effect here. A query is called by its name, whose last run alone can finish it.
 *
 * <p>Threads: thread-safe.
 */
final class KeptStatements {
    /** Null for a database in memory. */
    private final StatementStore store;

    private final Path checkpoints;
    private boolean closed;
    /** Of the queries that run or ran, the run by name. */
    private final Map<String, String> runs = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

    /** Held while the query of a name is started. */
    private final Map<String, Lock> starts = new ConcurrentSkipListMap<>(String.CASE_INSENSITIVE_ORDER);

    private final Set<String> resumed = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);

    private KeptStatements(StatementStore store, Path checkpoints) {
        this.store = store;
        this.checkpoints = checkpoints;
    }

    static KeptStatements none() {
        return new KeptStatements(null, null);
    }

    static KeptStatements open(Path folder) {
        Path absolute = folder.toAbsolutePath().normalize();
        return new KeptStatements(
                StatementStore.open(LocalFileStore.ownerOnly(absolute)), absolute.resolve(StatementStore.CHECKPOINTS));
    }

    /** Where queries have their checkpoints unless told otherwise. */
    Optional<Path> checkpoints() {
        return Optional.ofNullable(checkpoints);
    }

    /** All, oldest first. */
    List<StoredStatement> all() {
        return store == null ? List.of() : store.statements();
    }

    /** Keeps a statement, in place of the one of that name. */
    synchronized void put(StoredStatement statement) {
        if (store == null) {
            return;
        }
        List<StoredStatement> with = new ArrayList<>(store.statements());
        int at = 0;
        while (at < with.size() && !with.get(at).sameName(statement)) {
            at++;
        }
        if (at < with.size()) {
            with.set(at, statement);
        } else {
            with.add(statement);
        }
        store.replace(with);
    }

    /** A table is to be dropped; queries that used it, none of which runs, are forgotten. */
    synchronized void dropTable(String name) {
        drop(statement -> statement.kind().isQuery()
                ? usedBy(statement).contains(name)
                : statement.name().equalsIgnoreCase(name));
    }

    synchronized void dropView(String name) {
        drop(statement -> !statement.kind().isQuery() && statement.name().equalsIgnoreCase(name));
    }

    private void drop(Predicate<StoredStatement> dropped) {
        if (store != null) {
            store.replace(store.statements().stream().filter(dropped.negate()).toList());
        }
    }

    /** What an INSERT names. */
    private static Set<String> usedBy(StoredStatement statement) {
        SqlInsert insert = (SqlInsert) SqlText.parse(statement.text()).node();
        Set<String> tables = TableReferences.of(insert.getSource());
        tables.add(((SqlIdentifier) insert.getTargetTable()).getSimple());
        return tables;
    }

    private Optional<StoredStatement> query(String name) {
        return all().stream()
                .filter(statement ->
                        statement.kind().isQuery() && statement.name().equalsIgnoreCase(name))
                .findFirst();
    }

    /**
     * Keeps the statement of a query, unless it cannot be started. Of one name one after the other; while one is started,
     * which may take long, others may be stopped.
     */
    StreamingQuery start(StoredStatement statement, Supplier<StreamingQuery> start) {
        if (store == null) {
            return start.get();
        }
        Lock one = starts.computeIfAbsent(statement.name(), name -> new ReentrantLock());
        one.lock();
        try {
            return startKept(statement, start);
        } finally {
            one.unlock();
        }
    }

    private StreamingQuery startKept(StoredStatement statement, Supplier<StreamingQuery> start) {
        Undo undo = begin(statement);
        try {
            StreamingQuery query = start.get();
            started(query);
            return query;
        } catch (RuntimeException | Error e) {
            undo(statement, undo);
            throw e;
        }
    }

    /** What there was of that name before; null for none. */
    private record Undo(StoredStatement statement, String run) {}

    private synchronized Undo begin(StoredStatement statement) {
        StoredStatement before =
                all().stream().filter(statement::sameName).findFirst().orElse(null);
        put(statement);
        return new Undo(before, runs.remove(statement.name()));
    }

    private synchronized void started(StreamingQuery query) {
        runs.put(query.name(), query.runId());
        ended(query);
    }

    private synchronized void undo(StoredStatement statement, Undo undo) {
        if (closed) {
            return;
        }
        if (undo.run() != null) {
            runs.put(statement.name(), undo.run());
        }
        if (undo.statement() != null) {
            put(undo.statement());
        } else {
            drop(statement::sameName);
        }
    }

    /** A query may have ended; one that has by itself is not started again. */
    synchronized void ended(StreamingQuery query) {
        if (!closed
                && query.state() == StreamingQuery.State.FINISHED
                && query.runId().equals(runs.get(query.name()))) {
            become(query.name(), Kind.FINISHED_QUERY);
        }
    }

    /** Somebody stops a query. */
    synchronized void stopped(String name) {
        become(name, Kind.STOPPED_QUERY);
    }

    private void become(String name, Kind kind) {
        query(name).filter(query -> query.kind() == Kind.QUERY).ifPresent(query -> put(query.as(kind)));
    }

    /** A kept query runs since the database was opened. */
    synchronized void resumed(String name) {
        resumed.add(name);
    }

    /** Whether a statement is the one of a query that runs since the database was opened. */
    synchronized boolean isResumed(String name, String text) {
        return resumed.contains(name)
                && query(name).filter(query -> query.text().equals(text)).isPresent();
    }

    /** @param queries of which some may have ended meanwhile */
    synchronized void close(List<StreamingQuery> queries) {
        if (store == null || closed) {
            return;
        }
        try {
            queries.forEach(this::ended);
        } finally {
            closed = true;
            store.close();
        }
    }
}

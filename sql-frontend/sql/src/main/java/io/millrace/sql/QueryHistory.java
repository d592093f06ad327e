package io.millrace.sql;

import io.millrace.config.Spelling;
import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import io.millrace.runtime.StreamingQuery;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The continuous queries of a session, running and lately ended, each with the tables it uses. Thread-safe. */
final class QueryHistory {
    private static final int ENDED_MAX = 100;

    private final List<Entry> entries = new ArrayList<>();

    /**
     * @param tables matched without regard to case
     * @param kept whether it is still of interest when it has ended
     */
    record Entry(StreamingQuery query, Set<String> tables, boolean kept) {
        boolean live() {
            return switch (query.state()) {
                case STARTING, RUNNING, IDLE, PAUSED, RESTARTING -> true;
                case FINISHED, STOPPED, FAILED -> false;
            };
        }
    }

    /** Remembers a query that has been started; one of the same name that has ended is forgotten. */
    synchronized void add(StreamingQuery query, Set<String> tables, boolean kept) {
        entries.removeIf(
                entry -> !entry.live() && (!entry.kept() || entry.query().name().equalsIgnoreCase(query.name())));
        entries.add(new Entry(query, tables, kept));
        while (entries.size() > ENDED_MAX) {
            Optional<Entry> oldestEnded =
                    entries.stream().filter(entry -> !entry.live()).findFirst();
            if (oldestEnded.isEmpty()) {
                return;
            }
            entries.remove(oldestEnded.get());
        }
    }

    synchronized List<Entry> all() {
        return entries.stream().filter(entry -> entry.kept() || entry.live()).toList();
    }

    /** The live query of that name. */
    Optional<StreamingQuery> live(String name) {
        return all().stream()
                .filter(Entry::live)
                .map(Entry::query)
                .filter(query -> query.name().equalsIgnoreCase(name))
                .findFirst();
    }

    /** The live query that uses a table. */
    Optional<StreamingQuery> userOf(String table) {
        return all().stream()
                .filter(Entry::live)
                .filter(entry -> entry.tables().contains(table))
                .map(Entry::query)
                .findFirst();
    }

    /** The query of that name or id. */
    StreamingQuery require(String nameOrId) {
        List<Entry> known = all();
        for (int i = known.size() - 1; i >= 0; i--) {
            StreamingQuery query = known.get(i).query();
            if (query.name().equalsIgnoreCase(nameOrId) || query.id().equals(nameOrId)) {
                return query;
            }
        }
        List<String> names = known.stream().map(entry -> entry.query().name()).toList();
        throw new MillraceException(
                ErrorCode.UNKNOWN_NAME,
                "there is no query \"" + nameOrId + "\"" + Spelling.hint(nameOrId, names)
                        + (names.isEmpty() ? "; no query has been started" : "; queries: " + String.join(", ", names)));
    }
}

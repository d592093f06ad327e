package io.millrace.checkpoint;

import java.util.Map;

/**
 * A statement that a database keeps, to be executed again when it is opened.
 *
 * @param name of what it makes, matched without regard to case
 * @param text as it was written
 * @param settings under which it was executed
 */
public record StoredStatement(Kind kind, String name, String text, Map<String, String> settings) {

    /** What a statement makes. */
    public enum Kind {
        TABLE,
        VIEW,
        /** A query that goes on when the database is opened. */
        QUERY,
        /** A query that somebody has stopped. */
        STOPPED_QUERY,
        /** A query that has ended by itself. */
        FINISHED_QUERY;

        public boolean isQuery() {
            return this == QUERY || this == STOPPED_QUERY || this == FINISHED_QUERY;
        }
    }

    public StoredStatement {
        settings = Map.copyOf(settings);
    }

    /** The same statement, which now is something else. */
    public StoredStatement as(Kind newKind) {
        return new StoredStatement(newKind, name, text, settings);
    }

    /** Whether both are of one name in one space of names: tables and views share theirs. */
    public boolean sameName(StoredStatement other) {
        return kind.isQuery() == other.kind.isQuery() && name.equalsIgnoreCase(other.name);
    }
}

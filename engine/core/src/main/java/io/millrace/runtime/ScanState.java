package io.millrace.runtime;

import io.millrace.connector.Offset;
import io.millrace.connector.ReadLimit;
import io.millrace.connector.Source;
import io.millrace.connector.VersionedSource;

/** One source of a running query and how far it has been read. */
final class ScanState implements AutoCloseable {
    final String name;
    final String description;
    final Source source;
    /** Everything before is in micro-batches that have run. */
    Offset position;
    /** End of the micro-batch being planned or run. */
    Offset end;
    /** Where the query must not read beyond, or null. */
    private Offset target;

    Offset latest;

    ScanState(String name, String description, Source source) {
        this.name = name;
        this.description = description;
        this.source = source;
        this.position = source.initial();
        this.end = position;
        this.latest = position;
    }

    /** Fixes what is there now as the end of what the query reads until {@link #release}. */
    void fixTarget() {
        target = source.latest();
    }

    void release() {
        target = null;
    }

    boolean isFixed() {
        return target != null;
    }

    boolean reachedTarget() {
        if (target == null) {
            return true;
        }
        return source instanceof VersionedSource versioned
                ? versioned.reached(position, target)
                : position.equals(target);
    }

    /** The number of the next commit to read, for a source whose tables change together; Long.MAX_VALUE for none. */
    long nextVersion() {
        boolean done = target != null && reachedTarget();
        return done ? Long.MAX_VALUE : ((VersionedSource) source).nextVersion(position);
    }

    /** Whether the micro-batch being planned goes up to the target. */
    boolean endsAtTarget() {
        return target != null && end.equals(target);
    }

    void look() {
        latest = target != null ? target : source.latest();
    }

    void advance(ReadLimit limit) {
        end = latest.equals(position) ? position : source.limit(position, latest, limit);
    }

    /** Moves a source whose tables change together to a version that all of them take. */
    void advanceTo(long version) {
        end = ((VersionedSource) source).at(version);
    }

    boolean hasData() {
        return !end.equals(position);
    }

    boolean ended() {
        return source.exhausted(position);
    }

    @Override
    public void close() {
        source.close();
    }
}

package io.millrace.runtime;

import io.millrace.connector.Offset;
import io.millrace.connector.ReadLimit;
import io.millrace.connector.Source;
import io.millrace.connector.VersionedSource;

/**
 * One source of a running query and how far it has been read.
 *
 * <p>A query that names a table twice reads it by two sources. Asked one after the other they would not see the same rows,
 * and the result be that of no input there ever was; so the later one follows the first: it reads the same ranges.
 */
final class ScanState implements AutoCloseable {
    final String name;
    final String description;
    final Source source;
    /** The first source of the same table, or null. */
    private final ScanState leader;
    /** Everything before is in micro-batches that have run. */
    Offset position;
    /** End of the micro-batch being planned or run. */
    Offset end;
    /** Where the query must not read beyond, or null. */
    private Offset target;

    Offset latest;

    /** @param leader the first source of the same table, planned before this one; null when there is none */
    ScanState(String name, String description, Source source, ScanState leader) {
        this.name = name;
        this.description = description;
        this.source = source;
        this.leader = leader;
        this.position = leader == null ? source.initial() : leader.position;
        if (!position.equals(source.initial())) {
            // where a table begins may be a matter of when it is asked
            source.resume(position);
        }
        this.end = position;
        this.latest = position;
    }

    /** Fixes what is there now as the end of what the query reads until {@link #release}. */
    void fixTarget() {
        target = follows() ? leader.target : source.latest();
    }

    /** Whether both have read the same so far; a plan that was changed may have made one of them new. */
    private boolean follows() {
        return leader != null && position.equals(leader.position);
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
        latest = target != null ? target : follows() ? leader.latest : source.latest();
    }

    void advance(ReadLimit limit) {
        if (follows() && latest.equals(leader.latest)) {
            end = leader.end;
        } else {
            end = latest.equals(position) ? position : source.limit(position, latest, limit);
        }
    }

    /** Moves a source whose tables change together to a version that all of them take. */
    void advanceTo(long version) {
        end = ((VersionedSource) source).at(version);
    }

    boolean hasData() {
        return !end.equals(position);
    }

    boolean ended() {
        return follows() ? leader.ended() : source.exhausted(position);
    }

    @Override
    public void close() {
        source.close();
    }
}

package io.millrace.connectors.files;

import io.millrace.connector.Sink;
import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import io.millrace.storage.FileStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Locale;

/**
 * The queries that write a directory, one after the other. The first puts {@code query} into the folder of manifests, the
 * next ones {@code query-1}, {@code query-2} ..., each only when the one before has put its {@code ended-<n>}; the highest
 * number is the owner. No file is ever replaced, so of two that come at the same time one is refused.
 */
final class Owners {
    private static final String QUERY = "query";
    private static final String ENDED = "ended-";

    private final FileStore store;
    private final ManifestFolder manifests;

    Owners(FileStore store, ManifestFolder manifests) {
        this.store = store;
        this.manifests = manifests;
    }

    private record Turn(long number, Owner owner) {}

    /** Makes the query the owner, or finds that it is; refused while another one is. */
    Owner claim(Sink.Session session) throws IOException {
        Turn last = last();
        if (last == null) {
            put(0, session, 0, 0);
            last = last();
        } else if (!isOf(last, session) && hasEnded(last)) {
            refuseOtherMode(last.owner(), session);
            Manifest manifest = manifests.last();
            long number = last.number() + 1;
            put(number, session, manifest == null ? 0 : manifest.batch() + 1, manifests.epoch() + 1);
            last = last();
            if (isOf(last, session)) {
                forget(number);
            }
        }
        if (!isOf(last, session)) {
            throw taken(last.owner(), session);
        }
        return last.owner();
    }

    /**
     * Lets the next query in, when this one is the owner, whose unfinished files go; a process that was cut off here is
     * followed by one that does it again.
     */
    void end(Sink.Session session) throws IOException {
        List<String> staged = manifests.staged();
        // looked at afterwards: what the next owner stages is none of these
        Turn last = last();
        if (last == null || !isOf(last, session)) {
            return;
        }
        for (String name : staged) {
            store.delete(FilesSink.STAGING + "/" + name);
        }
        if (!hasEnded(last)) {
            manifests.mark(ENDED + last.number());
        }
    }

    /** Refuses to have the directory cleared while its owner is not over. */
    void requireNone() throws IOException {
        Turn last = last();
        if (last != null && !hasEnded(last)) {
            throw new MillraceException(
                    ErrorCode.SINK_FAILED,
                    "directory \"" + store.describe() + "\" is written by query \""
                            + last.owner().queryName() + "\" (" + last.owner().queryId()
                            + "), which has not ended, so its rows cannot be replaced; stop that query, or write to"
                            + " another directory");
        }
    }

    private static boolean isOf(Turn turn, Sink.Session session) {
        return turn.owner().queryId().equals(session.queryId());
    }

    private boolean hasEnded(Turn turn) throws IOException {
        return store.exists(ManifestFolder.FOLDER + "/" + ENDED + turn.number());
    }

    private Turn last() throws IOException {
        while (true) {
            try {
                return read();
            } catch (NoSuchFileException e) {
                // a later owner has just come and deleted it: there is a higher number now
            }
        }
    }

    private Turn read() throws IOException {
        long last = -1;
        for (String name : store.list(ManifestFolder.FOLDER)) {
            last = Math.max(last, number(name));
        }
        if (last < 0) {
            return null;
        }
        String name = ManifestFolder.FOLDER + "/" + fileName(last);
        String where = "\"" + store.describe() + "/" + name + "\"";
        String text = new String(store.read(name), StandardCharsets.UTF_8);
        return new Turn(last, Manifest.read(text, Owner.class, where));
    }

    private static String fileName(long number) {
        return number == 0 ? QUERY : QUERY + "-" + number;
    }

    /** The number of an owner's file, -1 for other files. */
    private static long number(String name) {
        if (name.equals(QUERY)) {
            return 0;
        }
        return name.matches("query-\\d{1,18}") ? Long.parseLong(name.substring(QUERY.length() + 1)) : -1;
    }

    private void put(long number, Sink.Session session, long firstBatch, long firstEpoch) throws IOException {
        Owner owner = new Owner(
                Manifest.VERSION,
                session.queryId(),
                session.queryName(),
                session.mode().name(),
                firstBatch,
                firstEpoch);
        manifests.put(fileName(number), Manifest.json(owner).getBytes(StandardCharsets.UTF_8));
    }

    /** Deletes what tells of owners before this one. */
    private void forget(long number) throws IOException {
        for (String name : store.list(ManifestFolder.FOLDER)) {
            boolean old = number(name) >= 0 && number(name) < number;
            boolean oldEnd =
                    name.matches(ENDED + "\\d{1,18}") && Long.parseLong(name.substring(ENDED.length())) < number;
            if (old || oldEnd) {
                store.delete(ManifestFolder.FOLDER + "/" + name);
            }
        }
    }

    private void refuseOtherMode(Owner before, Sink.Session session) {
        if (before.mode() != null && !before.mode().equals(session.mode().name())) {
            throw new MillraceException(
                    ErrorCode.SINK_FAILED,
                    "directory \"" + store.describe() + "\" holds rows that query \"" + before.queryName()
                            + "\" gave in output mode " + before.mode().toLowerCase(Locale.ROOT)
                            + ", and query \"" + session.queryName() + "\" gives others in mode "
                            + session.mode().name().toLowerCase(Locale.ROOT)
                            + "; give it a directory of its own");
        }
    }

    private MillraceException taken(Owner owner, Sink.Session session) {
        return new MillraceException(
                ErrorCode.SINK_FAILED,
                "directory \"" + store.describe() + "\" is written by query \"" + owner.queryName() + "\" ("
                        + owner.queryId() + "), which has not ended, so query \"" + session.queryName() + "\" ("
                        + session.queryId() + ") may not write there; give it a directory of its own, or go on with"
                        + " the other query by its 'checkpoint.dir' and 'query.name'");
    }
}

package io.millrace.connectors.files;

import io.millrace.connector.ChangeBatch;
import io.millrace.connector.OutputMode;
import io.millrace.connector.Sink;
import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import io.millrace.storage.FileStore;
import io.millrace.storage.StorageFullException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Writes the results of one query into a directory, exactly once.
 *
 * <p>A micro-batch is written into the hidden folder {@code .millrace-staging} and made durable ({@code prepare}). Putting
 * its manifest into {@code _millrace}, a single step that fails when it is there already, is what commits it. Then its
 * files are renamed to {@code part-<batch>-<n>.<ext>}, in the folders of their {@link Partitioning}; a process that comes
 * after a crash finishes that before it does anything else. So a plain listing, and a reader of manifests, see each batch
 * once. When the query has ended, the next one adds its files behind, under the numbers that follow.
 *
 * <p>Looks odd, is meant: staged files of an earlier run are left alone until this run commits for the first time, since
 * the batch it was about to commit may still be wanted.
 */
final class FilesSink implements Sink {
    static final String STAGING = ".millrace-staging";
    static final int MERGE_AT = 100;

    private final FileStore store;
    private final FileFormat format;
    private final Partitioning partitioning;
    private final ManifestFolder manifests;
    private final Owners owners;
    private final int mergeAt;
    private Session session;
    private Owner owner;
    private long lastBatch = -1;
    private boolean swept;

    private Staging staging;

    /** @param mergeAt how many manifests become one */
    FilesSink(FileStore store, FileFormat format, Partitioning partitioning, int mergeAt) {
        this.store = store;
        this.format = format;
        this.partitioning = partitioning;
        this.mergeAt = mergeAt;
        this.manifests = new ManifestFolder(store, STAGING, mergeAt);
        this.owners = new Owners(store, manifests);
    }

    /** What {@code prepare} hands to {@code commit}. */
    private record Staged(List<StagedFile> files) {}

    /** An action on the store. */
    private interface Action<T> {
        T run() throws IOException;
    }

    @Override
    public Optional<Committed> open(Session newSession) {
        session = newSession;
        if (session.mode() != OutputMode.APPEND && session.mode() != OutputMode.CHANGELOG) {
            throw new MillraceException(
                    ErrorCode.MODE_NOT_SUPPORTED,
                    "connector \"files\" only adds rows, so it cannot take output mode "
                            + session.mode().name().toLowerCase(java.util.Locale.ROOT)
                            + " of query \"" + session.queryName()
                            + "\"; set 'output.mode' to 'append' or 'changelog'");
        }
        return attempt(() -> {
            claim();
            boolean kinds = session.mode() == OutputMode.CHANGELOG;
            staging = new Staging(store, format, partitioning, kinds, STAGING + "/" + epoch() + "-");
            Manifest last = manifests.last();
            if (last == null) {
                return Optional.empty();
            }
            lastBatch = last.batch();
            publish(last);
            long own = last.batch() - owner.firstBatch();
            return own < 0 ? Optional.empty() : Optional.of(new Committed(own, last.stateId()));
        });
    }

    private void claim() throws IOException {
        owner = owners.claim(session);
        requireNewest();
        manifests.begin(epoch());
        requireNewest();
    }

    /** The run's number among all that wrote this directory. */
    private long epoch() {
        return owner.firstEpoch() + session.epoch();
    }

    private void requireNewest() throws IOException {
        long newest = manifests.epoch();
        if (newest > epoch()) {
            throw new MillraceException(
                    ErrorCode.SINK_FAILED,
                    "a newer run of query \"" + session.queryName() + "\" (start " + newest
                            + ") has taken over directory \"" + store.describe() + "\" from this one (start "
                            + epoch() + "), which stops here");
        }
    }

    @Override
    public void write(ChangeBatch batch) {
        if (batch.rows().rowCount() == 0) {
            return;
        }
        attempt(() -> {
            staging.write(batch);
            return null;
        });
    }

    @Override
    public String prepare(long batchId) {
        return attempt(() -> {
            List<StagedFile> files = staging.complete(owner.firstBatch() + batchId);
            if (!files.isEmpty()) {
                store.forceDirectory(STAGING);
            }
            return Manifest.json(new Staged(files));
        });
    }

    @Override
    public boolean commit(long batchId, String stateId, String stagedText) {
        return attempt(() -> {
            long number = owner.firstBatch() + batchId;
            if (number <= lastBatch) {
                return true;
            }
            requireNewest();
            Staged prepared = Manifest.read(stagedText, Staged.class, "what was staged for batch " + batchId);
            Manifest manifest = new Manifest(
                    Manifest.VERSION,
                    number,
                    session.queryId(),
                    session.queryName(),
                    epoch(),
                    stateId,
                    prepared.files());
            Manifest there = manifests.find(number);
            if (there == null) {
                if (!isWhole(prepared)) {
                    return false;
                }
                refuseTakenNames(prepared);
                there = manifests.put(manifest) ? manifest : manifests.find(number);
            }
            if (!there.stateId().equals(stateId)) {
                throw new MillraceException(
                        ErrorCode.SINK_FAILED,
                        "another run of query \"" + session.queryName() + "\" has put another batch " + batchId
                                + " into directory \"" + store.describe() + "\"; this one stops here");
            }
            publish(there);
            lastBatch = number;
            staging.clear();
            sweep();
            if (number % Math.max(1, mergeAt / 4) == 0) {
                manifests.merge(epoch());
            }
            return true;
        });
    }

    /** Whether all that was staged is there; what this process did not write itself is read again. */
    private boolean isWhole(Staged prepared) throws IOException {
        for (StagedFile file : prepared.files()) {
            boolean own = staging.wrote(file);
            if (!store.exists(file.staged())
                    || store.size(file.staged()) != file.bytes()
                    || (!own && !Checksums.of(store, file.staged()).equals(file.crc32c()))) {
                return false;
            }
        }
        return true;
    }

    private void refuseTakenNames(Staged prepared) throws IOException {
        for (StagedFile file : prepared.files()) {
            if (store.exists(file.name())) {
                throw nameTaken(file);
            }
        }
    }

    /** Gives the files of a committed batch their names; those that have them already are left alone. */
    private void publish(Manifest manifest) throws IOException {
        for (StagedFile file : manifest.files()) {
            boolean taken = store.exists(file.staged()) && !store.linkIfAbsent(file.staged(), file.name());
            // cut short between its two names, unless the name is somebody else's
            if (taken && !Checksums.of(store, file.name()).equals(file.crc32c())) {
                throw nameTaken(file);
            }
        }
        Set<String> folders = new TreeSet<>();
        manifest.files().forEach(file -> folders.add(folder(file.name())));
        for (String folder : folders) {
            store.forceDirectory(folder);
        }
        for (StagedFile file : manifest.files()) {
            store.delete(file.staged());
        }
    }

    private static String folder(String name) {
        return name.substring(0, Math.max(0, name.lastIndexOf('/')));
    }

    private MillraceException nameTaken(StagedFile file) {
        return new MillraceException(
                ErrorCode.SINK_FAILED,
                "directory \"" + store.describe() + "\" already has a file \"" + file.name() + "\" that query \""
                        + session.queryName() + "\" did not write; move it away and start the query again");
    }

    /** Deletes what runs before this one staged and never committed. */
    private void sweep() throws IOException {
        if (swept) {
            return;
        }
        swept = true;
        for (String name : store.list(STAGING)) {
            store.delete(STAGING + "/" + name);
        }
    }

    @Override
    public void abort(long batchId) {
        attempt(() -> {
            if (staging != null) {
                staging.discard();
            }
            return null;
        });
    }

    @Override
    public void end(Session ended) {
        attempt(() -> {
            owners.end(ended);
            return null;
        });
    }

    /** What is prepared stays: the next run may commit it. */
    @Override
    public void close() {
        attempt(() -> {
            if (staging != null) {
                staging.discardOpen();
            }
            return null;
        });
    }

    private <T> T attempt(Action<T> action) {
        try {
            return action.run();
        } catch (StorageFullException e) {
            throw new MillraceException(
                    ErrorCode.DISK_FULL,
                    "no room left to write to directory \"" + store.describe() + "\" (" + FileFailures.reason(e)
                            + "); free some space",
                    e);
        } catch (IOException e) {
            throw new MillraceException(
                    ErrorCode.IO_ERROR, "cannot write to \"" + store.describe() + "\": " + FileFailures.reason(e), e);
        }
    }
}

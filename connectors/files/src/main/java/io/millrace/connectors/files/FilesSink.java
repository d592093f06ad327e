package io.millrace.connectors.files;

import io.millrace.columnar.BytesColumn;
import io.millrace.columnar.Column;
import io.millrace.columnar.ColumnBatch;
import io.millrace.columnar.DataType;
import io.millrace.columnar.Field;
import io.millrace.columnar.Schema;
import io.millrace.connector.ChangeBatch;
import io.millrace.connector.OutputMode;
import io.millrace.connector.RowEncoder;
import io.millrace.connector.Sink;
import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import io.millrace.storage.FileStore;
import io.millrace.storage.StorageFullException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Writes the results of one query into a directory, exactly once.
 *
 * <p>A micro-batch is written into the hidden folder {@code .millrace-staging} and made durable ({@code prepare}). Putting
 * its manifest into {@code _millrace}, a single step that fails when it is there already, is what commits it. Then its
 * files are renamed to {@code part-<batch>-<n>.<ext>}; a process that comes after a crash finishes that before it does
 * anything else. So a plain listing, and a reader of manifests, see each batch once. When the query has ended, the next
 * one adds its files behind, under the numbers that follow.
 *
 * <p>Looks odd, is meant: staged files of an earlier run are left alone until this run commits for the first time, since
 * the batch it was about to commit may still be wanted.
 */
final class FilesSink implements Sink {
    static final String STAGING = ".millrace-staging";
    static final String CHANGE_COLUMN = "_change";

    static final int MERGE_AT = 100;

    private static final long FILE_BYTES_MAX = 256L << 20;

    private final FileStore store;
    private final FileFormat format;
    private final ManifestFolder manifests;
    private final Owners owners;
    private final int mergeAt;
    private Session session;
    private Owner owner;
    private String queryName = "";
    private long lastBatch = -1;
    private boolean swept;

    private RowEncoder encoder;
    private StagedOutput output;
    private int outputs;
    private final List<StagedFile> staged = new ArrayList<>();

    /** @param mergeAt how many manifests become one */
    FilesSink(FileStore store, FileFormat format, int mergeAt) {
        this.store = store;
        this.format = format;
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
        queryName = newSession.queryName();
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
            if (output != null && output.bytes() >= FILE_BYTES_MAX) {
                finishOutput();
            }
            if (output == null) {
                beginOutput();
            }
            encoder.write(session.mode() == OutputMode.CHANGELOG ? withKinds(batch) : batch, output);
            output.addRows(batch.rows().rowCount());
            return null;
        });
    }

    private void beginOutput() throws IOException {
        output = new StagedOutput(store, STAGING + "/" + epoch() + "-" + outputs++);
        Schema columns = session.mode() == OutputMode.CHANGELOG ? withChangeColumn() : format.columns();
        encoder = format.factory().encoder(columns, format.options(), format.zone());
        encoder.begin(output);
    }

    private void finishOutput() throws IOException {
        staged.add(output.finish());
        output = null;
    }

    private Schema withChangeColumn() {
        List<Field> fields = new ArrayList<>(format.columns().fields());
        fields.add(new Field(CHANGE_COLUMN, DataType.VARCHAR, false));
        return new Schema(fields);
    }

    private ChangeBatch withKinds(ChangeBatch batch) {
        ColumnBatch rows = batch.rows();
        Column[] columns = new Column[rows.schema().size() + 1];
        for (int i = 0; i < columns.length - 1; i++) {
            columns[i] = rows.column(i);
        }
        columns[columns.length - 1] = BytesColumn.ofStrings(IntStream.range(0, rows.rowCount())
                .mapToObj(row -> batch.kind(row).text())
                .toArray(String[]::new));
        return new ChangeBatch(ColumnBatch.of(withChangeColumn(), rows.rowCount(), columns), null);
    }

    @Override
    public String prepare(long batchId) {
        return attempt(() -> {
            if (output != null) {
                finishOutput();
            }
            if (!staged.isEmpty()) {
                store.forceDirectory(STAGING);
            }
            long number = owner.firstBatch() + batchId;
            for (int i = 0; i < staged.size(); i++) {
                StagedFile file = staged.get(i);
                String name =
                        "part-%05d-%d.%s".formatted(number, i, format.factory().extension());
                staged.set(i, new StagedFile(file.staged(), name, file.bytes(), file.rows(), file.crc32c()));
            }
            return Manifest.json(new Staged(staged));
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
            staged.clear();
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
            boolean own = staged.contains(file);
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
        if (!manifest.files().isEmpty()) {
            store.forceDirectory("");
        }
        for (StagedFile file : manifest.files()) {
            store.delete(file.staged());
        }
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
            discard();
            return null;
        });
    }

    private void discard() throws IOException {
        if (output != null) {
            output.close();
            store.delete(output.name());
            output = null;
        }
        for (StagedFile file : staged) {
            store.delete(file.staged());
        }
        staged.clear();
    }

    @Override
    public void end(Session ended) {
        queryName = ended.queryName();
        attempt(() -> {
            owners.end(ended);
            return null;
        });
    }

    /** What is prepared stays: the next run may commit it. */
    @Override
    public void close() {
        attempt(() -> {
            if (output != null) {
                discard();
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
                    "no room left to write the results of query \"" + queryName + "\" to \"" + store.describe()
                            + "\"; make room and start the query again",
                    e);
        } catch (IOException e) {
            throw new MillraceException(
                    ErrorCode.IO_ERROR, "cannot write to \"" + store.describe() + "\": " + FileFailures.reason(e), e);
        }
    }
}

package io.millrace.checkpoint;

import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import io.millrace.storage.FileStore;
import io.millrace.storage.StorageFullException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A file store whose failures are the user's errors, with the file and what was done to it. Once a sync has failed it
 * does nothing more: what the system then holds of the file is unknown, and a second sync that succeeds proves nothing.
 */
final class GuardedStore {
    private final FileStore store;
    private final Kept kept;
    private String syncFailure;
    private long syncs;
    private long syncNanos;

    /** Something done to a file. */
    interface Action<T> {
        T run() throws IOException;
    }

    /** Of a checkpoint. */
    GuardedStore(FileStore store) {
        this(store, Kept.CHECKPOINT);
    }

    GuardedStore(FileStore store, Kept kept) {
        this.store = store;
        this.kept = kept;
    }

    Kept kept() {
        return kept;
    }

    String describe() {
        return store.describe();
    }

    FileStore.Output create(String name) {
        return run("create", name, () -> store.create(name));
    }

    FileStore.Output append(String name, long length) {
        return run("open", name, () -> store.append(name, length));
    }

    FileStore.Output rewrite(String name, long from) {
        return run("open", name, () -> store.rewrite(name, from));
    }

    void write(FileStore.Output output, String name, byte[] bytes) {
        run("write", name, () -> {
            output.write(bytes, 0, bytes.length);
            return null;
        });
    }

    /**
     * Gives the file back to the system. Its failure means nothing: what was synced is durable, and where nothing was,
     * another failure is on its way to the caller.
     */
    void close(FileStore.Output output) {
        try {
            output.close();
        } catch (IOException e) {
            return;
        }
    }

    void force(FileStore.Output output, String name) {
        sync(name, () -> {
            output.force();
            return null;
        });
    }

    void forceDirectory(String folder) {
        sync(folder, () -> {
            store.forceDirectory(folder);
            return null;
        });
    }

    void forceDirectoryIfPresent(String folder) {
        if (exists(folder)) {
            forceDirectory(folder);
        }
    }

    byte[] read(String name) {
        return run("read", name, () -> store.read(name));
    }

    /** Reading fails when the thread is interrupted: a file may be large. */
    InputStream open(String name) {
        return run("read", name, () -> new InterruptibleInput(store.open(name)));
    }

    long size(String name) {
        return run("read", name, () -> store.size(name));
    }

    Optional<FileStore.Lock> tryLock(String name, String holder) {
        return run("lock", name, () -> store.tryLock(name, holder));
    }

    Optional<String> lockHolder(String name) {
        return run("read", name, () -> store.lockHolder(name));
    }

    Optional<Path> localPath(String name) {
        return store.localPath(name);
    }

    boolean exists(String name) {
        return run("read", name, () -> store.exists(name));
    }

    List<String> list(String folder) {
        return run("list", folder, () -> store.list(folder));
    }

    void delete(String name) {
        run("delete", name, () -> {
            store.delete(name);
            return null;
        });
    }

    boolean renameIfAbsent(String from, String to) {
        return run("rename", from, () -> store.renameIfAbsent(from, to));
    }

    void rename(String from, String to) {
        if (!renameIfAbsent(from, to)) {
            throw new MillraceException(
                    ErrorCode.IO_ERROR,
                    where(to) + " already exists, expected that this process alone writes here; is another one "
                            + "writing to the same " + kept.noun() + "?");
        }
    }

    private static final class InterruptibleInput extends FilterInputStream {
        InterruptibleInput(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            requireNotInterrupted();
            return super.read();
        }

        @Override
        public int read(byte[] bytes, int from, int length) throws IOException {
            requireNotInterrupted();
            return super.read(bytes, from, length);
        }

        private static void requireNotInterrupted() throws InterruptedIOException {
            if (Thread.currentThread().isInterrupted()) {
                throw new InterruptedIOException("interrupted");
            }
        }
    }

    /** Runs something that reads or writes the file; a missing file is damage. */
    <T> T run(String operation, String name, Action<T> action) {
        requireUsable();
        try {
            return action.run();
        } catch (IOException e) {
            throw failure(operation, name, e);
        }
    }

    MillraceException corrupt(String name, String found) {
        return new MillraceException(
                ErrorCode.CHECKPOINT_CORRUPT,
                where(name) + " is damaged: " + found + "; " + kept.whenDamaged(),
                new Damage(name, found));
    }

    MillraceException corrupt(String name, long offset, String found) {
        return corrupt(name, "at offset " + offset + " " + found);
    }

    void requireUsable() {
        if (syncFailure != null) {
            throw new MillraceException(
                    ErrorCode.IO_ERROR,
                    where("") + " takes no more writes since a sync failed (" + syncFailure + "); check the disk and "
                            + kept.whenSyncFailed());
        }
    }

    boolean usable() {
        return syncFailure == null;
    }

    long syncs() {
        return syncs;
    }

    long syncNanos() {
        return syncNanos;
    }

    private void sync(String name, Action<Void> action) {
        requireUsable();
        long start = System.nanoTime();
        try {
            action.run();
        } catch (IOException e) {
            syncFailure = "\"" + name + "\": " + reason(e);
            throw failure("sync", name, e);
        }
        syncs++;
        syncNanos += System.nanoTime() - start;
    }

    /** What to tell the user of a failure. */
    MillraceException failure(String operation, String name, IOException e) {
        if (e instanceof NoSuchFileException) {
            return corrupt(name, "the file is missing");
        }
        if (e instanceof StorageFullException) {
            return new MillraceException(
                    ErrorCode.DISK_FULL,
                    "no room to " + operation + " " + where(name) + " (" + reason(e) + "); free some space",
                    e);
        }
        return new MillraceException(
                ErrorCode.IO_ERROR, "could not " + operation + " " + where(name) + ": " + reason(e), e);
    }

    /** A file, or the whole for an empty name, as messages call it. */
    String where(String name) {
        String whole = kept.noun() + " \"" + describe() + "\"";
        return name.isEmpty() ? whole : "file \"" + name + "\" of " + whole;
    }

    /** The system's own words, or ours where the exception has the name of the file only. */
    static String reason(IOException e) {
        if (e instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (e instanceof NotDirectoryException) {
            return "it is not a folder";
        }
        if (e instanceof FileAlreadyExistsException) {
            return "a file of that name exists";
        }
        if (e instanceof FileSystemException system && system.getReason() != null) {
            return system.getReason();
        }
        return e.getMessage() == null ? "input/output error" : e.getMessage();
    }
}

package io.millrace.storage;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A tree of files under one root, with the few operations whose behaviour at a crash is known. Every byte of
 * checkpoints and file sinks goes through it, so that faults can be injected and crash states recorded.
 *
 * <p>Names are relative paths with {@code /}; a name that leads out of the root is an IOException. What a crash leaves:
 * content is durable after {@link Output#force()}, a name after {@link #forceDirectory} of the folder that holds it; a
 * folder that was made on the way is durable at once. Errors: a device without room is a {@link StorageFullException}.
 */
public interface FileStore {
    /** A file being written. */
    interface Output extends Closeable {
        void write(byte[] bytes, int from, int length) throws IOException;

        /** Makes all bytes so far durable. After an IOException nothing is known of them: never try it again. */
        void force() throws IOException;

        long position();
    }

    /** An exclusive hold on the root; released by close or by the end of the process. */
    interface Lock extends Closeable {}

    /** Creates a new file; fails with FileAlreadyExistsException when the name is taken. Makes missing folders. */
    Output create(String name) throws IOException;

    /** Opens a file to append to it, cut to {@code length} first. */
    Output append(String name, long length) throws IOException;

    /**
     * Opens a file to write again what it has from a place on, where a sync may have failed that nobody knows of: the system
     * may show bytes that the device does not have, and syncs those only that are written once more. Nothing is cut off.
     */
    Output rewrite(String name, long from) throws IOException;

    /** The whole content; fails with NoSuchFileException when it is missing. */
    byte[] read(String name) throws IOException;

    InputStream open(String name) throws IOException;

    long size(String name) throws IOException;

    /**
     * Gives the file {@code from} the name {@code to} unless that name is taken, in one step: put-if-absent. The old
     * name goes. Returns false, changing nothing, when {@code to} exists.
     */
    boolean renameIfAbsent(String from, String to) throws IOException;

    /**
     * Gives the file {@code from} the name {@code to} as well, unless that name is taken: put-if-absent without a moment at
     * which a crash could leave the file without any name. Force the folder of {@code to}, then delete {@code from}; in
     * systems without links, whose rename is durable in one step, the old name goes at once. Returns false, changing
     * nothing, when {@code to} exists.
     */
    default boolean linkIfAbsent(String from, String to) throws IOException {
        return renameIfAbsent(from, to);
    }

    boolean exists(String name) throws IOException;

    /** Deletes a file or an empty folder; no error when it is missing. */
    void delete(String name) throws IOException;

    /** Names of the files and folders directly in a folder, sorted; empty when it is missing. */
    List<String> list(String folder) throws IOException;

    /** Makes the names in a folder durable. */
    void forceDirectory(String folder) throws IOException;

    /**
     * Takes the lock of the root without waiting; empty when another process, or another part of this one, has it.
     *
     * @param name of the lock file; nothing else may read or write that file while the lock is held
     * @param holder who takes it, for whoever is refused: see {@link #lockHolder}
     */
    Optional<Lock> tryLock(String name, String holder) throws IOException;

    /** The text that the last holder of the lock left; empty when there is none. */
    Optional<String> lockHolder(String name) throws IOException;

    /** Where a file or folder of that name lies, or would, for programs that know paths only; empty where there is no path. */
    default Optional<Path> localPath(String name) {
        return Optional.empty();
    }

    /** What to call the root in messages. */
    String describe();
}

package io.millrace.storage;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A store that leaves some or all syncs out: for files that nobody needs after this process, and as the bug that tests of
 * crashes must find.
 *
 * @param file names of the files whose {@code force} does nothing
 * @param folder names of the folders whose {@code forceDirectory} does nothing
 */
public record UnsyncedFileStore(FileStore store, Predicate<String> file, Predicate<String> folder)
        implements FileStore {

    /** Leaves all syncs out. */
    public static UnsyncedFileStore of(FileStore store) {
        return new UnsyncedFileStore(store, name -> true, name -> true);
    }

    @Override
    public Output create(String name) throws IOException {
        return output(name, store.create(name));
    }

    @Override
    public Output append(String name, long length) throws IOException {
        return output(name, store.append(name, length));
    }

    @Override
    public Output rewrite(String name, long from) throws IOException {
        return output(name, store.rewrite(name, from));
    }

    @Override
    public byte[] read(String name) throws IOException {
        return store.read(name);
    }

    @Override
    public InputStream open(String name) throws IOException {
        return store.open(name);
    }

    @Override
    public long size(String name) throws IOException {
        return store.size(name);
    }

    @Override
    public boolean renameIfAbsent(String from, String to) throws IOException {
        return store.renameIfAbsent(from, to);
    }

    @Override
    public boolean exists(String name) throws IOException {
        return store.exists(name);
    }

    @Override
    public void delete(String name) throws IOException {
        store.delete(name);
    }

    @Override
    public List<String> list(String name) throws IOException {
        return store.list(name);
    }

    @Override
    public void forceDirectory(String name) throws IOException {
        if (!folder.test(name)) {
            store.forceDirectory(name);
        }
    }

    @Override
    public Optional<Lock> tryLock(String name, String holder) throws IOException {
        return store.tryLock(name, holder);
    }

    @Override
    public Optional<String> lockHolder(String name) throws IOException {
        return store.lockHolder(name);
    }

    @Override
    public Optional<Path> localPath(String name) {
        return store.localPath(name);
    }

    @Override
    public String describe() {
        return store.describe();
    }

    private Output output(String name, Output output) {
        return new Output() {
            @Override
            public void write(byte[] bytes, int from, int length) throws IOException {
                output.write(bytes, from, length);
            }

            @Override
            public void force() throws IOException {
                if (!file.test(name)) {
                    output.force();
                }
            }

            @Override
            public long position() {
                return output.position();
            }

            @Override
            public void close() throws IOException {
                output.close();
            }
        };
    }
}

package io.millrace.connectors.files;

import io.millrace.storage.FileStore;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** A planted bug: a file store that does not sync some files or folders. */
record SyncsLeftOut(FileStore store, Predicate<String> file, Predicate<String> folder) implements FileStore {

    @Override
    public Output create(String name) throws IOException {
        Output out = store.create(name);
        return file.test(name) ? new Unsynced(out) : out;
    }

    private record Unsynced(Output out) implements Output {
        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            out.write(bytes, from, length);
        }

        @Override
        public void force() {}

        @Override
        public long position() {
            return out.position();
        }

        @Override
        public void close() throws IOException {
            out.close();
        }
    }

    @Override
    public void forceDirectory(String name) throws IOException {
        if (!folder.test(name)) {
            store.forceDirectory(name);
        }
    }

    @Override
    public Output append(String name, long length) throws IOException {
        return store.append(name, length);
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
    public boolean linkIfAbsent(String from, String to) throws IOException {
        return store.linkIfAbsent(from, to);
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
    public Optional<Lock> tryLock(String name, String holder) throws IOException {
        return store.tryLock(name, holder);
    }

    @Override
    public Optional<String> lockHolder(String name) throws IOException {
        return store.lockHolder(name);
    }

    @Override
    public String describe() {
        return store.describe();
    }
}

package io.millrace.storage;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/** A store for files that nobody needs after this process: forcing them to disk does nothing. */
public final class VolatileFileStore implements FileStore {
    private final FileStore files;

    public VolatileFileStore(FileStore files) {
        this.files = files;
    }

    private record UnforcedOutput(Output output) implements Output {
        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            output.write(bytes, from, length);
        }

        @Override
        public void force() {}

        @Override
        public long position() {
            return output.position();
        }

        @Override
        public void close() throws IOException {
            output.close();
        }
    }

    @Override
    public Output create(String name) throws IOException {
        return new UnforcedOutput(files.create(name));
    }

    @Override
    public Output append(String name, long length) throws IOException {
        return new UnforcedOutput(files.append(name, length));
    }

    @Override
    public byte[] read(String name) throws IOException {
        return files.read(name);
    }

    @Override
    public InputStream open(String name) throws IOException {
        return files.open(name);
    }

    @Override
    public long size(String name) throws IOException {
        return files.size(name);
    }

    @Override
    public boolean renameIfAbsent(String from, String to) throws IOException {
        return files.renameIfAbsent(from, to);
    }

    @Override
    public boolean linkIfAbsent(String from, String to) throws IOException {
        return files.linkIfAbsent(from, to);
    }

    @Override
    public boolean exists(String name) throws IOException {
        return files.exists(name);
    }

    @Override
    public void delete(String name) throws IOException {
        files.delete(name);
    }

    @Override
    public List<String> list(String folder) throws IOException {
        return files.list(folder);
    }

    @Override
    public void forceDirectory(String folder) {}

    @Override
    public Optional<Lock> tryLock(String name, String holder) throws IOException {
        return files.tryLock(name, holder);
    }

    @Override
    public Optional<String> lockHolder(String name) throws IOException {
        return files.lockHolder(name);
    }

    @Override
    public String describe() {
        return files.describe();
    }
}

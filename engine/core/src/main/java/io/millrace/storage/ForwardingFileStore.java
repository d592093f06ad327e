package io.millrace.storage;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A store that hands every call on to another one: what does some things differently overrides those. */
public class ForwardingFileStore implements FileStore {
    private final FileStore to;

    public ForwardingFileStore(FileStore to) {
        this.to = to;
    }

    @Override
    public Output create(String name) throws IOException {
        return to.create(name);
    }

    @Override
    public Output append(String name, long length) throws IOException {
        return to.append(name, length);
    }

    @Override
    public Output rewrite(String name, long from) throws IOException {
        return to.rewrite(name, from);
    }

    @Override
    public byte[] read(String name) throws IOException {
        return to.read(name);
    }

    @Override
    public InputStream open(String name) throws IOException {
        return to.open(name);
    }

    @Override
    public long size(String name) throws IOException {
        return to.size(name);
    }

    @Override
    public boolean renameIfAbsent(String from, String name) throws IOException {
        return to.renameIfAbsent(from, name);
    }

    @Override
    public boolean linkIfAbsent(String from, String name) throws IOException {
        return to.linkIfAbsent(from, name);
    }

    @Override
    public boolean exists(String name) throws IOException {
        return to.exists(name);
    }

    @Override
    public void delete(String name) throws IOException {
        to.delete(name);
    }

    @Override
    public List<String> list(String folder) throws IOException {
        return to.list(folder);
    }

    @Override
    public void forceDirectory(String folder) throws IOException {
        to.forceDirectory(folder);
    }

    @Override
    public Optional<Lock> tryLock(String name, String holder) throws IOException {
        return to.tryLock(name, holder);
    }

    @Override
    public Optional<String> lockHolder(String name) throws IOException {
        return to.lockHolder(name);
    }

    @Override
    public Optional<Path> localPath(String name) {
        return to.localPath(name);
    }

    @Override
    public String describe() {
        return to.describe();
    }

    /** A file being written that hands every call on to another one. */
    public static class ForwardingOutput implements Output {
        private final Output to;

        public ForwardingOutput(Output to) {
            this.to = to;
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            to.write(bytes, from, length);
        }

        @Override
        public void force() throws IOException {
            to.force();
        }

        @Override
        public long position() {
            return to.position();
        }

        @Override
        public void close() throws IOException {
            to.close();
        }
    }
}

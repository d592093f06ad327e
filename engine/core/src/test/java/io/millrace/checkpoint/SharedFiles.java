package io.millrace.checkpoint;

import io.millrace.storage.FileStore;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/** The files of a store, for another owner: as on storage whose locks reach no other machine. */
public class SharedFiles implements FileStore {
    private final FileStore files;

    public SharedFiles(FileStore files) {
        this.files = files;
    }

    @Override
    public Output create(String name) throws IOException {
        return files.create(name);
    }

    @Override
    public Output append(String name, long length) throws IOException {
        return files.append(name, length);
    }

    @Override
    public Output rewrite(String name, long from) throws IOException {
        return files.rewrite(name, from);
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
    public void forceDirectory(String folder) throws IOException {
        files.forceDirectory(folder);
    }

    @Override
    public Optional<Lock> tryLock(String name, String holder) {
        return Optional.of(() -> {});
    }

    @Override
    public Optional<String> lockHolder(String name) {
        return Optional.empty();
    }

    @Override
    public String describe() {
        return files.describe();
    }
}

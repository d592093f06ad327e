package io.millrace.testing;

import io.millrace.storage.FileStore;
import io.millrace.storage.ForwardingFileStore;
import io.millrace.storage.StorageFullException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A file store that fails when told to, as a disk would, and else does what another one does.
 *
 * <p>Threads: one at a time.
 */
public final class FaultyFileStore extends ForwardingFileStore {

    /** How an operation fails. */
    public enum Fault {
        /** No room: creating, linking and writing fail, writing after half of the bytes. */
        DISK_FULL,
        /** The device fails: any operation does. */
        IO_ERROR
    }

    private long operations;
    private long failAt = Long.MAX_VALUE;
    private boolean lasting;
    private Fault fault;
    private String failed;

    public FaultyFileStore(FileStore store) {
        super(store);
    }

    /** Lets the first operation fail that the fault can hit and whose number is at least this one, counted from 0. */
    public void failAt(long operation, Fault how) {
        failAt = operation;
        fault = how;
        lasting = false;
    }

    /** Lets every operation from now on fail that the fault can hit, until {@link #heal}. */
    public void failFromNow(Fault how) {
        failAt = operations;
        fault = how;
        lasting = true;
    }

    public void heal() {
        failAt = Long.MAX_VALUE;
    }

    /** Operations so far, reads included. */
    public long operations() {
        return operations;
    }

    /** The operation that failed last, with its file; empty when none did. */
    public Optional<String> failed() {
        return Optional.ofNullable(failed);
    }

    private boolean hits(String operation, String name, boolean takesRoom) {
        boolean hit = operations++ >= failAt && (takesRoom || fault == Fault.IO_ERROR);
        if (hit) {
            failed = operation + " " + name;
            failAt = lasting ? failAt : Long.MAX_VALUE;
        }
        return hit;
    }

    private void check(String operation, String name, boolean takesRoom) throws IOException {
        if (hits(operation, name, takesRoom)) {
            throw failure();
        }
    }

    private IOException failure() {
        return fault == Fault.DISK_FULL
                ? new StorageFullException("No space left on device")
                : new IOException("Input/output error");
    }

    @Override
    public Output create(String name) throws IOException {
        check("create", name, true);
        return new Faulty(name, super.create(name));
    }

    @Override
    public Output append(String name, long length) throws IOException {
        check("append", name, false);
        return new Faulty(name, super.append(name, length));
    }

    @Override
    public Output rewrite(String name, long from) throws IOException {
        check("rewrite", name, false);
        return new Faulty(name, super.rewrite(name, from));
    }

    @Override
    public byte[] read(String name) throws IOException {
        check("read", name, false);
        return super.read(name);
    }

    @Override
    public InputStream open(String name) throws IOException {
        check("open", name, false);
        return super.open(name);
    }

    @Override
    public long size(String name) throws IOException {
        check("size", name, false);
        return super.size(name);
    }

    @Override
    public boolean renameIfAbsent(String from, String to) throws IOException {
        check("rename", from, true);
        return super.renameIfAbsent(from, to);
    }

    @Override
    public boolean linkIfAbsent(String from, String to) throws IOException {
        check("link", from, true);
        return super.linkIfAbsent(from, to);
    }

    @Override
    public boolean exists(String name) throws IOException {
        check("exists", name, false);
        return super.exists(name);
    }

    @Override
    public void delete(String name) throws IOException {
        check("delete", name, false);
        super.delete(name);
    }

    @Override
    public List<String> list(String folder) throws IOException {
        check("list", folder, false);
        return super.list(folder);
    }

    @Override
    public void forceDirectory(String folder) throws IOException {
        check("sync", folder, false);
        super.forceDirectory(folder);
    }

    /** None: what is done to files beside the store would not fail. */
    @Override
    public Optional<Path> localPath(String name) {
        return Optional.empty();
    }

    private final class Faulty implements Output {
        private final String name;
        private final Output output;

        Faulty(String name, Output output) {
            this.name = name;
            this.output = output;
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            if (hits("write", name, true)) {
                output.write(bytes, from, length / 2);
                throw failure();
            }
            output.write(bytes, from, length);
        }

        @Override
        public void force() throws IOException {
            check("sync", name, false);
            output.force();
        }

        @Override
        public long position() {
            return output.position();
        }

        @Override
        public void close() throws IOException {
            output.close();
        }
    }
}

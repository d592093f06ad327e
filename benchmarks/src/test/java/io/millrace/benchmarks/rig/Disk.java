package io.millrace.benchmarks.rig;

import io.millrace.storage.FileStore;
import io.millrace.storage.StorageFullException;
import io.millrace.testing.RecordingFileStore;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A disk, on which the checkpoint and the results of a query lie side by side. */
final class Disk {
    static final String CHECKPOINT = "checkpoint";
    static final String RESULTS = "results";

    private final RecordingFileStore files;
    private final Map<String, Process> locks = new TreeMap<>();
    private boolean syncFailed;

    Disk(RecordingFileStore files) {
        this.files = files;
    }

    Disk() {
        this(new RecordingFileStore());
    }

    RecordingFileStore files() {
        return files;
    }

    /** A folder of it as a process sees it. */
    FileStore folder(String name, World world, Process process) {
        return new Folder(name + "/", world, process);
    }

    /** A folder of it as it is, for who looks at it from outside. */
    FileStore folder(String name) {
        return folder(name, new World(), new Process());
    }

    /** Whether a sync has failed, so that what is read may never get to the device. */
    boolean hasSyncFailed() {
        return syncFailed;
    }

    /** Lets another process have the locks that this one holds. */
    void takeLocks(Process from) {
        locks.values().removeIf(from::equals);
    }

    /** What is left behind that a query which has ended has no use for; empty when it is tidy. */
    List<String> leftovers() {
        List<String> left = new ArrayList<>(files.files().keySet().stream()
                .filter(name -> name.startsWith(RESULTS + "/.millrace-staging/")
                        || name.endsWith(".new")
                        || name.endsWith("/creating"))
                .toList());
        locks.keySet().forEach(lock -> left.add("the lock " + lock));
        return left;
    }

    private final class Folder implements FileStore {
        private final String prefix;
        private final World world;
        private final Process process;

        Folder(String prefix, World world, Process process) {
            this.prefix = prefix;
            this.world = world;
            this.process = process;
        }

        private String path(String name) {
            return name.isEmpty() ? prefix.substring(0, prefix.length() - 1) : prefix + name;
        }

        /** @param takesRoom whether a full disk is in its way */
        private void call(String call, String name, boolean takesRoom) throws IOException {
            world.step(process, call + " " + path(name));
            if (process.isFenced() && prefix.startsWith(CHECKPOINT)) {
                throw new IOException("Stale file handle");
            }
            World.Fault fault = world.fault(process, call, path(name));
            if (fault == World.Fault.FULL && takesRoom) {
                throw new StorageFullException("No space left on device");
            }
            if (fault == World.Fault.DEVICE) {
                if (call.equals("sync")) {
                    files.loseUnsynced(path(name));
                    syncFailed = true;
                }
                throw new IOException("Input/output error");
            }
        }

        @Override
        public Output create(String name) throws IOException {
            call("create", name, true);
            return new Open(name, files.create(path(name)));
        }

        @Override
        public Output append(String name, long length) throws IOException {
            call("append", name, false);
            return new Open(name, files.append(path(name), length));
        }

        @Override
        public Output rewrite(String name, long from) throws IOException {
            call("rewrite", name, false);
            return new Open(name, files.rewrite(path(name), from));
        }

        @Override
        public byte[] read(String name) throws IOException {
            call("read", name, false);
            return files.read(path(name));
        }

        @Override
        public InputStream open(String name) throws IOException {
            call("open", name, false);
            return files.open(path(name));
        }

        @Override
        public long size(String name) throws IOException {
            call("size", name, false);
            return files.size(path(name));
        }

        @Override
        public boolean renameIfAbsent(String from, String to) throws IOException {
            call("rename", to, true);
            return files.renameIfAbsent(path(from), path(to));
        }

        @Override
        public boolean linkIfAbsent(String from, String to) throws IOException {
            call("link", to, true);
            return files.linkIfAbsent(path(from), path(to));
        }

        @Override
        public boolean exists(String name) throws IOException {
            call("exists", name, false);
            return files.exists(path(name));
        }

        @Override
        public void delete(String name) throws IOException {
            call("delete", name, false);
            files.delete(path(name));
        }

        @Override
        public List<String> list(String folder) throws IOException {
            call("list", folder, false);
            return files.list(path(folder));
        }

        @Override
        public void forceDirectory(String folder) throws IOException {
            call("syncfolder", folder, false);
            files.forceDirectory(path(folder));
        }

        @Override
        public Optional<Lock> tryLock(String name, String holder) {
            String lock = path(name);
            if (locks.putIfAbsent(lock, process) != null) {
                return Optional.empty();
            }
            return Optional.of(() -> locks.remove(lock, process));
        }

        @Override
        public Optional<String> lockHolder(String name) {
            return Optional.of("another process");
        }

        @Override
        public String describe() {
            return "disk:" + prefix;
        }

        private final class Open implements Output {
            private final String name;
            private final Output output;

            Open(String name, Output output) {
                this.name = name;
                this.output = output;
            }

            /** A disk that is full, or a process that dies, may have taken a part. */
            @Override
            public void write(byte[] bytes, int from, int length) throws IOException {
                process.requireAlive();
                int done = process.isFenced() ? 0 : length / 2;
                try {
                    call("write", name, true);
                    done = length;
                } finally {
                    output.write(bytes, from, done);
                }
            }

            @Override
            public void force() throws IOException {
                call("sync", name, false);
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
}

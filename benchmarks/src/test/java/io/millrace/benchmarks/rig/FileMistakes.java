package io.millrace.benchmarks.rig;

import io.millrace.storage.FileStore;
import io.millrace.storage.ForwardingFileStore;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;

/** Mistakes in what writes and reads files. */
final class FileMistakes {
    private FileMistakes() {}

    /** Syncs what a name is given to only afterwards. */
    static final class NamedFirst extends ForwardingFileStore {
        private final Map<String, Output> unsynced = new HashMap<>();

        NamedFirst(FileStore to) {
            super(to);
        }

        @Override
        public Output create(String name) throws IOException {
            Output output = super.create(name);
            unsynced.put(name, output);
            return new ForwardingFileStore.ForwardingOutput(output) {
                @Override
                public void force() {}
            };
        }

        @Override
        public boolean renameIfAbsent(String from, String name) throws IOException {
            boolean done = super.renameIfAbsent(from, name);
            forceDirectory(name.contains("/") ? name.substring(0, name.lastIndexOf('/')) : "");
            if (unsynced.containsKey(from)) {
                unsynced.remove(from).force();
            }
            return done;
        }
    }

    static final class SyncTriedAgain extends ForwardingFileStore {
        SyncTriedAgain(FileStore to) {
            super(to);
        }

        @Override
        public Output create(String name) throws IOException {
            return again(super.create(name));
        }

        @Override
        public Output append(String name, long length) throws IOException {
            return again(super.append(name, length));
        }

        @Override
        public Output rewrite(String name, long from) throws IOException {
            return again(super.rewrite(name, from));
        }

        private static Output again(Output output) {
            return new ForwardingFileStore.ForwardingOutput(output) {
                @Override
                public void force() throws IOException {
                    try {
                        super.force();
                    } catch (IOException e) {
                        super.force();
                    }
                }
            };
        }
    }

    /** Makes room for a snapshot before it is there. */
    static final class DeletedFirst extends ForwardingFileStore {
        DeletedFirst(FileStore to) {
            super(to);
        }

        @Override
        public Output create(String name) throws IOException {
            if (name.endsWith(".snapshot.new")) {
                for (String old : list("state")) {
                    if (old.endsWith(".snapshot")) {
                        delete("state/" + old);
                    }
                }
            }
            return super.create(name);
        }
    }

    /** Verifies what was written instead of what is there. */
    static final class Unverified extends ForwardingFileStore {
        /** What processes have staged, which outlives them. */
        private final Map<String, byte[]> staged;

        Unverified(FileStore to, Map<String, byte[]> staged) {
            super(to);
            this.staged = staged;
        }

        @Override
        public Output create(String name) throws IOException {
            return new ForwardingFileStore.ForwardingOutput(super.create(name)) {
                @Override
                public void close() throws IOException {
                    super.close();
                    staged.put(name, read(name));
                }
            };
        }

        @Override
        public InputStream open(String name) throws IOException {
            byte[] written = staged.get(name);
            return written != null && written.length == size(name)
                    ? new ByteArrayInputStream(written)
                    : super.open(name);
        }
    }
}

package io.millrace.storage;

import java.io.IOException;
import java.util.function.Predicate;

/**
 * A store that leaves some or all syncs out: for files that nobody needs after this process, and as the bug that tests of
 * crashes must find.
 */
public final class UnsyncedFileStore extends ForwardingFileStore {
    private final Predicate<String> file;
    private final Predicate<String> folder;

    /**
     * @param file names of the files whose {@code force} does nothing
     * @param folder names of the folders whose {@code forceDirectory} does nothing
     */
    public UnsyncedFileStore(FileStore store, Predicate<String> file, Predicate<String> folder) {
        super(store);
        this.file = file;
        this.folder = folder;
    }

    /** Leaves all syncs out. */
    public static UnsyncedFileStore of(FileStore store) {
        return new UnsyncedFileStore(store, name -> true, name -> true);
    }

    @Override
    public Output create(String name) throws IOException {
        return output(name, super.create(name));
    }

    @Override
    public Output append(String name, long length) throws IOException {
        return output(name, super.append(name, length));
    }

    @Override
    public Output rewrite(String name, long from) throws IOException {
        return output(name, super.rewrite(name, from));
    }

    @Override
    public void forceDirectory(String name) throws IOException {
        if (!folder.test(name)) {
            super.forceDirectory(name);
        }
    }

    private Output output(String name, Output output) {
        return !file.test(name)
                ? output
                : new ForwardingOutput(output) {
                    @Override
                    public void force() {}
                };
    }
}

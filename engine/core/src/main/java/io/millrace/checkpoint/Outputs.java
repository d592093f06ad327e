package io.millrace.checkpoint;

import io.millrace.storage.FileStore;

/** Writing of whole files. */
final class Outputs {
    private Outputs() {}

    /** Writes a new file and syncs its content. What is left of it after a failure is the caller's to delete. */
    static void writeWhole(GuardedStore store, String name, byte[]... parts) {
        FileStore.Output output = store.create(name);
        try {
            for (byte[] part : parts) {
                store.write(output, name, part);
            }
            store.force(output, name);
        } finally {
            store.close(output);
        }
    }
}

package io.millrace.checkpoint;

import java.util.List;

/**
 * A state database as it was after a batch, as the log names it.
 *
 * @param backend that opens it
 * @param files of which a later one may have some too
 */
record KeptDatabase(String backend, List<Part> files) {

    /**
     * One of its files.
     *
     * @param as its name in the folder of the database
     * @param lasting whether a later database may have it too, by that name
     */
    record Part(String as, boolean lasting, StateFile file) {}

    KeptDatabase {
        files = List.copyOf(files);
    }

    long bytes() {
        return files.stream().mapToLong(part -> part.file().bytes()).sum();
    }
}

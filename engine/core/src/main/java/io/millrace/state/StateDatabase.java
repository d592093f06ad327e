package io.millrace.state;

import java.nio.file.Path;
import java.util.List;

/**
 * Byte strings by byte string, in the unsigned order of the keys, on disk: what a {@link StateBackend} opens.
 *
 * <p>Nothing here is durable: after a crash the files are thrown away. What is to last is {@linkplain #keep kept}, and put
 * among the files of a checkpoint.
 *
 * <p>Threads: thread-safe, but for a {@link Changes}, which one thread fills.
 *
 * <p>Ownership: arrays given to it, and got from it, are the caller's.
 *
 * <p>Errors: IO_ERROR, DISK_FULL.
 */
public interface StateDatabase extends AutoCloseable {
    /** Entries shown one by one. */
    interface Visitor {
        /** Returns whether to go on. */
        boolean visit(byte[] key, byte[] value);
    }

    /** Changes that are made together, in the order in which they were put in. */
    interface Changes extends AutoCloseable {
        void put(byte[] key, byte[] value);

        /** Puts bytes behind those that the key has, if any. */
        void append(byte[] key, byte[] bytes);

        void delete(byte[] key);

        /** Deletes the keys from one, included, to another, not included. */
        void deleteRange(byte[] from, byte[] to);

        /** Bytes put in so far. */
        long bytes();

        /** Makes the changes; more may be put in afterwards. */
        void write();

        @Override
        void close();
    }

    /** The value of each key, null where there is none. */
    byte[][] get(byte[][] keys);

    /** Shows the entries from one key, included, to another, not included, in order. */
    void scan(byte[] from, byte[] to, Visitor visitor);

    Changes changes();

    /**
     * The files of a database that was kept.
     *
     * @param lasting are never written again: what is kept later of this database, and of one that was opened with these
     *     files, has the same file under the same name, or has it no more
     * @param others are those of this moment
     */
    record Kept(List<String> lasting, List<String> others) {
        public Kept {
            lasting = List.copyOf(lasting);
            others = List.copyOf(others);
        }
    }

    /**
     * Keeps what is there now as files in a folder that does not exist yet; {@link StateBackend#open} opens a folder with
     * these files, or copies of them, of which the lasting ones may be links. The lasting ones are linked, not copied,
     * where the folder is on the file system of the database; only their owner may read them.
     */
    Kept keep(Path folder);

    @Override
    void close();
}

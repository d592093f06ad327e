package io.millrace.state.rocksdb;

import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import io.millrace.state.StateDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.Stream;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.Checkpoint;
import org.rocksdb.CompressionType;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Slice;
import org.rocksdb.Status;
import org.rocksdb.StringAppendOperator;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/**
 * One database of RocksDB.
 *
 * <p>Memory outside the heap: about {@link #CACHE_BYTES} for blocks that were read, {@link #BUFFERS} write buffers of
 * {@link #BUFFER_BYTES}, and some 15 bits a key for indexes and filters.
 */
final class RocksDbDatabase implements StateDatabase {
    private static final long CACHE_BYTES = 64L << 20;
    private static final long BUFFER_BYTES = 32L << 20;
    private static final int BUFFERS = 3;
    private static final int FILTER_BITS_PER_KEY = 10;
    private static final long READ_AHEAD_BYTES = 1L << 20;
    /** Of files that are never written again once they are there. */
    private static final String TABLE_SUFFIX = ".sst";
    /** Of a loaded library's threads: for flushes and compactions. */
    private static final int BACKGROUND_JOBS = 2;

    private final Path folder;
    /** What is to be freed, last first. */
    private final Deque<AutoCloseable> open = new ArrayDeque<>();

    private final WriteOptions writeOptions;
    private final RocksDB db;

    RocksDbDatabase(Path folder) {
        this.folder = folder;
        this.writeOptions = own(new WriteOptions().setDisableWAL(true));
        try {
            this.db = own(RocksDB.open(options(), folder.toString()));
        } catch (RocksDBException e) {
            close();
            throw failure("open", e);
        }
    }

    private Options options() {
        BlockBasedTableConfig table = new BlockBasedTableConfig()
                .setBlockCache(own(new LRUCache(CACHE_BYTES)))
                .setFilterPolicy(own(new BloomFilter(FILTER_BITS_PER_KEY)))
                .setCacheIndexAndFilterBlocks(false)
                .setFormatVersion(5);
        return own(new Options())
                .setCreateIfMissing(true)
                .setWriteBufferSize(BUFFER_BYTES)
                .setMaxWriteBufferNumber(BUFFERS)
                .setMaxBackgroundJobs(BACKGROUND_JOBS)
                .setCompressionType(CompressionType.LZ4_COMPRESSION)
                .setLevelCompactionDynamicLevelBytes(true)
                .setMergeOperator(own(new StringAppendOperator("")))
                .setTableFormatConfig(table);
    }

    private <T extends AutoCloseable> T own(T part) {
        open.push(part);
        return part;
    }

    @Override
    public byte[][] get(byte[][] keys) {
        try {
            List<byte[]> found = db.multiGetAsList(Arrays.asList(keys));
            return found.toArray(byte[][]::new);
        } catch (RocksDBException e) {
            throw failure("read", e);
        }
    }

    @Override
    public void scan(byte[] from, byte[] to, Visitor visitor) {
        try (Slice end = new Slice(to);
                ReadOptions options = new ReadOptions()
                        .setIterateUpperBound(end)
                        .setFillCache(false)
                        .setReadaheadSize(READ_AHEAD_BYTES);
                RocksIterator entries = db.newIterator(options)) {
            boolean more = true;
            for (entries.seek(from); more && entries.isValid(); entries.next()) {
                more = visitor.visit(entries.key(), entries.value());
            }
            entries.status();
        } catch (RocksDBException e) {
            throw failure("read", e);
        }
    }

    @Override
    public Changes changes() {
        return new Batch();
    }

    @Override
    public Kept keep(Path target) {
        try (Checkpoint checkpoint = Checkpoint.create(db)) {
            checkpoint.createCheckpoint(target.toString());
        } catch (RocksDBException e) {
            throw failure("keep", e);
        }
        List<String> lasting = new ArrayList<>();
        List<String> others = new ArrayList<>();
        try (Stream<Path> files = Files.list(target)) {
            for (Path file : files.sorted().toList()) {
                ownersOnly(file);
                String name = file.getFileName().toString();
                (name.endsWith(TABLE_SUFFIX) ? lasting : others).add(name);
            }
        } catch (IOException e) {
            throw new MillraceException(
                    ErrorCode.IO_ERROR,
                    "could not keep the state database in \"" + folder + "\": " + e.getMessage(),
                    e);
        }
        return new Kept(lasting, others);
    }

    private static void ownersOnly(Path file) throws IOException {
        PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
        if (view != null) {
            view.setPermissions(EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE));
        }
    }

    @Override
    public void close() {
        while (!open.isEmpty()) {
            try {
                open.pop().close();
            } catch (Exception e) {
                throw new MillraceException(
                        ErrorCode.IO_ERROR, "could not close the state database in \"" + folder + "\"", e);
            }
        }
    }

    private MillraceException failure(String operation, RocksDBException e) {
        Status status = e.getStatus();
        boolean full = status != null && status.getSubCode() == Status.SubCode.NoSpace;
        return new MillraceException(
                full ? ErrorCode.DISK_FULL : ErrorCode.IO_ERROR,
                "could not " + operation + " the state database in \"" + folder + "\": " + e.getMessage()
                        + (full ? "; free some space" : "; start the query again: its state is in the checkpoint"),
                e);
    }

    private final class Batch implements Changes {
        private final WriteBatch batch = new WriteBatch();

        private interface Change {
            void make() throws RocksDBException;
        }

        private void add(Change change) {
            try {
                change.make();
            } catch (RocksDBException e) {
                throw failure("write", e);
            }
        }

        @Override
        public void put(byte[] key, byte[] value) {
            add(() -> batch.put(key, value));
        }

        @Override
        public void append(byte[] key, byte[] bytes) {
            add(() -> batch.merge(key, bytes));
        }

        @Override
        public void delete(byte[] key) {
            add(() -> batch.delete(key));
        }

        @Override
        public void deleteRange(byte[] from, byte[] to) {
            add(() -> batch.deleteRange(from, to));
        }

        @Override
        public long bytes() {
            return batch.getDataSize();
        }

        @Override
        public void write() {
            add(() -> db.write(writeOptions, batch));
            batch.clear();
        }

        @Override
        public void close() {
            batch.close();
        }
    }
}

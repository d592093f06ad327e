package io.millrace.testing;

import io.millrace.state.StateDatabase;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;

/** A state database that is a sorted map on the heap, for tests of what stands on one. Thread-safe, as its contract has it. */
public final class HeapDatabase implements StateDatabase {
    private static final String FILE = "entries";

    private final NavigableMap<byte[], byte[]> entries = new ConcurrentSkipListMap<>(Arrays::compareUnsigned);

    public HeapDatabase() {}

    /** The database that was {@linkplain #keep kept} in a folder; an empty one where there is nothing. */
    public static HeapDatabase open(Path folder) {
        HeapDatabase database = new HeapDatabase();
        Path file = folder.resolve(FILE);
        if (Files.exists(file)) {
            try (DataInputStream data = new DataInputStream(Files.newInputStream(file))) {
                for (int left = data.readInt(); left > 0; left--) {
                    byte[] key = data.readNBytes(data.readInt());
                    database.entries.put(key, data.readNBytes(data.readInt()));
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return database;
    }

    @Override
    public byte[][] get(byte[][] keys) {
        return Arrays.stream(keys).map(entries::get).toArray(byte[][]::new);
    }

    @Override
    public void scan(byte[] from, byte[] to, Visitor visitor) {
        for (Map.Entry<byte[], byte[]> entry : entries.subMap(from, to).entrySet()) {
            if (!visitor.visit(entry.getKey(), entry.getValue())) {
                return;
            }
        }
    }

    @Override
    public Changes changes() {
        return new HeapChanges();
    }

    @Override
    public void keep(Path folder) {
        try {
            Files.createDirectory(folder);
            try (DataOutputStream data = new DataOutputStream(Files.newOutputStream(folder.resolve(FILE)))) {
                data.writeInt(entries.size());
                for (Map.Entry<byte[], byte[]> entry : entries.entrySet()) {
                    data.writeInt(entry.getKey().length);
                    data.write(entry.getKey());
                    data.writeInt(entry.getValue().length);
                    data.write(entry.getValue());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        entries.clear();
    }

    private final class HeapChanges implements Changes {
        private final List<Runnable> changes = new ArrayList<>();
        private long bytes;

        private void add(int size, Runnable change) {
            bytes += size;
            changes.add(change);
        }

        @Override
        public void put(byte[] key, byte[] value) {
            add(key.length + value.length, () -> entries.put(key, value));
        }

        @Override
        public void append(byte[] key, byte[] more) {
            add(key.length + more.length, () -> entries.merge(key, more, HeapChanges::concat));
        }

        private static byte[] concat(byte[] first, byte[] second) {
            byte[] both = Arrays.copyOf(first, first.length + second.length);
            System.arraycopy(second, 0, both, first.length, second.length);
            return both;
        }

        @Override
        public void delete(byte[] key) {
            add(key.length, () -> entries.remove(key));
        }

        @Override
        public void deleteRange(byte[] from, byte[] to) {
            add(from.length + to.length, () -> entries.subMap(from, to).clear());
        }

        @Override
        public long bytes() {
            return bytes;
        }

        @Override
        public void write() {
            changes.forEach(Runnable::run);
            changes.clear();
            bytes = 0;
        }

        @Override
        public void close() {
            changes.clear();
        }
    }
}

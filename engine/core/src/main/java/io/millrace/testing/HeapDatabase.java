package io.millrace.testing;

import io.millrace.state.StateDatabase;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * A state database that is a sorted map on the heap, for tests of what stands on one. What is kept is a list of files, each
 * with the changes since the one before; where they have become many, all are put into one. Thread-safe, as its contract
 * has it.
 */
public final class HeapDatabase implements StateDatabase {
    private static final String LIST = "files";
    private static final int FILES_MAX = 3;

    private final NavigableMap<byte[], byte[]> entries = new ConcurrentSkipListMap<>(Arrays::compareUnsigned);
    /** What the files have of it. */
    private final NavigableMap<byte[], byte[]> filed = new TreeMap<>(Arrays::compareUnsigned);

    private final Map<String, byte[]> files = new LinkedHashMap<>();
    private int next;

    public HeapDatabase() {}

    /** The database that was {@linkplain #keep kept} in a folder; an empty one where there is nothing. */
    public static HeapDatabase open(Path folder) {
        HeapDatabase database = new HeapDatabase();
        Path list = folder.resolve(LIST);
        try {
            for (String name : Files.exists(list) ? Files.readAllLines(list) : List.<String>of()) {
                byte[] file = Files.readAllBytes(folder.resolve(name));
                database.files.put(name, file);
                database.next = 1 + Integer.parseInt(name);
                read(file, database.filed);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        database.entries.putAll(database.filed);
        return database;
    }

    private static void read(byte[] file, Map<byte[], byte[]> into) throws IOException {
        DataInputStream data = new DataInputStream(new ByteArrayInputStream(file));
        while (data.available() > 0) {
            byte[] key = data.readNBytes(data.readInt());
            int length = data.readInt();
            if (length < 0) {
                into.remove(key);
            } else {
                into.put(key, data.readNBytes(length));
            }
        }
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
    public synchronized Kept keep(Path folder) {
        if (files.size() == FILES_MAX) {
            files.clear();
            filed.clear();
        }
        try {
            byte[] changes = changesSinceKept();
            if (changes.length > 0) {
                files.put(String.valueOf(next++), changes);
                read(changes, filed);
            }
            Files.createDirectory(folder);
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                Files.write(folder.resolve(file.getKey()), file.getValue());
            }
            Files.write(folder.resolve(LIST), files.keySet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Kept(List.copyOf(files.keySet()), List.of(LIST));
    }

    private byte[] changesSinceKept() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream data = new DataOutputStream(bytes);
        for (Map.Entry<byte[], byte[]> entry : entries.entrySet()) {
            if (!Arrays.equals(entry.getValue(), filed.get(entry.getKey()))) {
                write(entry.getKey(), data);
                write(entry.getValue(), data);
            }
        }
        for (byte[] key : filed.keySet()) {
            if (!entries.containsKey(key)) {
                write(key, data);
                data.writeInt(-1);
            }
        }
        return bytes.toByteArray();
    }

    private static void write(byte[] bytes, DataOutputStream data) throws IOException {
        data.writeInt(bytes.length);
        data.write(bytes);
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

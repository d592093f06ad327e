package io.millrace.checkpoint;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.millrace.error.MillraceException;
import io.millrace.state.DamagedStateException;
import io.millrace.state.StateChunk;
import io.millrace.state.StateReader;
import io.millrace.state.StateWriter;
import io.millrace.storage.FileStore;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;
import java.util.zip.CheckedOutputStream;
import org.apache.arrow.memory.BufferAllocator;

/**
 * The files in "state", and the state chunks in log entries. A file begins with
 *
 * <pre>  "MRS" version(1) headLength(4) head(JSON) checksum(4: CRC-32C of all before)</pre>
 *
 * and goes on as {@link StateWriter} writes.
 */
final class StateFiles {
    static final String DELTA = "delta";
    static final String SNAPSHOT = "snapshot";
    private static final byte[] MAGIC = {'M', 'R', 'S', 1};
    private static final int HEAD_BYTES_MAX = 1 << 16;

    private final GuardedStore store;
    private final BufferAllocator allocator;
    private long bytesWritten;

    /**
     * Which file this is; a file that says anything else than what the log expects is not used.
     *
     * @param kind "delta" or "snapshot"
     * @param previous hash of the last log entry when the file was written
     */
    record Head(String kind, String queryId, long batch, long epoch, String previous) {
        static Head delta(Metadata metadata, long batch, long epoch, Hash previous) {
            return new Head(DELTA, metadata.queryId(), batch, epoch, previous.hex());
        }

        static Head snapshot(Metadata metadata, long batch, long epoch, Hash previous) {
            return new Head(SNAPSHOT, metadata.queryId(), batch, epoch, previous.hex());
        }

        String text() {
            return kind + " of batch " + batch + ", epoch " + epoch + ", query " + queryId + ", after entry "
                    + previous;
        }
    }

    StateFiles(GuardedStore store, BufferAllocator allocator) {
        this.store = store;
        this.allocator = allocator;
    }

    /**
     * The chunks as they stand in a log entry.
     *
     * @param bytesExpected about as many
     */
    byte[] encode(Iterable<StateChunk> chunks, int bytesExpected) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(bytesExpected);
        return store.run("write", Names.LOG, () -> {
            write(chunks, bytes);
            return bytes.toByteArray();
        });
    }

    /** Gives the chunks of a log entry. */
    void decode(String segment, byte[] state, Consumer<StateChunk> to) {
        store.run("read", segment, () -> {
            read(segment, new ByteArrayInputStream(state), to);
            return null;
        });
    }

    /** Writes a file, durable and in its place; a file of that name, which nothing refers to, goes. */
    StateFile write(String name, Head head, Iterable<StateChunk> chunks) {
        String fresh = name + Names.NEW;
        store.delete(fresh);
        store.delete(name);
        FileStore.Output output = store.create(fresh);
        CRC32C crc = new CRC32C();
        try (Closeable file = () -> store.close(output)) {
            OutputStream out = new CheckedOutputStream(new BufferedOutputStream(new Plain(output), 1 << 16), crc);
            out.write(head(head));
            write(chunks, out);
            out.flush();
            store.force(output, fresh);
        } catch (IOException e) {
            throw discardAfter(store.failure("write", fresh, e), fresh);
        } catch (RuntimeException e) {
            throw discardAfter(e, fresh);
        }
        StateFile file = new StateFile(name, output.position(), crc.getValue());
        store.rename(fresh, name);
        store.forceDirectory(Names.STATE);
        bytesWritten += file.bytes();
        return file;
    }

    /** Gives the chunks of a file that is what the log says of it, and what is expected. */
    void read(StateFile file, Head expected, Consumer<StateChunk> to) {
        requireSize(file);
        store.run("read", file.name(), () -> {
            CRC32C crc = new CRC32C();
            try (InputStream in =
                    new CheckedInputStream(new BufferedInputStream(store.open(file.name()), 1 << 16), crc)) {
                requireHead(file.name(), in, expected);
                read(file.name(), in, to);
                if (in.read() >= 0 || crc.getValue() != file.checksum()) {
                    throw store.corrupt(file.name(), "its bytes are not those that the log names");
                }
            }
            return null;
        });
    }

    /** Fails unless the file is there with the length that the log names. */
    void requireSize(StateFile file) {
        long size = store.size(file.name());
        if (size != file.bytes()) {
            throw store.corrupt(file.name(), "it has " + size + " bytes, expected " + file.bytes());
        }
    }

    /** Deletes a file that nothing refers to. */
    void discard(String name) {
        store.delete(name);
    }

    /** Deletes a file after a failure; where that fails too, the next owner does it. */
    <E extends RuntimeException> E discardAfter(E failure, String name) {
        try {
            if (store.usable()) {
                store.delete(name);
            }
        } catch (MillraceException e) {
            failure.addSuppressed(e);
        }
        return failure;
    }

    long bytesWritten() {
        return bytesWritten;
    }

    private void write(Iterable<StateChunk> chunks, OutputStream out) throws IOException {
        StateWriter writer = new StateWriter(out, allocator);
        for (StateChunk chunk : chunks) {
            writer.write(chunk);
        }
        writer.end();
    }

    private void read(String name, InputStream in, Consumer<StateChunk> to) throws IOException {
        try {
            new StateReader(in, allocator).read(to);
        } catch (DamagedStateException e) {
            throw store.corrupt(name, e.offset(), "of its state there is " + e.getMessage());
        }
    }

    private static byte[] head(Head head) throws IOException {
        byte[] json = Json.write(head).getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream data = new DataOutputStream(bytes);
        data.write(MAGIC);
        data.writeInt(json.length);
        data.write(json);
        CRC32C crc = new CRC32C();
        crc.update(bytes.toByteArray());
        data.writeInt((int) crc.getValue());
        return bytes.toByteArray();
    }

    private void requireHead(String name, InputStream in, Head expected) throws IOException {
        byte[] start = in.readNBytes(MAGIC.length + 4);
        if (start.length < MAGIC.length + 4 || !Arrays.equals(start, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
            throw store.corrupt(name, "it does not begin as a state file of format " + MAGIC[3]);
        }
        int length = new DataInputStream(new ByteArrayInputStream(start, MAGIC.length, 4)).readInt();
        byte[] json = in.readNBytes(Math.max(0, Math.min(length, HEAD_BYTES_MAX)));
        CRC32C crc = new CRC32C();
        crc.update(start);
        crc.update(json);
        byte[] sum = in.readNBytes(4);
        if (sum.length < 4 || new DataInputStream(new ByteArrayInputStream(sum)).readInt() != (int) crc.getValue()) {
            throw store.corrupt(name, "its head does not match its checksum");
        }
        Head found;
        try {
            found = Json.read(new String(json, StandardCharsets.UTF_8), Head.class);
        } catch (JsonProcessingException e) {
            throw store.corrupt(name, "its head cannot be read: " + e.getOriginalMessage());
        }
        if (!found.equals(expected)) {
            throw store.corrupt(name, "it is another file: " + found.text() + ", expected " + expected.text());
        }
    }

    /** An output as a stream. */
    private static final class Plain extends OutputStream {
        private final FileStore.Output output;

        Plain(FileStore.Output output) {
            this.output = output;
        }

        @Override
        public void write(int value) throws IOException {
            output.write(new byte[] {(byte) value}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            output.write(bytes, from, length);
        }
    }
}

package io.millrace.state;

import io.millrace.columnar.ColumnBatch;
import io.millrace.columnar.Schema;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorLoader;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.message.ArrowRecordBatch;
import org.apache.arrow.vector.ipc.message.MessageSerializer;

/**
 * Reads what {@link StateWriter} wrote. Each block's checksum is verified before anything in it is used.
 *
 * <p>Ownership: the stream and the allocator are the caller's; the chunks given out may be kept.
 *
 * <p>Errors: {@link DamagedStateException} says where the bytes are not what was written.
 */
public final class StateReader {
    private static final int HEAD_BYTES = 5;
    private static final int BLOCK_BYTES_MAX = 1 << 30;

    private final InputStream in;
    private final BufferAllocator allocator;
    private final List<String[]> tables = new ArrayList<>();
    private final List<StoredSchema> schemas = new ArrayList<>();
    private final BlockCodec codec = new BlockCodec();
    private int blocks;
    private long offset;

    private record StoredSchema(org.apache.arrow.vector.types.pojo.Schema arrow, Schema schema, boolean weighted) {}

    public StateReader(InputStream in, BufferAllocator allocator) {
        this.in = in;
        this.allocator = allocator;
    }

    /** Gives every chunk, in the order written, up to the closing block. */
    public void read(Consumer<StateChunk> to) throws IOException {
        while (true) {
            byte[] head = bytes(HEAD_BYTES);
            DataInputStream fields = data(head);
            int length = fields.readInt();
            byte kind = fields.readByte();
            if (length < 0 || length > BLOCK_BYTES_MAX) {
                throw new DamagedStateException(offset, "a block of " + length + " bytes");
            }
            byte[] payload = bytes(length);
            int checksum = data(bytes(4)).readInt();
            if (checksum != StateWriter.checksum(blocks, kind, payload, length)) {
                throw new DamagedStateException(offset, "a block whose checksum does not match");
            }
            if (kind == StateWriter.END) {
                return;
            }
            if ((kind & StateWriter.SHORTENED) == 0) {
                read(kind, payload, to);
            } else {
                read((byte) (kind & ~StateWriter.SHORTENED), codec.restore(payload, offset, BLOCK_BYTES_MAX), to);
            }
            blocks++;
            offset += HEAD_BYTES + length + 4L;
        }
    }

    private void read(byte kind, byte[] payload, Consumer<StateChunk> to) throws IOException {
        DataInputStream data = data(payload);
        switch (kind) {
            case StateWriter.TABLE -> tables.add(new String[] {text(data), text(data)});
            case StateWriter.SCHEMA -> addSchema(data);
            case StateWriter.DROP -> {
                String[] table = tables.get(data.readInt());
                to.accept(new StateChunk(table[0], table[1], StateChunk.Kind.DROP, data.readLong(), null));
            }
            case StateWriter.ROWS, StateWriter.NUMBERS -> {
                String[] table = tables.get(data.readInt());
                StoredSchema schema = schemas.get(data.readInt());
                StateChunk.Kind change = data.readByte() == 'U' ? StateChunk.Kind.UPSERT : StateChunk.Kind.DELETE;
                long segment = data.readLong();
                ColumnBatch stored = kind == StateWriter.ROWS
                        ? rows(schema, data)
                        : NumberRows.read(schema.schema(), payload, payload.length - data.available(), offset);
                ColumnBatch rows = StateSchemas.fromStored(stored, schema.weighted());
                to.accept(new StateChunk(table[0], table[1], change, segment, rows));
            }
            default -> throw new DamagedStateException(offset, "a block of unknown kind " + kind);
        }
    }

    private void addSchema(DataInputStream data) throws IOException {
        var arrow = MessageSerializer.deserializeSchema(channel(data));
        schemas.add(new StoredSchema(arrow, StateSchemas.fromArrow(arrow), StateSchemas.weighted(arrow)));
    }

    private ColumnBatch rows(StoredSchema schema, DataInputStream data) throws IOException {
        try (VectorSchemaRoot root = VectorSchemaRoot.create(schema.arrow(), allocator);
                ArrowRecordBatch message = MessageSerializer.deserializeRecordBatch(channel(data), allocator)) {
            new VectorLoader(root).load(message);
            return ColumnBatch.of(schema.schema(), root).detach();
        }
    }

    private byte[] bytes(int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new DamagedStateException(offset, "the end of the data within a block");
        }
        return bytes;
    }

    private static DataInputStream data(byte[] bytes) {
        return new DataInputStream(new ByteArrayInputStream(bytes));
    }

    private static HeapReadChannel channel(DataInputStream data) {
        return new HeapReadChannel(Channels.newChannel(data));
    }

    private static String text(DataInputStream data) throws IOException {
        int length = data.readInt();
        byte[] utf8 = data.readNBytes(length);
        if (utf8.length < length) {
            throw new EOFException();
        }
        return new String(utf8, StandardCharsets.UTF_8);
    }
}

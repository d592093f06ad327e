package io.millrace.state;

import io.millrace.columnar.ColumnBatch;
import io.millrace.columnar.Schema;
import io.millrace.columnar.Selection;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.CRC32C;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.VectorUnloader;
import org.apache.arrow.vector.ipc.message.ArrowRecordBatch;
import org.apache.arrow.vector.ipc.message.MessageSerializer;

/**
 * Writes state chunks as a sequence of checksummed blocks; schemas in them are Arrow IPC messages, and so are rows, unless
 * they are {@link NumberRows}. What it writes ends with {@link #end()}, and {@link StateReader} reads it.
 *
 * <p>Shape: {@code length, kind, payload, checksum} again and again, the payload compressed where that pays. A table and a schema are written once, before the
 * first rows that need them. Rows beyond about 8 MiB are split over several blocks, which come back as several chunks.
 *
 * <p>Ownership: the stream and the allocator are the caller's.
 */
public final class StateWriter {
    static final byte TABLE = 'T';
    static final byte SCHEMA = 'S';
    static final byte ROWS = 'R';
    static final byte NUMBERS = 'N';
    static final byte DROP = 'D';
    static final byte END = 'E';
    /** Set in the kind of a block whose payload {@link BlockCodec} has shortened. */
    static final byte SHORTENED = (byte) 0x80;

    private static final long BLOCK_BYTES = 8L << 20;

    private final OutputStream out;
    private final BufferAllocator allocator;
    private final Map<TableName, Integer> tables = new HashMap<>();
    private final Map<StoredSchema, Integer> schemas = new HashMap<>();
    private final BlockCodec codec = new BlockCodec();
    private final ByteSink numbers = new ByteSink(1024);
    private int blocks;

    private record TableName(String operator, String table) {}

    private record StoredSchema(Schema schema, boolean weighted) {}

    public StateWriter(OutputStream out, BufferAllocator allocator) {
        this.out = out;
        this.allocator = allocator;
    }

    public void write(StateChunk chunk) throws IOException {
        int table = table(chunk);
        if (chunk.kind() == StateChunk.Kind.DROP) {
            Payload payload = new Payload();
            payload.data.writeInt(table);
            payload.data.writeLong(chunk.segment());
            block(DROP, payload);
            return;
        }
        ColumnBatch rows = chunk.rows();
        int schema = schema(rows);
        boolean numbers = NumberRows.serves(rows.schema());
        int parts = (int) Math.min(Math.max(1, rows.rowCount()), 1 + rows.heapBytes() / BLOCK_BYTES);
        for (int part = 0; part < parts; part++) {
            int from = (int) ((long) rows.rowCount() * part / parts);
            int to = (int) ((long) rows.rowCount() * (part + 1) / parts);
            Payload payload = new Payload();
            payload.data.writeInt(table);
            payload.data.writeInt(schema);
            payload.data.writeByte(chunk.kind() == StateChunk.Kind.UPSERT ? 'U' : 'D');
            payload.data.writeLong(chunk.segment());
            ColumnBatch own = StateSchemas.toStored(parts == 1 ? rows : slice(rows, from, to));
            if (numbers) {
                writeNumbers(own, payload);
            } else {
                writeRows(own, payload);
            }
        }
    }

    /** Writes the closing block, without which a reader takes the sequence for cut off. */
    public void end() throws IOException {
        Payload payload = new Payload();
        payload.data.writeInt(blocks);
        block(END, payload);
    }

    private int table(StateChunk chunk) throws IOException {
        TableName name = new TableName(chunk.operator(), chunk.table());
        Integer known = tables.get(name);
        if (known == null) {
            known = tables.size();
            tables.put(name, known);
            Payload payload = new Payload();
            payload.text(name.operator());
            payload.text(name.table());
            block(TABLE, payload);
        }
        return known;
    }

    private int schema(ColumnBatch rows) throws IOException {
        StoredSchema schema = new StoredSchema(rows.schema(), rows.weights() != null);
        Integer known = schemas.get(schema);
        if (known == null) {
            known = schemas.size();
            schemas.put(schema, known);
            Payload payload = new Payload();
            MessageSerializer.serialize(payload.channel(), StateSchemas.toArrow(schema.schema(), schema.weighted()));
            block(SCHEMA, payload);
        }
        return known;
    }

    private void writeRows(ColumnBatch rows, Payload payload) throws IOException {
        try (VectorSchemaRoot root = rows.toArrow(allocator);
                ArrowRecordBatch message = new VectorUnloader(root).getRecordBatch()) {
            MessageSerializer.serialize(payload.channel(), message);
        }
        block(ROWS, payload);
    }

    /** Compressing them once more would save little. */
    private void writeNumbers(ColumnBatch rows, Payload payload) throws IOException {
        byte[] head = payload.bytes.toByteArray();
        numbers.clear();
        numbers.putBytes(head, 0, head.length);
        NumberRows.write(rows, numbers);
        block(NUMBERS, numbers.bytes(), numbers.length());
    }

    private static ColumnBatch slice(ColumnBatch rows, int from, int to) {
        int[] positions = new int[to - from];
        Arrays.setAll(positions, i -> from + i);
        return rows.take(new Selection(positions, positions.length));
    }

    private void block(byte kind, Payload payload) throws IOException {
        byte[] plain = payload.bytes.toByteArray();
        byte[] shortened = codec.shorten(plain);
        if (shortened == null) {
            block(kind, plain, plain.length);
        } else {
            block((byte) (kind | SHORTENED), shortened, shortened.length);
        }
    }

    private void block(byte kind, byte[] payload, int length) throws IOException {
        DataOutputStream data = new DataOutputStream(out);
        data.writeInt(length);
        data.writeByte(kind);
        data.write(payload, 0, length);
        data.writeInt(checksum(blocks, kind, payload, length));
        blocks++;
    }

    /** Over position, kind, length and payload, so that a block in another's place is noticed. */
    static int checksum(int position, byte kind, byte[] payload, int length) {
        CRC32C crc = new CRC32C();
        for (int value : new int[] {position, length}) {
            for (int shift = 24; shift >= 0; shift -= 8) {
                crc.update(value >>> shift);
            }
        }
        crc.update(kind);
        crc.update(payload, 0, length);
        return (int) crc.getValue();
    }

    /** The bytes of a block while they are put together. */
    private static final class Payload {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final DataOutputStream data = new DataOutputStream(bytes);

        void text(String text) throws IOException {
            byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
            data.writeInt(utf8.length);
            data.write(utf8);
        }

        /** A channel whose own position begins at 0, since Arrow pads messages by it. */
        HeapWriteChannel channel() {
            return new HeapWriteChannel(Channels.newChannel(bytes));
        }
    }
}

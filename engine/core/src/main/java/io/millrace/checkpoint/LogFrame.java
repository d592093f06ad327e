package io.millrace.checkpoint;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * One entry of the log. Its bytes:
 *
 * <pre>
 *   "MRL" version(1) kind(1) jsonLength(4) stateLength(4) epoch(8) batch(8) durable(8) previous(16) headChecksum(4)
 *   json  state  checksum(4) '\n'
 * </pre>
 *
 * Numbers are big-endian, checksums CRC-32C: of the 53 bytes before it, and of everything before it.
 *
 * @param epoch of the owner that wrote it
 * @param durable how many bytes of the segment were known to be synced when this was written
 * @param previous hash of the entry before
 * @param json what it says
 * @param state state chunks, or empty
 */
record LogFrame(Kind kind, long epoch, long batch, long durable, Hash previous, String json, byte[] state) {
    static final byte VERSION = 1;
    static final byte[] MAGIC = {'M', 'R', 'L', VERSION};
    static final int HEAD_BYTES = 53 + 4;
    static final int TAIL_BYTES = 5;
    private static final int BYTES_MAX = 1 << 30;

    /** What an entry says. */
    enum Kind {
        /** The segment begins: see {@link SegmentStart}. */
        SEGMENT('S'),
        /** A process has opened the checkpoint. */
        EPOCH('E'),
        /** A micro-batch, see {@link StoredBatch}; of the last one again, uncommitted, it takes its place. */
        RECORD('R'),
        COMMIT('C'),
        PLAN('P'),
        FINISH('F'),
        /** The log goes on in another segment. */
        NEXT('N');

        private final byte code;

        Kind(char code) {
            this.code = (byte) code;
        }

        static Kind of(byte code) {
            return Arrays.stream(values())
                    .filter(kind -> kind.code == code)
                    .findFirst()
                    .orElse(null);
        }
    }

    byte[] encode() {
        byte[] text = json.getBytes(StandardCharsets.UTF_8);
        ByteBuffer buffer = ByteBuffer.allocate(HEAD_BYTES + text.length + state.length + TAIL_BYTES);
        buffer.put(MAGIC).put(kind.code).putInt(text.length).putInt(state.length);
        buffer.putLong(epoch).putLong(batch).putLong(durable).put(previous.bytes());
        buffer.putInt(checksum(buffer.array(), 0, buffer.position()));
        buffer.put(text).put(state);
        buffer.putInt(checksum(buffer.array(), 0, buffer.position()));
        buffer.put((byte) '\n');
        return buffer.array();
    }

    /** What is wrong with the frame that begins there, or null. Incomplete frames are wrong too. */
    static String flaw(byte[] bytes, int at) {
        int left = bytes.length - at;
        if (left < HEAD_BYTES) {
            return "the file ends within an entry";
        }
        if (!headIntact(bytes, at)) {
            return "the head of an entry does not match its checksum";
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        if (bytes[at + 3] != VERSION || Kind.of(bytes[at + 4]) == null) {
            return "an entry is of format " + bytes[at + 3] + ", kind " + bytes[at + 4] + ", expected format "
                    + VERSION;
        }
        long length = length(buffer, at);
        if (length < 0 || length > BYTES_MAX) {
            return "an entry has an impossible length";
        }
        if (length > left) {
            return "the file ends within an entry";
        }
        int end = at + (int) length - TAIL_BYTES;
        if (buffer.getInt(end) != checksum(bytes, at, end - at) || bytes[end + 4] != '\n') {
            return "an entry does not match its checksum";
        }
        return null;
    }

    /** Whether a frame begins there whose head, which must be within the bytes, is as it was written. */
    static boolean headIntact(byte[] bytes, int at) {
        return Arrays.equals(bytes, at, at + 3, MAGIC, 0, 3)
                && ByteBuffer.wrap(bytes).getInt(at + HEAD_BYTES - 4) == checksum(bytes, at, HEAD_BYTES - 4);
    }

    /** Reads a frame that has no {@link #flaw}. */
    static LogFrame read(byte[] bytes, int at) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        int jsonLength = buffer.getInt(at + 5);
        int jsonAt = at + HEAD_BYTES;
        int stateAt = jsonAt + jsonLength;
        return new LogFrame(
                Kind.of(bytes[at + 4]),
                buffer.getLong(at + 13),
                buffer.getLong(at + 21),
                buffer.getLong(at + 29),
                Hash.read(bytes, at + 37),
                new String(bytes, jsonAt, jsonLength, StandardCharsets.UTF_8),
                Arrays.copyOfRange(bytes, stateAt, stateAt + buffer.getInt(at + 9)));
    }

    /** Length of a frame whose head has no flaw. */
    static int length(byte[] bytes, int at) {
        return (int) length(ByteBuffer.wrap(bytes), at);
    }

    /** The hash by which the next entry names this one. */
    static Hash hash(byte[] bytes, int at) {
        return Hash.of(bytes, at, length(bytes, at) - TAIL_BYTES);
    }

    private static long length(ByteBuffer buffer, int at) {
        long json = buffer.getInt(at + 5);
        long state = buffer.getInt(at + 9);
        return json < 0 || state < 0 ? -1 : HEAD_BYTES + json + state + TAIL_BYTES;
    }

    private static int checksum(byte[] bytes, int from, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, from, length);
        return (int) crc.getValue();
    }
}

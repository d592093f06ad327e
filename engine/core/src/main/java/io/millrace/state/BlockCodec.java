package io.millrace.state;

import io.airlift.compress.MalformedInputException;
import io.airlift.compress.lz4.Lz4Compressor;
import io.airlift.compress.lz4.Lz4Decompressor;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Makes the payloads of blocks shorter, by LZ4: numbers to about half, text to about 60 percent.
 *
 * <p>Shape of a shortened payload: {@code length of the plain one (4)}, then one LZ4 block.
 *
 * <p>Threads: one at a time.
 *
 * <p>Why LZ4: on the state of a window aggregate it takes 1.5 ms of CPU for each MB, where DEFLATE at its fastest takes 7
 * to save a quarter more; and the CPU is what a micro-batch waits for.
 */
final class BlockCodec {
    /** Below this a block is written as it is: a sync costs more than its bytes. */
    private static final int PLAIN_BYTES_MAX = 256;

    private static final int LENGTH_BYTES = 4;

    private final Lz4Compressor compressor = new Lz4Compressor();
    private final Lz4Decompressor decompressor = new Lz4Decompressor();
    private byte[] scratch = {};

    /** The shortened payload; null where that would not save an eighth. */
    byte[] shorten(byte[] plain) {
        if (plain.length <= PLAIN_BYTES_MAX) {
            return null;
        }
        int lengthMax = LENGTH_BYTES + compressor.maxCompressedLength(plain.length);
        if (scratch.length < lengthMax) {
            scratch = new byte[lengthMax];
        }
        int length = LENGTH_BYTES
                + compressor.compress(plain, 0, plain.length, scratch, LENGTH_BYTES, scratch.length - LENGTH_BYTES);
        if (length > plain.length - plain.length / 8) {
            return null;
        }
        ByteBuffer.wrap(scratch).putInt(plain.length);
        return Arrays.copyOf(scratch, length);
    }

    /**
     * The plain payload.
     *
     * @param offset of the block, for the failure
     * @param plainBytesMax a longer one is not made
     */
    byte[] restore(byte[] shortened, long offset, int plainBytesMax) throws DamagedStateException {
        int length = shortened.length < LENGTH_BYTES
                ? -1
                : ByteBuffer.wrap(shortened).getInt();
        if (length < 0 || length > plainBytesMax) {
            throw new DamagedStateException(offset, "a compressed block of impossible length");
        }
        byte[] plain = new byte[length];
        try {
            int found =
                    decompressor.decompress(shortened, LENGTH_BYTES, shortened.length - LENGTH_BYTES, plain, 0, length);
            if (found == length) {
                return plain;
            }
        } catch (MalformedInputException e) {
            throw new DamagedStateException(offset, "a block that cannot be decompressed");
        }
        throw new DamagedStateException(offset, "a compressed block that is not as long as it says");
    }
}

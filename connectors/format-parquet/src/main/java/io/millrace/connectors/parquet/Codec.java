package io.millrace.connectors.parquet;

import io.airlift.compress.Decompressor;
import io.airlift.compress.MalformedInputException;
import io.airlift.compress.lz4.Lz4Decompressor;
import io.airlift.compress.zstd.ZstdDecompressor;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** How the pages of a column chunk are compressed. */
enum Codec {
    UNCOMPRESSED,
    SNAPPY,
    GZIP,
    LZO,
    BROTLI,
    LZ4,
    ZSTD,
    LZ4_RAW;

    private static final int GZIP_HEADER_BYTES = 10;
    private static final int GZIP_TRAILER_BYTES = 8;
    private static final int GZIP_NAME = 8;
    private static final int GZIP_PLAIN_FLAGS = 0;

    static Codec of(int id) {
        if (id < 0 || id >= values().length) {
            throw new DamagedException("a column has the unknown codec " + id);
        }
        return values()[id];
    }

    boolean isSupported() {
        return this != LZO && this != BROTLI && this != LZ4;
    }

    /** Decompresses a page of known size. One instance serves one thread. Arrays reach 16 bytes beyond what is used. */
    interface Unpacker {
        void unpack(byte[] in, int from, int length, byte[] out, int outFrom, int outLength);
    }

    Unpacker unpacker() {
        return switch (this) {
            case UNCOMPRESSED ->
                (in, from, length, out, outFrom, outLength) -> {
                    if (length != outLength) {
                        throw new DamagedException("a page is not as long as its header says");
                    }
                    System.arraycopy(in, from, out, outFrom, length);
                };
            case SNAPPY -> Snappy::unpack;
            case ZSTD -> of(new ZstdDecompressor());
            case LZ4_RAW -> of(new Lz4Decompressor());
            case GZIP -> Codec::gunzip;
            case LZO, BROTLI, LZ4 -> throw new IllegalStateException("checked when the file was opened");
        };
    }

    private static Unpacker of(Decompressor decompressor) {
        return (in, from, length, out, outFrom, outLength) -> {
            try {
                if (decompressor.decompress(in, from, length, out, outFrom, outLength) != outLength) {
                    throw new DamagedException("a page is not as long as its header says");
                }
            } catch (MalformedInputException e) {
                throw new DamagedException("a page does not decompress");
            }
        };
    }

    private static void gunzip(byte[] in, int from, int length, byte[] out, int outFrom, int outLength) {
        int header = gzipHeader(in, from, length);
        Inflater inflater = new Inflater(true);
        try {
            inflater.setInput(in, from + header, length - header - GZIP_TRAILER_BYTES);
            int done = 0;
            while (done < outLength && !inflater.finished()) {
                int more = inflater.inflate(out, outFrom + done, outLength - done);
                if (more == 0 && !inflater.finished()) {
                    break;
                }
                done += more;
            }
            CRC32 sum = new CRC32();
            sum.update(out, outFrom, done);
            int trailer = from + length - GZIP_TRAILER_BYTES;
            if (done != outLength || (int) sum.getValue() != LittleEndian.intAt(in, trailer)) {
                throw new DamagedException("a page is not as long as its header says");
            }
        } catch (DataFormatException e) {
            throw new DamagedException("a page does not decompress");
        } finally {
            inflater.end();
        }
    }

    private static int gzipHeader(byte[] in, int from, int length) {
        boolean gzip = length >= GZIP_HEADER_BYTES + GZIP_TRAILER_BYTES
                && in[from] == (byte) 0x1F
                && in[from + 1] == (byte) 0x8B
                && (in[from + 3] & ~GZIP_NAME) == GZIP_PLAIN_FLAGS;
        if (!gzip) {
            throw new DamagedException("a page does not decompress");
        }
        int header = GZIP_HEADER_BYTES;
        if (in[from + 3] == GZIP_NAME) {
            while (header < length - GZIP_TRAILER_BYTES && in[from + header] != 0) {
                header++;
            }
            header++;
        }
        return header;
    }
}

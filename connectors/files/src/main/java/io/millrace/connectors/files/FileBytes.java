package io.millrace.connectors.files;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.GZIPInputStream;

/** Opens files, decompressed where they are gzip, at any position. */
final class FileBytes {
    private static final int GZIP_BUFFER_BYTES = 64 << 10;

    private FileBytes() {}

    /** The bytes from {@code position}, after decompression, to {@code end} (-1: to the end of the file). */
    static InputStream open(Path path, boolean gzip, long position, long end) throws IOException {
        FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
        try {
            if (!gzip) {
                return new Range(channel, position, end < 0 ? Long.MAX_VALUE : end);
            }
            InputStream raw = new Range(channel, 0, Long.MAX_VALUE);
            InputStream in = new GZIPInputStream(raw, GZIP_BUFFER_BYTES);
            in.skipNBytes(position);
            return end < 0 ? in : limited(in, end - position);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    /** The next bytes of a stream, as many as that. */
    static Limited limited(InputStream in, long length) {
        return new Limited(in, length);
    }

    /** A range of a channel. */
    private static final class Range extends InputStream {
        private final FileChannel channel;
        private long position;
        private final long end;

        Range(FileChannel channel, long position, long end) {
            this.channel = channel;
            this.position = position;
            this.end = end;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] bytes, int from, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            int most = (int) Math.min(length, end - position);
            int read = most <= 0 ? -1 : channel.read(ByteBuffer.wrap(bytes, from, most), position);
            position += Math.max(0, read);
            return read;
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }

    /** The first bytes of a stream. */
    static final class Limited extends InputStream {
        private final InputStream in;
        private long left;

        private Limited(InputStream in, long left) {
            this.in = in;
            this.left = left;
        }

        /** Whether all of them have been read. */
        boolean isAtEnd() {
            return left == 0;
        }

        @Override
        public int read() throws IOException {
            int read = left <= 0 ? -1 : in.read();
            left -= read < 0 ? 0 : 1;
            return read;
        }

        @Override
        public int read(byte[] bytes, int from, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            int read = left <= 0 ? -1 : in.read(bytes, from, (int) Math.min(length, left));
            left -= Math.max(0, read);
            return read;
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}

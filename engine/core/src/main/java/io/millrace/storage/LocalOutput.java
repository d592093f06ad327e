package io.millrace.storage;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A local file being written.
 *
 * <p>Looks odd, is meant: not through a channel, since a channel closes itself under a thread that is interrupted, and
 * then nobody knows what was written or synced.
 */
final class LocalOutput implements FileStore.Output {
    private final Path path;
    private final RandomAccessFile file;
    private long position;

    /** Opens an existing file, at its beginning. */
    LocalOutput(Path path) throws IOException {
        this.path = path;
        this.file = new RandomAccessFile(path.toFile(), "rw");
    }

    /** Cuts the file to a length and goes on at its end. */
    void cut(long length) throws IOException {
        long size = file.length();
        if (size < length) {
            throw new IOException(path + " has " + size + " bytes, expected at least " + length);
        }
        if (size > length) {
            file.setLength(length);
        }
        seek(length);
    }

    /** Goes on at a place. */
    void seek(long at) throws IOException {
        file.seek(at);
        position = at;
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
        try {
            file.write(bytes, from, length);
            position += length;
        } catch (IOException e) {
            throw explain(path, length, e);
        }
    }

    @Override
    public void force() throws IOException {
        file.getFD().sync();
    }

    @Override
    public long position() {
        return position;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    /** Tells a full device from other failures, by the system's text and, as that may be translated, by asking. */
    static IOException explain(Path path, long needed, IOException e) {
        String text = String.valueOf(e.getMessage());
        boolean full = text.contains("No space left")
                || text.contains("quota exceeded")
                || text.contains("File too large")
                || (needed > 0 && usable(path) < needed);
        return full && !(e instanceof StorageFullException) ? new StorageFullException(text, e) : e;
    }

    private static long usable(Path path) {
        try {
            return Files.getFileStore(path).getUsableSpace();
        } catch (IOException e) {
            return Long.MAX_VALUE;
        }
    }
}

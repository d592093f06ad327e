package io.millrace.connectors.files;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/**
 * The stream of a gzip file that was read up to some position, kept for the range that follows: there is no other way to a
 * position in such a file than through all that stands before it. Holds one stream. Thread-safe.
 */
final class OpenGzip implements AutoCloseable {
    private FileVersion file;
    private long position;
    private InputStream in;
    private boolean closed;

    /** The stream that stands at this position of a file, or null; the caller closes it or gives it back. */
    synchronized InputStream take(FileVersion wanted, long wantedPosition) {
        if (in == null || position != wantedPosition || !wanted.equals(file)) {
            return null;
        }
        InputStream taken = in;
        in = null;
        return taken;
    }

    /** Keeps a stream that stands at this position, in place of another. */
    synchronized void keep(FileVersion newFile, long newPosition, InputStream newIn) throws IOException {
        InputStream old = closed ? newIn : in;
        if (!closed) {
            file = newFile;
            position = newPosition;
            in = newIn;
        }
        if (old != null) {
            old.close();
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        try {
            if (in != null) {
                in.close();
                in = null;
            }
        } catch (IOException e) {
            throw FileFailures.cannotRead(Path.of(file.name()), e);
        }
    }
}

package io.millrace.connector;

/** The bytes of one file, at any position. Used by one thread. */
public interface RandomBytes extends AutoCloseable {
    /** What to call it in errors: the file's path. */
    String origin();

    long size();

    /**
     * Reads exactly {@code length} bytes.
     *
     * <p>Errors: IO_ERROR when the file ends before, or cannot be read.
     */
    void read(long position, byte[] into, int from, int length);

    @Override
    void close();
}

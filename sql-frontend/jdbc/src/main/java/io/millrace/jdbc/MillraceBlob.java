package io.millrace.jdbc;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.sql.Blob;
import java.sql.SQLException;
import java.util.Arrays;

/** Bytes in memory as a BLOB: a copy of a value of type BINARY or VARBINARY, or the value of a parameter. Positions from 1. */
final class MillraceBlob implements Blob {
    /** Null once freed. */
    private byte[] bytes;

    /** @param bytes to be kept by it alone */
    MillraceBlob(byte[] bytes) {
        this.bytes = bytes;
    }

    private synchronized byte[] bytes() throws SQLException {
        if (bytes == null) {
            throw SqlErrors.closed("BLOB");
        }
        return bytes;
    }

    @Override
    public long length() throws SQLException {
        return bytes().length;
    }

    @Override
    public byte[] getBytes(long position, int length) throws SQLException {
        LobPart part = LobPart.of("bytes", position, length, bytes().length);
        return Arrays.copyOfRange(bytes(), part.from(), part.to());
    }

    @Override
    public InputStream getBinaryStream() throws SQLException {
        return new ByteArrayInputStream(bytes());
    }

    @Override
    public InputStream getBinaryStream(long position, long length) throws SQLException {
        LobPart part = LobPart.within("bytes", position, length, bytes().length);
        return new ByteArrayInputStream(bytes(), part.from(), part.length());
    }

    @Override
    public long position(byte[] pattern, long start) throws SQLException {
        if (pattern == null) {
            throw SqlErrors.badArgument("the pattern is null");
        }
        byte[] all = bytes();
        for (int at = LobPart.of("bytes", start, 0, all.length).from(); at + pattern.length <= all.length; at++) {
            if (Arrays.equals(all, at, at + pattern.length, pattern, 0, pattern.length)) {
                return at + 1L;
            }
        }
        return -1;
    }

    @Override
    public long position(Blob pattern, long start) throws SQLException {
        return position(pattern.getBytes(1, Math.toIntExact(pattern.length())), start);
    }

    @Override
    public int setBytes(long position, byte[] from) throws SQLException {
        return setBytes(position, from, 0, from.length);
    }

    /** Grows as needed; there are no gaps. */
    @Override
    public synchronized int setBytes(long position, byte[] from, int offset, int length) throws SQLException {
        LobPart.requireIn(from.length, offset, length);
        int at = LobPart.of("bytes", position, 0, bytes().length).from();
        byte[] longer = Arrays.copyOf(bytes, Math.max(bytes.length, Math.addExact(at, length)));
        System.arraycopy(from, offset, longer, at, length);
        bytes = longer;
        return length;
    }

    /** What is written takes effect when the stream is closed. */
    @Override
    public OutputStream setBinaryStream(long position) throws SQLException {
        LobPart.of("bytes", position, 0, bytes().length);
        return new ByteArrayOutputStream() {
            @Override
            public void close() throws java.io.IOException {
                LobPart.store(() -> setBytes(position, toByteArray()));
            }
        };
    }

    @Override
    public synchronized void truncate(long length) throws SQLException {
        bytes = Arrays.copyOf(
                bytes(), LobPart.within("bytes", 1, length, bytes.length).length());
    }

    @Override
    public synchronized void free() {
        bytes = null;
    }
}

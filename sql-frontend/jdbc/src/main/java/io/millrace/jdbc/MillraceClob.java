package io.millrace.jdbc;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Reader;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.sql.Clob;
import java.sql.NClob;
import java.sql.SQLException;

/**
 * Text in memory as a CLOB or NCLOB: a value of type CHAR or VARCHAR, or the value of a parameter. Positions from 1, counted
 * in Java's characters.
 */
final class MillraceClob implements NClob {
    /** Null once freed. */
    private String text;

    MillraceClob(String text) {
        this.text = text;
    }

    private synchronized String text() throws SQLException {
        if (text == null) {
            throw SqlErrors.closed("CLOB");
        }
        return text;
    }

    @Override
    public long length() throws SQLException {
        return text().length();
    }

    @Override
    public String getSubString(long position, int length) throws SQLException {
        LobPart part = LobPart.of("characters", position, length, text().length());
        return text().substring(part.from(), part.to());
    }

    @Override
    public Reader getCharacterStream() throws SQLException {
        return new StringReader(text());
    }

    @Override
    public Reader getCharacterStream(long position, long length) throws SQLException {
        LobPart part = LobPart.within("characters", position, length, text().length());
        return new StringReader(text().substring(part.from(), part.to()));
    }

    @Override
    public InputStream getAsciiStream() throws SQLException {
        return new ByteArrayInputStream(text().getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public long position(String pattern, long start) throws SQLException {
        if (pattern == null) {
            throw SqlErrors.badArgument("the pattern is null");
        }
        int found = text().indexOf(
                        pattern,
                        LobPart.of("characters", start, 0, text().length()).from());
        return found < 0 ? -1 : found + 1L;
    }

    @Override
    public long position(Clob pattern, long start) throws SQLException {
        return position(pattern.getSubString(1, Math.toIntExact(pattern.length())), start);
    }

    @Override
    public int setString(long position, String from) throws SQLException {
        return setString(position, from, 0, from.length());
    }

    /** Grows as needed; there are no gaps. */
    @Override
    public synchronized int setString(long position, String from, int offset, int length) throws SQLException {
        LobPart.requireIn(from.length(), offset, length);
        LobPart replaced = LobPart.of("characters", position, length, text().length());
        text = text.substring(0, replaced.from())
                + from.substring(offset, offset + length)
                + text.substring(replaced.to());
        return length;
    }

    /** What is written takes effect when the stream is closed. */
    @Override
    public Writer setCharacterStream(long position) throws SQLException {
        LobPart.of("characters", position, 0, text().length());
        return new StringWriter() {
            @Override
            public void close() throws java.io.IOException {
                LobPart.store(() -> setString(position, toString()));
            }
        };
    }

    @Override
    public OutputStream setAsciiStream(long position) throws SQLException {
        LobPart.of("characters", position, 0, text().length());
        return new ByteArrayOutputStream() {
            @Override
            public void close() throws java.io.IOException {
                LobPart.store(() -> setString(position, toString(StandardCharsets.US_ASCII)));
            }
        };
    }

    @Override
    public synchronized void truncate(long length) throws SQLException {
        text = text().substring(
                        0,
                        LobPart.within("characters", 1, length, text.length()).to());
    }

    @Override
    public synchronized void free() {
        text = null;
    }
}

package io.millrace.connectors.files;

import io.millrace.connector.RandomBytes;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The bytes of a local file. */
final class ChannelBytes implements RandomBytes {
    private final Path path;
    private final FileChannel channel;
    private final long size;

    private ChannelBytes(Path path, FileChannel channel, long size) {
        this.path = path;
        this.channel = channel;
        this.size = size;
    }

    static ChannelBytes open(Path path) {
        try {
            FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
            return new ChannelBytes(path, channel, channel.size());
        } catch (IOException e) {
            throw FileFailures.cannotRead(path, e);
        }
    }

    @Override
    public String origin() {
        return path.toString();
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public void read(long position, byte[] into, int from, int length) {
        try {
            ByteBuffer buffer = ByteBuffer.wrap(into, from, length);
            while (buffer.hasRemaining()) {
                if (channel.read(buffer, position + length - buffer.remaining()) < 0) {
                    throw new EOFException();
                }
            }
        } catch (EOFException e) {
            throw FileFailures.cannotRead(path, new IOException("it ends before byte " + (position + length), e));
        } catch (IOException e) {
            throw FileFailures.cannotRead(path, e);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw FileFailures.cannotRead(path, e);
        }
    }
}

package io.millrace.state;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.ipc.WriteChannel;

/**
 * Arrow's channel for IPC messages, copying buffers through the heap: Arrow's own makes a ByteBuffer over foreign
 * memory, for which the application would need a JVM flag.
 */
final class HeapWriteChannel extends WriteChannel {
    private final byte[] chunk = new byte[1 << 14];

    HeapWriteChannel(WritableByteChannel out) {
        super(out);
    }

    @Override
    public void write(ArrowBuf buffer) throws IOException {
        long end = buffer.writerIndex();
        for (long at = buffer.readerIndex(); at < end; ) {
            int length = (int) Math.min(chunk.length, end - at);
            buffer.getBytes(at, chunk, 0, length);
            write(ByteBuffer.wrap(chunk, 0, length));
            at += length;
        }
    }
}

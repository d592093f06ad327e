package io.millrace.state;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.ipc.ReadChannel;

/** The counterpart of {@link HeapWriteChannel}. */
final class HeapReadChannel extends ReadChannel {
    private final byte[] chunk = new byte[1 << 14];

    HeapReadChannel(ReadableByteChannel in) {
        super(in);
    }

    @Override
    public long readFully(ArrowBuf buffer, long length) throws IOException {
        long start = buffer.writerIndex();
        long total = 0;
        while (total < length) {
            int wanted = (int) Math.min(chunk.length, length - total);
            int found = readFully(ByteBuffer.wrap(chunk, 0, wanted));
            buffer.setBytes(start + total, chunk, 0, found);
            total += found;
            if (found < wanted) {
                break;
            }
        }
        buffer.writerIndex(start + total);
        return total;
    }
}

package io.millrace.connectors.parquet;

import io.millrace.connector.RandomBytes;
import java.util.zip.CRC32;

/**
 * The pages of one column chunk, one after the other: read from the file in blocks, decompressed when asked for. A page
 * that is skipped is not decompressed.
 */
final class ChunkPages implements AutoCloseable {
    /** What decoders may read beyond the end of a page. */
    static final int SLACK_BYTES = 16;

    private static final int BLOCK_BYTES = 256 << 10;
    private static final int PAGE_BYTES_MAX = 512 << 20;
    /** More than a header with statistics of long texts takes. */
    private static final int HEADER_BYTES_MAX = 16 << 20;

    private static final byte[] NONE = {};

    private final RandomBytes file;
    private final Buffers buffers;
    private final Codec.Unpacker unpacker;
    private long position;
    private final long end;
    private byte[] block = NONE;
    private int from;
    private int to;
    private PageHeader header;
    /** Bytes of the page that {@link #next} gave, as long as it is not unpacked. */
    private int unread;

    private byte[] page = NONE;
    private int pageTo;

    ChunkPages(RandomBytes file, Footer.Chunk chunk, Buffers buffers) {
        this.file = file;
        this.buffers = buffers;
        this.unpacker = chunk.codec().unpacker();
        this.position = chunk.start();
        this.end = chunk.start() + chunk.storedBytes();
        if (end > file.size() || end < position) {
            throw new DamagedException("a column goes beyond its end");
        }
    }

    /** Goes to the next page and returns its header. What is left of the one before is skipped. */
    PageHeader next() {
        drop(unread);
        header = readHeader();
        unread = header.storedBytes();
        if (header.storedBytes() > end - position + (to - from) || header.plainBytes() > PAGE_BYTES_MAX) {
            throw new DamagedException("a page goes beyond the end of its column");
        }
        return header;
    }

    private PageHeader readHeader() {
        for (int want = 256; ; want *= 4) {
            boolean all = !fill(want);
            try {
                PageHeader read = PageHeader.read(block, from, to);
                from += read.bytes();
                return read;
            } catch (DamagedException e) {
                // perhaps it only reaches beyond what is there yet
                if (all || want >= HEADER_BYTES_MAX) {
                    throw e;
                }
            }
        }
    }

    /** The bytes of the page that {@link #next} gave, from 0 to {@link #pageEnd()}, with some slack behind. */
    byte[] unpack() {
        int stored = header.storedBytes();
        if (!fill(stored) && to - from < stored) {
            throw new DamagedException("a page breaks off");
        }
        if (header.checksum() >= 0) {
            CRC32 sum = new CRC32();
            sum.update(block, from, stored);
            if (sum.getValue() != header.checksum()) {
                throw new DamagedException("the checksum of a page is not that of its bytes");
            }
        }
        int plain = header.plainBytes();
        if (page.length < plain + SLACK_BYTES) {
            buffers.giveBack(page);
            page = NONE;
            page = buffers.take(plain + SLACK_BYTES);
        }
        int levels = header.levelBytes();
        if (levels < 0 || levels > stored || levels > plain) {
            throw new DamagedException("the levels of a page are longer than the page");
        }
        System.arraycopy(block, from, page, 0, levels);
        if (header.compressed()) {
            if (stored > levels || plain > levels) {
                unpacker.unpack(block, from + levels, stored - levels, page, levels, plain - levels);
            }
        } else {
            if (stored != plain) {
                throw new DamagedException("a page is not as long as its header says");
            }
            System.arraycopy(block, from + levels, page, levels, stored - levels);
        }
        from += stored;
        unread = 0;
        pageTo = plain;
        return page;
    }

    int pageEnd() {
        return pageTo;
    }

    private void drop(int count) {
        int there = Math.min(count, to - from);
        from += there;
        position += count - there;
    }

    /** Makes {@code want} bytes there; false when the chunk has no more than what is there now. */
    private boolean fill(int want) {
        int there = to - from;
        if (there >= want) {
            return true;
        }
        long rest = end - position;
        int more = (int) Math.min(rest, Math.max(want - there, BLOCK_BYTES));
        int need = there + more + SLACK_BYTES;
        if (from + need > block.length) {
            byte[] moved = need <= block.length ? block : buffers.take(need);
            System.arraycopy(block, from, moved, 0, there);
            if (moved != block) {
                buffers.giveBack(block);
                block = moved;
            }
            from = 0;
            to = there;
        }
        file.read(position, block, to, more);
        position += more;
        to += more;
        return more < rest || to - from >= want;
    }

    /** Gives the arrays back; nothing may be read from the last page any more. */
    @Override
    public void close() {
        buffers.giveBack(block);
        buffers.giveBack(page);
        block = NONE;
        page = NONE;
        from = 0;
        to = 0;
    }
}

package io.millrace.connectors.parquet;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.LongBuffer;
import java.util.concurrent.TimeUnit;

/** The values of one page that become longs; NULLs have none. The page must reach 16 bytes beyond {@code to}. */
sealed interface LongPage {
    void start(byte[] page, int from, int to);

    void read(long[] out, int from, int count);

    void skip(int count);

    /** A decoder, or null when values of this type are not written that way. */
    static LongPage of(Physical physical, Encoding encoding) {
        boolean integer = physical == Physical.INT32 || physical == Physical.INT64;
        return switch (encoding) {
            case PLAIN ->
                switch (physical) {
                    case INT64 -> new PlainLongs();
                    case INT32 -> new PlainInts();
                    case INT96 -> new PlainTimes96();
                    case BOOLEAN -> new PlainBits();
                    default -> null;
                };
            case DELTA_BINARY_PACKED -> integer ? new DeltaLongs() : null;
            case RLE -> physical == Physical.BOOLEAN ? new RunBits() : null;
            case BYTE_STREAM_SPLIT -> integer ? new SplitLongs(physical == Physical.INT32 ? 4 : 8) : null;
            default -> null;
        };
    }

    /** Values of a fixed number of bytes. */
    abstract sealed class Plain implements LongPage {
        final int width;
        byte[] page;
        int position;
        private int end;

        Plain(int width) {
            this.width = width;
        }

        @Override
        public void start(byte[] newPage, int from, int to) {
            page = newPage;
            position = from;
            end = to;
        }

        @Override
        public final void skip(int count) {
            if ((long) count * width > end - position) {
                throw new DamagedException("the values of a page break off");
            }
            position += count * width;
        }
    }

    /** INT64. */
    final class PlainLongs extends Plain {
        private LongBuffer view;
        private int viewFrom;

        PlainLongs() {
            super(8);
        }

        @Override
        public void start(byte[] newPage, int from, int to) {
            super.start(newPage, from, to);
            view = ByteBuffer.wrap(newPage, from, to - from)
                    .slice()
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .asLongBuffer();
            viewFrom = from;
        }

        @Override
        public void read(long[] out, int from, int count) {
            int at = position;
            skip(count);
            view.get((at - viewFrom) >> 3, out, from, count);
        }
    }

    /** INT32. */
    final class PlainInts extends Plain {
        PlainInts() {
            super(4);
        }

        @Override
        public void read(long[] out, int from, int count) {
            int at = position;
            skip(count);
            for (int i = 0; i < count; i++) {
                out[from + i] = LittleEndian.intAt(page, at + 4 * i);
            }
        }
    }

    /** Nanoseconds of the day and the number of the day from 4713 BC, as microseconds since 1970. */
    final class PlainTimes96 extends Plain {
        private static final long JULIAN_1970 = 2_440_588;

        PlainTimes96() {
            super(12);
        }

        @Override
        public void read(long[] out, int from, int count) {
            int at = position;
            skip(count);
            for (int i = 0; i < count; i++) {
                long nanos = LittleEndian.longAt(page, at + 12 * i);
                long day = LittleEndian.intAt(page, at + 12 * i + 8) - JULIAN_1970;
                out[from + i] = day * TimeUnit.DAYS.toMicros(1) + Math.floorDiv(nanos, 1_000L);
            }
        }
    }

    /** Booleans, eight in a byte. */
    final class PlainBits implements LongPage {
        private byte[] page;
        private long bit;
        private long end;

        @Override
        public void start(byte[] newPage, int from, int to) {
            page = newPage;
            bit = 8L * from;
            end = 8L * to;
        }

        @Override
        public void read(long[] out, int from, int count) {
            long at = bit;
            skip(count);
            for (int i = 0; i < count; i++) {
                out[from + i] = page[(int) ((at + i) >> 3)] >> ((at + i) & 7) & 1;
            }
        }

        @Override
        public void skip(int count) {
            if (count > end - bit) {
                throw new DamagedException("the values of a page break off");
            }
            bit += count;
        }
    }

    /** Booleans in runs, behind the number of their bytes. */
    final class RunBits implements LongPage {
        private static final long[] VALUES = {0, 1};
        private final Runs runs = new Runs();

        @Override
        public void start(byte[] page, int from, int to) {
            int length = to - from < 4 ? -1 : LittleEndian.intAt(page, from);
            if (length < 0 || length > to - from - 4) {
                throw new DamagedException("the values of a page break off");
            }
            runs.start(page, from + 4, from + 4 + length, 1);
        }

        @Override
        public void read(long[] out, int from, int count) {
            runs.read(VALUES, out, from, count);
        }

        @Override
        public void skip(int count) {
            runs.skip(count);
        }
    }

    /** The first byte of all values, then the second of all, and so on. */
    final class SplitLongs implements LongPage {
        private final int width;
        private byte[] page;
        private int position;
        private int end;
        private int stride;

        SplitLongs(int width) {
            this.width = width;
        }

        @Override
        public void start(byte[] newPage, int from, int to) {
            page = newPage;
            position = from;
            stride = (to - from) / width;
            end = from + stride;
        }

        @Override
        public void read(long[] out, int from, int count) {
            int at = position;
            skip(count);
            for (int i = 0; i < count; i++) {
                long value = page[at + i + (width - 1) * stride];
                for (int b = width - 2; b >= 0; b--) {
                    value = value << 8 | (page[at + i + b * stride] & 0xFF);
                }
                out[from + i] = value;
            }
        }

        @Override
        public void skip(int count) {
            if (count > end - position) {
                throw new DamagedException("the values of a page break off");
            }
            position += count;
        }
    }

    /** Integers as differences, packed by bits in blocks; see {@link DeltaRuns}. */
    final class DeltaLongs implements LongPage {
        private final DeltaRuns runs = new DeltaRuns();

        @Override
        public void start(byte[] page, int from, int to) {
            runs.start(page, from, to);
        }

        @Override
        public void read(long[] out, int from, int count) {
            runs.read(out, from, count);
        }

        @Override
        public void skip(int count) {
            runs.skip(count);
        }
    }
}

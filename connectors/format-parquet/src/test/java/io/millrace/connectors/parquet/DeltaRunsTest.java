package io.millrace.connectors.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Integers written as differences, by a writer of the test's own, of every width. */
class DeltaRunsTest {
    private static final int BLOCK = 128;
    private static final int MINIS = 4;
    private static final int MINI = BLOCK / MINIS;

    @Test
    void givesBackWhatWasWrittenWhereverItIsCut() {
        long seed = System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed);
        for (int width = 0; width <= 64; width++) {
            int shift = 64 - width;
            long[] values = new long[1 + random.nextInt(700)];
            for (int i = 1; i < values.length; i++) {
                values[i] = values[i - 1] + (width == 0 ? 7 : random.nextLong() >>> shift);
            }
            byte[] page = write(values);
            DeltaRuns runs = new DeltaRuns();
            runs.start(page, 0, page.length - ChunkPages.SLACK_BYTES);
            assertThat(runs.left()).isEqualTo(values.length);
            int at = 0;
            while (at < values.length) {
                int n = 1 + random.nextInt(values.length - at);
                if (random.nextBoolean()) {
                    runs.skip(n);
                } else {
                    long[] read = new long[n];
                    runs.read(read, 0, n);
                    assertThat(read)
                            .as("seed " + seed + ", width " + width + ", from " + at)
                            .isEqualTo(Arrays.copyOfRange(values, at, at + n));
                }
                at += n;
            }
            assertThat(runs.behind()).isEqualTo(page.length - ChunkPages.SLACK_BYTES);
            assertThatThrownBy(() -> runs.skip(1)).isInstanceOf(DamagedException.class);
        }
    }

    private static byte[] write(long[] values) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        varint(out, BLOCK);
        varint(out, MINIS);
        varint(out, values.length);
        zigzag(out, values[0]);
        for (int from = 1; from < values.length; from += BLOCK) {
            int count = Math.min(BLOCK, values.length - from);
            long lowest = Long.MAX_VALUE;
            for (int i = from; i < from + count; i++) {
                lowest = Math.min(lowest, values[i] - values[i - 1]);
            }
            zigzag(out, lowest);
            writeMinis(out, values, from, count, lowest);
        }
        out.writeBytes(new byte[ChunkPages.SLACK_BYTES]);
        return out.toByteArray();
    }

    private static void writeMinis(ByteArrayOutputStream out, long[] values, int from, int count, long lowest) {
        ByteArrayOutputStream bodies = new ByteArrayOutputStream();
        for (int mini = 0; mini < MINIS; mini++) {
            long[] rests = new long[MINI];
            long all = 0;
            for (int i = 0; i < MINI && mini * MINI + i < count; i++) {
                int at = from + mini * MINI + i;
                rests[i] = values[at] - values[at - 1] - lowest;
                all |= rests[i];
            }
            int width = mini * MINI < count ? 64 - Long.numberOfLeadingZeros(all) : 0;
            out.write(width);
            byte[] body = new byte[MINI * width / 8];
            for (int bit = 0; bit < MINI * width; bit++) {
                long set = rests[bit / width] >>> (bit % width) & 1;
                body[bit / 8] |= (byte) (set << (bit % 8));
            }
            bodies.writeBytes(body);
        }
        out.writeBytes(bodies.toByteArray());
    }

    private static void zigzag(ByteArrayOutputStream out, long value) {
        varint(out, value << 1 ^ value >> 63);
    }

    private static void varint(ByteArrayOutputStream out, long value) {
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            out.write((int) (rest & 0x7F | 0x80));
            rest >>>= 7;
        }
        out.write((int) rest);
    }
}

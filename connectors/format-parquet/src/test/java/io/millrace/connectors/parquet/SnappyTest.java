package io.millrace.connectors.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.airlift.compress.snappy.SnappyCompressor;
import io.airlift.compress.snappy.SnappyDecompressor;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Our way of decompressing Snappy against the library's. */
class SnappyTest {
    private static final int SLACK = ChunkPages.SLACK_BYTES;

    @Test
    void givesBackWhatWasCompressed() {
        long seed = System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed);
        for (int round = 0; round < 500; round++) {
            byte[] text = text(random, random.nextInt(round < 400 ? 300 : 200_000));
            byte[] packed = compress(text);
            assertThat(unpack(packed, text.length))
                    .as("seed " + seed + ", round " + round)
                    .isEqualTo(text);
        }
    }

    @Test
    void damageGivesAnErrorOrWhatTheLibraryGives() {
        long seed = System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed);
        int refused = 0;
        for (int round = 0; round < 3_000; round++) {
            byte[] text = text(random, 1 + random.nextInt(200));
            byte[] packed = compress(text);
            packed[random.nextInt(packed.length)] = (byte) random.nextInt(256);
            byte[] expected = new byte[text.length];
            boolean whole;
            try {
                whole = new SnappyDecompressor().decompress(packed, 0, packed.length, expected, 0, expected.length)
                        == expected.length;
            } catch (RuntimeException e) {
                whole = false;
            }
            String what = "seed " + seed + ", round " + round;
            if (whole) {
                assertThat(unpack(packed, text.length)).as(what).isEqualTo(expected);
            } else {
                refused++;
                assertThatThrownBy(() -> unpack(packed, text.length)).as(what).isInstanceOf(DamagedException.class);
            }
        }
        assertThat(refused).as("seed " + seed).isGreaterThan(100);
    }

    /** Bytes that repeat near and far, with stretches that do not. */
    private static byte[] text(SplittableRandom random, int length) {
        byte[] text = new byte[length];
        int at = 0;
        while (at < length) {
            int n = Math.min(length - at, 1 + random.nextInt(random.nextInt(4) == 0 ? 100 : 12));
            int back =
                    at == 0 ? 0 : random.nextInt(3) * (1 + random.nextInt(Math.min(at, random.nextBoolean() ? 9 : at)));
            for (int i = at; i < at + n; i++) {
                text[i] = back > 0 && back <= i ? text[i - back] : (byte) random.nextInt(256);
            }
            at += n;
        }
        return text;
    }

    private static byte[] compress(byte[] text) {
        SnappyCompressor compressor = new SnappyCompressor();
        byte[] packed = new byte[compressor.maxCompressedLength(text.length)];
        int length = compressor.compress(text, 0, text.length, packed, 0, packed.length);
        return Arrays.copyOf(packed, length);
    }

    /** With other bytes in front and behind, which must not matter. */
    private static byte[] unpack(byte[] packed, int length) {
        byte[] in = new byte[3 + packed.length + SLACK];
        Arrays.fill(in, (byte) 0xEE);
        System.arraycopy(packed, 0, in, 3, packed.length);
        byte[] out = new byte[5 + length + SLACK];
        Arrays.fill(out, (byte) 0xDD);
        Snappy.unpack(in, 3, packed.length, out, 5, length);
        assertThat(Arrays.copyOf(out, 5)).containsOnly(0xDD);
        return Arrays.copyOfRange(out, 5, 5 + length);
    }
}

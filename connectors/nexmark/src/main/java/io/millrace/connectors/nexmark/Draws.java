package io.millrace.connectors.nexmark;

/**
 * Random bits by number: draw {@code n} of a stream is a hash of the stream's key and {@code n} (the finaliser of
 * SplitMix64 over a Weyl sequence).
 *
 * @param key of the stream; streams of different keys are independent
 */
record Draws(long key) {
    private static final long WEYL = 0x9E3779B97F4A7C15L;

    /** The stream of one column of one table. */
    static Draws of(long seed, NexmarkTableKind table, String column) {
        return new Draws(mix(seed * WEYL + 31L * table.name().hashCode() + column.hashCode()));
    }

    long at(long n) {
        return mix(key + n * WEYL);
    }

    /** A stream of its own below draw {@code n}, for values that need many bits. */
    Draws below(long n) {
        return new Draws(at(n));
    }

    /** A number from 0 to {@code bound - 1}, by the upper half of the bits. */
    static int bounded(long bits, int bound) {
        return (int) (((bits >>> 32) * bound) >>> 32);
    }

    /** A number from 0 to {@code bound - 1}, by the lower half of the bits. */
    static int boundedLow(long bits, int bound) {
        return (int) (((bits & 0xFFFF_FFFFL) * bound) >>> 32);
    }

    private static long mix(long z) {
        long a = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        long b = (a ^ (a >>> 27)) * 0x94D049BB133111EBL;
        return b ^ (b >>> 31);
    }
}

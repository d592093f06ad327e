package io.millrace.connectors.nexmark;

/**
 * Prices in cents, spread as published: {@code 100 * 10^(6u)} for a uniform {@code u}.
 *
 * <p>The power is a product of three table entries, one for each 8 bits of {@code u}: about ten times faster than {@code
 * Math.pow}, and the same on every machine, which {@code Math.pow} does not promise.
 */
final class Prices {
    private static final double[] HIGH = table(8);
    private static final double[] MIDDLE = table(16);
    private static final double[] LOW = table(24);

    private Prices() {}

    static long price(long bits) {
        int high = (int) (bits >>> 56);
        int middle = (int) (bits >>> 48) & 0xFF;
        int low = (int) (bits >>> 40) & 0xFF;
        return (long) (HIGH[high] * MIDDLE[middle] * LOW[low] * 100.0 + 0.5);
    }

    /** {@code 10^(6 * i / 2^bits)} for i from 0 to 255. */
    private static double[] table(int bits) {
        double[] powers = new double[256];
        for (int i = 0; i < powers.length; i++) {
            powers[i] = StrictMath.pow(10.0, 6.0 * i / (1 << bits));
        }
        return powers;
    }
}

package io.millrace.checkpoint;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/** The first 16 bytes of a SHA-256, by which log frames name the one before and sinks name a state. */
record Hash(String hex) {
    static final int BYTES = 16;
    static final Hash NONE = new Hash("0".repeat(2 * BYTES));

    static Hash of(byte[] bytes, int from, int length) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(bytes, from, length);
            return read(digest.digest(), 0);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    static Hash read(byte[] bytes, int from) {
        return new Hash(HexFormat.of().formatHex(Arrays.copyOfRange(bytes, from, from + BYTES)));
    }

    byte[] bytes() {
        return HexFormat.of().parseHex(hex);
    }
}

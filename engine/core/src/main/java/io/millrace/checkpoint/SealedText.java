package io.millrace.checkpoint;

import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.zip.CRC32C;

/**
 * A small readable file, written once and whole:
 *
 * <pre>
 *   millrace-(kind) (format version)
 *   (text)
 *   crc32c (8 hex digits: of all bytes before this line)
 * </pre>
 */
final class SealedText {
    static final int FORMAT = 1;
    private static final int SEAL_BYTES = "crc32c 00000000\n".length();

    private SealedText() {}

    /** Puts the file in place, durably, unless its name is taken. */
    static void write(GuardedStore store, String name, String text) {
        String fresh = name + Names.NEW;
        store.delete(fresh);
        Outputs.writeWhole(store, fresh, encode(name, text));
        store.rename(fresh, name);
        store.forceDirectory("");
    }

    static byte[] encode(String name, String text) {
        String body = head(name, FORMAT) + text + "\n";
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        return (body + seal(bytes, bytes.length)).getBytes(StandardCharsets.UTF_8);
    }

    /** The text of a file that is as it was written. */
    static String read(GuardedStore store, String name) {
        byte[] bytes = store.read(name);
        requireKnownFormat(store, name, bytes);
        int end = bytes.length - SEAL_BYTES;
        if (end < 0 || !seal(bytes, end).equals(new String(bytes, end, SEAL_BYTES, StandardCharsets.ISO_8859_1))) {
            throw store.corrupt(name, "its bytes do not match its checksum");
        }
        int start = head(name, FORMAT).length();
        return new String(bytes, start, end - 1 - start, StandardCharsets.UTF_8);
    }

    private static void requireKnownFormat(GuardedStore store, String name, byte[] bytes) {
        String text = new String(bytes, 0, Math.min(bytes.length, 64), StandardCharsets.ISO_8859_1);
        int lineEnd = text.indexOf('\n');
        String line = lineEnd < 0 ? text : text.substring(0, lineEnd + 1);
        if (line.equals(head(name, FORMAT))) {
            return;
        }
        if (line.matches("millrace-" + name + " [1-9][0-9]{0,8}\n")) {
            throw new MillraceException(
                    ErrorCode.UNSUPPORTED,
                    store.where(name) + " is of format " + line.substring(line.indexOf(' ') + 1, lineEnd)
                            + ", this release reads format " + FORMAT + "; use the release that wrote it");
        }
        throw store.corrupt(
                name, "it does not begin with \"" + head(name, FORMAT).strip() + "\"");
    }

    private static String head(String name, int format) {
        return "millrace-" + name + " " + format + "\n";
    }

    private static String seal(byte[] bytes, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, length);
        return "crc32c " + HexFormat.of().toHexDigits((int) crc.getValue()) + "\n";
    }
}

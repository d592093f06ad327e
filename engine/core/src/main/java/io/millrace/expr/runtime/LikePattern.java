package io.millrace.expr.runtime;

import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import java.util.Arrays;

/**
 * A pattern of LIKE, matched against UTF-8 without making Strings.
 *
 * <p>The pattern is a row of code points, {@code %} and {@code _} among them as {@link #ANY} and {@link #ONE}. Patterns
 * that are a plain text with % only at the ends are compared as bytes.
 */
public final class LikePattern {
    private static final int ANY = -1;
    private static final int ONE = -2;

    private final int[] tokens;
    private final byte[] plain;
    private final boolean openStart;
    private final boolean openEnd;

    private LikePattern(int[] tokens) {
        this.tokens = tokens;
        int start = 0;
        int end = tokens.length;
        while (start < end && tokens[start] == ANY) {
            start++;
        }
        while (end > start && tokens[end - 1] == ANY) {
            end--;
        }
        this.openStart = start > 0;
        this.openEnd = end < tokens.length;
        boolean isPlain = Arrays.stream(tokens, start, end).allMatch(token -> token >= 0);
        this.plain = isPlain ? Texts.utf8(new String(tokens, start, end - start)) : null;
    }

    /** @param escape one character, or null for none */
    public static LikePattern of(String pattern, String escape) {
        if (escape != null && escape.codePointCount(0, escape.length()) != 1) {
            throw bad("ESCAPE \"" + escape + "\" is not one character");
        }
        int escapeChar = escape == null ? -1 : escape.codePointAt(0);
        int[] chars = pattern.codePoints().toArray();
        int[] tokens = new int[chars.length];
        int count = 0;
        for (int i = 0; i < chars.length; i++) {
            int c = chars[i];
            if (c == escapeChar) {
                int next = ++i < chars.length ? chars[i] : -1;
                if (next != '%' && next != '_' && next != escapeChar) {
                    throw bad("In the pattern \"" + pattern + "\" the escape character \"" + escape
                            + "\" stands before something other than %, _ or itself");
                }
                tokens[count++] = next;
            } else {
                tokens[count++] = c == '%' ? ANY : c == '_' ? ONE : c;
            }
        }
        return new LikePattern(Arrays.copyOf(tokens, count));
    }

    /** For patterns that change from row to row. */
    public static boolean matches(byte[] d, int from, int to, byte[] p, int pFrom, int pTo) {
        return of(Texts.string(p, pFrom, pTo), null).matches(d, from, to);
    }

    public static boolean matches(
            byte[] d, int from, int to, byte[] p, int pFrom, int pTo, byte[] e, int eFrom, int eTo) {
        return of(Texts.string(p, pFrom, pTo), Texts.string(e, eFrom, eTo)).matches(d, from, to);
    }

    public boolean matches(byte[] data, int from, int to) {
        if (plain == null) {
            return matchesTokens(data, from, to);
        }
        if (openStart && openEnd) {
            return Texts.indexOf(plain, 0, plain.length, data, from, to) >= 0;
        }
        if (to - from < plain.length) {
            return false;
        }
        if (openStart) {
            return Arrays.equals(data, to - plain.length, to, plain, 0, plain.length);
        }
        int end = openEnd ? from + plain.length : to;
        return Arrays.equals(data, from, end, plain, 0, plain.length);
    }

    /** Greedy with one point of return: after a % a mismatch lets that % take one character more. */
    private boolean matchesTokens(byte[] data, int from, int to) {
        int at = from;
        int token = 0;
        int retryAt = -1;
        int retryToken = -1;
        while (at < to) {
            int wanted = token < tokens.length ? tokens[token] : Integer.MIN_VALUE;
            if (wanted == ANY) {
                retryToken = ++token;
                retryAt = at;
            } else if (wanted != Integer.MIN_VALUE && (wanted == ONE || wanted == codePoint(data, at, to))) {
                at += width(data, at, to);
                token++;
            } else if (retryToken >= 0) {
                retryAt += width(data, retryAt, to);
                at = retryAt;
                token = retryToken;
            } else {
                return false;
            }
        }
        while (token < tokens.length && tokens[token] == ANY) {
            token++;
        }
        return token == tokens.length;
    }

    /** Bytes of the character; a piece that the end of the text cuts off is taken byte by byte. */
    private static int width(byte[] d, int at, int to) {
        byte first = d[at];
        if (first >= 0) {
            return 1;
        }
        int width = (first & 0xE0) == 0xC0 ? 2 : (first & 0xF0) == 0xE0 ? 3 : 4;
        return at + width <= to ? width : 1;
    }

    private static int codePoint(byte[] d, int at, int to) {
        return switch (width(d, at, to)) {
            case 1 -> d[at] & 0xFF;
            case 2 -> (d[at] & 0x1F) << 6 | d[at + 1] & 0x3F;
            case 3 -> (d[at] & 0x0F) << 12 | (d[at + 1] & 0x3F) << 6 | d[at + 2] & 0x3F;
            default -> (d[at] & 0x07) << 18 | (d[at + 1] & 0x3F) << 12 | (d[at + 2] & 0x3F) << 6 | d[at + 3] & 0x3F;
        };
    }

    private static MillraceException bad(String message) {
        return new MillraceException(ErrorCode.INVALID_VALUE, message);
    }
}

package io.millrace.connectors.text;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.ToIntFunction;

/**
 * Goes over a JSON object of the usual shape, in bytes, and notes where the values of columns are: names and texts without
 * escapes, numbers, true, false and null. Anything else it leaves to the library, which then reads the whole row.
 *
 * <p>Rows of one writer have their fields in one order: a name is first compared with the one that stood in this place
 * in the row before.
 */
final class JsonScan {
    private static final int FIELDS_MAX = 256;

    private final ToIntFunction<String> columnOf;
    private final boolean[] wanted;
    private final byte[][] names = new byte[FIELDS_MAX][];
    /** The bytes of names up to 8 bytes long, padded with zeros. */
    private final long[] words = new long[FIELDS_MAX];

    private final int[] columnsByPlace = new int[FIELDS_MAX];

    /** By wanted field of the row, in its order. */
    private final int[] columns;

    private final int[] starts;
    private final int[] ends;
    private int count;

    /** Number of the row that had a column last. */
    private final long[] seen;

    private long row;

    /**
     * @param columnOf the column that is named like a field, or a negative number
     * @param wanted by column, whether its values are asked for
     */
    JsonScan(ToIntFunction<String> columnOf, boolean[] wanted) {
        this.columnOf = columnOf;
        this.wanted = wanted;
        this.columns = new int[wanted.length];
        this.starts = new int[wanted.length];
        this.ends = new int[wanted.length];
        this.seen = new long[wanted.length];
    }

    /** How many wanted fields the row has. */
    int count() {
        return count;
    }

    int column(int i) {
        return columns[i];
    }

    int start(int i) {
        return starts[i];
    }

    /** Where the value ends; that of NULL ends before it begins. */
    int end(int i) {
        return ends[i];
    }

    /** Whether the bytes are an object of the usual shape; what was found is then there to ask for. */
    boolean scan(byte[] bytes, int from, int to) {
        row++;
        count = 0;
        int at = blanks(bytes, from, to);
        if (at >= to || bytes[at] != '{') {
            return false;
        }
        at = blanks(bytes, at + 1, to);
        if (at < to && bytes[at] == '}') {
            return blanks(bytes, at + 1, to) == to;
        }
        for (int place = 0; place < FIELDS_MAX; place++) {
            at = field(bytes, at, to, place);
            if (at < 0) {
                return false;
            }
            at = blanks(bytes, at, to);
            if (at >= to) {
                return false;
            }
            if (bytes[at] == '}') {
                return blanks(bytes, at + 1, to) == to;
            }
            if (bytes[at] != ',') {
                return false;
            }
            at = blanks(bytes, at + 1, to);
        }
        return false;
    }

    /** Goes over a field; returns where it ends, or -1. */
    private int field(byte[] bytes, int from, int to, int place) {
        if (from >= to || bytes[from] != '"') {
            return -1;
        }
        int nameEnd = nameEnd(bytes, from + 1, to, place);
        if (nameEnd < 0) {
            return -1;
        }
        int at = blanks(bytes, nameEnd + 1, to);
        if (at >= to || bytes[at] != ':') {
            return -1;
        }
        at = blanks(bytes, at + 1, to);
        if (at >= to) {
            return -1;
        }
        int column = columnsByPlace[place];
        boolean keep = column >= 0 && wanted[column];
        if (bytes[at] == '"') {
            int end = textEnd(bytes, at + 1, to);
            return end < 0 || (keep && !note(column, at + 1, end)) ? -1 : end + 1;
        }
        int end = bytes[at] == '-' || isDigit(bytes[at]) ? numberEnd(bytes, at, to) : wordEnd(bytes, at, to);
        if (end < 0 || (end < to && !ends(bytes[end]))) {
            return -1;
        }
        boolean isNull = bytes[at] == 'n';
        return keep && !note(column, at, isNull ? at - 1 : end) ? -1 : end;
    }

    private boolean note(int column, int start, int end) {
        if (seen[column] == row) {
            return false;
        }
        seen[column] = row;
        columns[count] = column;
        starts[count] = start;
        ends[count++] = end;
        return true;
    }

    /** Where the name that begins here ends, or -1; its column is then that of the place. */
    private int nameEnd(byte[] bytes, int from, int to, int place) {
        byte[] known = names[place];
        if (known != null) {
            int end = from + known.length;
            if (end < to && bytes[end] == '"' && isName(bytes, from, end, known, place)) {
                return end;
            }
        }
        int end = textEnd(bytes, from, to);
        if (end >= 0) {
            byte[] name = Arrays.copyOfRange(bytes, from, end);
            names[place] = name;
            words[place] = name.length > 8 ? 0 : LineEnds.word(Arrays.copyOf(name, 8), 0);
            columnsByPlace[place] = columnOf.applyAsInt(new String(name, StandardCharsets.UTF_8));
        }
        return end;
    }

    private boolean isName(byte[] bytes, int from, int end, byte[] known, int place) {
        if (known.length > 8 || known.length == 0 || from + 8 > bytes.length) {
            return Arrays.equals(bytes, from, end, known, 0, known.length);
        }
        long mask = -1L >>> (64 - 8 * known.length);
        return (LineEnds.word(bytes, from) & mask) == words[place];
    }

    /** Where the quote stands that ends a text without escapes, or -1. */
    private static int textEnd(byte[] bytes, int from, int to) {
        int end = LineEnds.quoteEscapeOrControl(bytes, from, to);
        return end < to && bytes[end] == '"' ? end : -1;
    }

    /** Where a number as JSON has it ends, or -1. */
    private static int numberEnd(byte[] bytes, int from, int to) {
        int at = bytes[from] == '-' ? from + 1 : from;
        int digits = digits(bytes, at, to);
        if (digits == at || (bytes[at] == '0' && digits > at + 1)) {
            return -1;
        }
        at = digits;
        if (at < to && bytes[at] == '.') {
            digits = digits(bytes, at + 1, to);
            if (digits == at + 1) {
                return -1;
            }
            at = digits;
        }
        if (at < to && (bytes[at] == 'e' || bytes[at] == 'E')) {
            at++;
            at += at < to && (bytes[at] == '+' || bytes[at] == '-') ? 1 : 0;
            digits = digits(bytes, at, to);
            return digits == at ? -1 : digits;
        }
        return at;
    }

    private static int digits(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to && isDigit(bytes[at])) {
            at++;
        }
        return at;
    }

    private static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }

    private static int wordEnd(byte[] bytes, int from, int to) {
        String word = bytes[from] == 't' ? "true" : bytes[from] == 'f' ? "false" : "null";
        if (from + word.length() > to) {
            return -1;
        }
        for (int i = 0; i < word.length(); i++) {
            if (bytes[from + i] != word.charAt(i)) {
                return -1;
            }
        }
        return from + word.length();
    }

    private static boolean ends(byte b) {
        return b == ',' || b == '}' || b == ' ' || b == '\t';
    }

    private static int blanks(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to && (bytes[at] == ' ' || bytes[at] == '\t')) {
            at++;
        }
        return at;
    }
}

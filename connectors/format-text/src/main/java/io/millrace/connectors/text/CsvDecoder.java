package io.millrace.connectors.text;

import io.millrace.columnar.Field;
import io.millrace.columnar.Schema;
import io.millrace.config.Spelling;
import io.millrace.error.ErrorCode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Decodes rows of CSV as RFC 4180 has them. The columns of a file are found by the names in its header or, without one,
 * by position.
 */
final class CsvDecoder extends TextDecoder {
    private static final byte QUOTE = '"';

    private final Schema columns;
    private final CsvDialect dialect;

    /** Which declared columns are collected, and the field of the file that each of them is. */
    private final int[] wanted;

    private final int[] fieldOf;
    private int fieldsMin;
    private int fieldsMax;

    // the fields of the row at hand: where their text begins and ends, whether quoted (1), with quotes inside (2)
    private int[] starts = new int[16];
    private int[] ends = new int[16];
    private byte[] quoting = new byte[16];
    private int fieldCount;
    private byte[] unquoted = new byte[64];

    CsvDecoder(Schema columns, CsvDialect dialect, RowCollector rows) {
        super(new CsvRows(dialect.delimiter()), dialect.header(), rows);
        this.columns = columns;
        this.dialect = dialect;
        int[] all = new int[columns.size()];
        Arrays.setAll(all, i -> i);
        wanted = Arrays.stream(all).filter(rows::wants).toArray();
        fieldOf = all;
        expect(columns.size(), Integer.MAX_VALUE);
    }

    private void expect(int min, int max) {
        fieldsMin = min;
        fieldsMax = max;
        int stored = Math.max(min, 1);
        starts = new int[stored];
        ends = new int[stored];
        quoting = new byte[stored];
    }

    @Override
    void preamble(byte[] bytes, int from, int to) {
        expect(TextDecoder.lineFeeds(bytes, from, to) + count(bytes, from, to, dialect.delimiter()) + 1, 0);
        String broken = split(bytes, from, to);
        if (broken != null) {
            throw rows.place().failure(ErrorCode.BAD_ROW, "the header does not parse: " + broken);
        }
        List<String> names = new ArrayList<>();
        for (int field = 0; field < fieldCount; field++) {
            String raw = new String(bytes, starts[field], ends[field] - starts[field], StandardCharsets.UTF_8);
            names.add((quoting[field] == 2 ? raw.replace("\"\"", "\"") : raw).strip());
        }
        for (int column = 0; column < columns.size(); column++) {
            fieldOf[column] = fieldNamed(columns.field(column), names);
        }
        expect(fieldCount, fieldCount);
    }

    private int fieldNamed(Field column, List<String> names) {
        int found = -1;
        for (int i = 0; i < names.size(); i++) {
            if (names.get(i).equalsIgnoreCase(column.name())) {
                if (found >= 0) {
                    throw rows.place()
                            .failure(
                                    ErrorCode.BAD_ROW,
                                    "the header has column \"" + column.name() + "\" twice: "
                                            + String.join(", ", names));
                }
                found = i;
            }
        }
        if (found < 0) {
            throw rows.place()
                    .failure(
                            ErrorCode.UNKNOWN_COLUMN,
                            "the header has no column \"" + column.name() + "\""
                                    + Spelling.hint(column.name(), names) + "; it has "
                                    + String.join(", ", names)
                                    + "; if the file has no header, set 'header' to 'false'");
        }
        return found;
    }

    @Override
    int row(byte[] bytes, int from, int to) {
        if (from == to && fieldsMin > 1) {
            return 1;
        }
        String broken = split(bytes, from, to);
        if (broken == null && (fieldCount < fieldsMin || fieldCount > fieldsMax)) {
            broken = "it has " + fieldCount + " fields, expected " + fieldsMin;
        }
        if (broken != null) {
            rows.badRow(broken + ": \"" + RowCollector.shown(bytes, from, to) + "\"");
        }
        for (int column : wanted) {
            int field = fieldOf[column];
            if (field < fieldCount) {
                value(column, bytes, field);
            }
        }
        rows.endRow();
        return 1 + embeddedLines(bytes);
    }

    private void value(int column, byte[] bytes, int field) {
        int from = starts[field];
        int to = ends[field];
        boolean mayBeNull = quoting[field] == 0 || !columns.type(column).isString();
        if (mayBeNull && dialect.isNull(bytes, from, to)) {
            rows.value(column, null);
        } else if (quoting[field] == 2) {
            int length = unquote(bytes, from, to);
            rows.text(column, unquoted, 0, length);
        } else {
            rows.text(column, bytes, from, to);
        }
    }

    /** Finds the fields of a row. Returns what is wrong with it, or null. */
    private String split(byte[] bytes, int from, int to) {
        fieldCount = 0;
        int i = from;
        while (true) {
            int start = i;
            byte kind = 0;
            if (i < to && bytes[i] == QUOTE) {
                start = i + 1;
                i = CsvRows.quotedEnd(bytes, start, to);
                if (i == start || bytes[i - 1] != QUOTE || (i == to && endsInDoubledQuote(bytes, start, to))) {
                    return "the quote of field " + (fieldCount + 1) + " is never closed";
                }
                if (i < to && bytes[i] != dialect.delimiter()) {
                    return "text stands behind the closing quote of field " + (fieldCount + 1);
                }
                kind = (byte) (hasQuote(bytes, start, i - 1) ? 2 : 1);
                store(start, i - 1, kind);
            } else {
                i = LineEnds.find(bytes, i, to, dialect.delimiter());
                store(start, i, kind);
            }
            if (i >= to) {
                return null;
            }
            i++;
        }
    }

    /** Whether the quotes at the end of {@code [start, to)} are pairs only, so that none of them closes the field. */
    private static boolean endsInDoubledQuote(byte[] bytes, int start, int to) {
        int quotes = 0;
        for (int i = to - 1; i >= start && bytes[i] == QUOTE; i--) {
            quotes++;
        }
        return quotes % 2 == 0;
    }

    private void store(int from, int to, byte kind) {
        if (fieldCount < starts.length) {
            starts[fieldCount] = from;
            ends[fieldCount] = to;
            quoting[fieldCount] = kind;
        }
        fieldCount++;
    }

    private int unquote(byte[] bytes, int from, int to) {
        if (unquoted.length < to - from) {
            unquoted = new byte[2 * (to - from)];
        }
        int length = 0;
        for (int i = from; i < to; i++) {
            unquoted[length++] = bytes[i];
            if (bytes[i] == QUOTE) {
                i++;
            }
        }
        return length;
    }

    private int embeddedLines(byte[] bytes) {
        int lines = 0;
        for (int field = 0; field < Math.min(fieldCount, starts.length); field++) {
            if (quoting[field] != 0) {
                lines += TextDecoder.lineFeeds(bytes, starts[field], ends[field]);
            }
        }
        return lines;
    }

    private static boolean hasQuote(byte[] bytes, int from, int to) {
        return count(bytes, from, to, QUOTE) > 0;
    }

    private static int count(byte[] bytes, int from, int to, byte wantedByte) {
        int count = 0;
        for (int i = from; i < to; i++) {
            count += bytes[i] == wantedByte ? 1 : 0;
        }
        return count;
    }
}

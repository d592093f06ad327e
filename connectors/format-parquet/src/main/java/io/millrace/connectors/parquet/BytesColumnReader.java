package io.millrace.connectors.parquet;

import io.millrace.columnar.BytesColumn;
import io.millrace.columnar.Column;
import io.millrace.columnar.DataType;
import io.millrace.columnar.Field;
import io.millrace.columnar.Utf8;
import io.millrace.connector.RandomBytes;
import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import java.util.Arrays;

/** Reads texts and byte strings. What is written as positions in a dictionary is handed on so. */
final class BytesColumnReader extends ColumnReader {
    private static final int BYTES_PER_VALUE_GUESS = 12;

    private final String origin;
    private final Runs positions = new Runs();
    private ByteValues dictionary;
    /** What rows see of it. */
    private BytesColumn dictionaryColumn;
    /** By row: its position in the dictionary, -1 where it is NULL. */
    private int[] codes = new int[0];

    /** Of the current page; null when it holds positions in the dictionary. */
    private BytesPage decoder;

    /** Null as long as all rows are in {@link #codes}. */
    private ByteValues values;

    private int rowsWanted;
    private int bytesBefore;

    BytesColumnReader(Field field, Leaf leaf, RandomBytes file, Footer.Chunk chunk, Buffers buffers) {
        super(field, leaf, file, chunk, buffers);
        this.origin = file.origin();
    }

    @Override
    void begin(int rows) {
        rowsWanted = rows;
        values = null;
    }

    @Override
    void dictionary(byte[] bytes, int from, int to, int count) {
        if (count > to - from + 1 && count > 1) {
            throw new DamagedException("a dictionary breaks off");
        }
        dictionary = new ByteValues(count, to - from);
        BytesPage plain = BytesPage.of(leaf, Encoding.PLAIN);
        plain.start(bytes, from, to);
        plain.read(dictionary, count);
        checkText(dictionary, 0);
        dictionaryColumn = fit(new BytesColumn(dictionary.data, dictionary.offsets, null, count));
    }

    @Override
    boolean page(Encoding encoding, byte[] bytes, int from, int to) {
        if (encoding.isDictionary()) {
            if (dictionary == null) {
                throw noDictionary();
            }
            decoder = null;
            startPositions(positions, bytes, from, to);
            return true;
        }
        decoder = BytesPage.of(leaf, encoding);
        if (decoder != null) {
            decoder.start(bytes, from, to);
        }
        return decoder != null;
    }

    @Override
    void values(int at, int count) {
        if (decoder == null) {
            codes = codes.length < rowsWanted ? new int[rowsWanted] : codes;
            positions.read(codes, at, count);
            checkCodes(at, count);
            if (values != null) {
                fromDictionary(at, count);
            }
            return;
        }
        if (values == null) {
            // as many bytes as the rows before took, and a little more
            int guess = bytesBefore > 0 ? bytesBefore + (bytesBefore >> 3) : rowsWanted * BYTES_PER_VALUE_GUESS;
            values = new ByteValues(rowsWanted, guess);
            fromDictionary(0, at);
        }
        decoder.read(values, count);
        checkText(values, at);
    }

    private void checkCodes(int at, int count) {
        int outside = 0;
        for (int i = at; i < at + count; i++) {
            outside |= codes[i] | (dictionary.count - 1 - codes[i]);
        }
        if (outside < 0) {
            throw new DamagedException("a value is not in the dictionary of column \"" + field.name() + "\"");
        }
    }

    /** Appends what the codes of some rows stand for. */
    private void fromDictionary(int at, int count) {
        if (count == 0) {
            return;
        }
        int[] offsets = dictionary.offsets;
        long bytes = 0;
        for (int i = at; i < at + count; i++) {
            bytes += codes[i] < 0 ? 0 : offsets[codes[i] + 1] - offsets[codes[i]];
        }
        values.reserve(Math.toIntExact(bytes));
        for (int i = at; i < at + count; i++) {
            int from = codes[i] < 0 ? 0 : offsets[codes[i]];
            values.append(dictionary.data, from, codes[i] < 0 ? 0 : offsets[codes[i] + 1] - from);
        }
    }

    @Override
    void skipValues(int count) {
        if (decoder == null) {
            positions.skip(count);
        } else {
            decoder.skip(count);
        }
    }

    @Override
    void spread(boolean[] nulls, int at, int rows, int present) {
        if (values != null) {
            values.spread(nulls, at, rows, present);
            return;
        }
        int from = at + present;
        for (int row = at + rows - 1; row >= at; row--) {
            codes[row] = nulls[row] ? -1 : codes[--from];
        }
    }

    @Override
    Column finish(boolean[] nulls, int rows) {
        if (values == null) {
            return BytesColumn.ofCodes(dictionaryColumn, codes, nulls, rows);
        }
        bytesBefore = values.bytes();
        BytesColumn column = new BytesColumn(values.data, values.offsets, nulls, rows);
        return fit(column);
    }

    /** Every value must be UTF-8, and none may begin in the middle of a character. */
    private void checkText(ByteValues checked, int from) {
        if (!field.type().isString()) {
            return;
        }
        int[] offsets = checked.offsets;
        boolean valid = Utf8.isValid(checked.data, offsets[from], offsets[checked.count]);
        if (valid && !Utf8.isAscii(checked.data, offsets[from], offsets[checked.count])) {
            for (int i = from; i < checked.count && valid; i++) {
                valid = offsets[i] == offsets[i + 1] || (checked.data[offsets[i]] & 0xC0) != 0x80;
            }
        }
        if (!valid) {
            throw new MillraceException(
                    ErrorCode.BAD_ROW,
                    "\"" + origin + "\": column \"" + field.name()
                            + "\" holds bytes that are not UTF-8; declare it VARBINARY");
        }
    }

    /** Cuts to the declared length, and fills up to it where the type is of fixed length, as CAST does. */
    private BytesColumn fit(BytesColumn column) {
        int most = field.type().precision();
        if (most < 0) {
            return column;
        }
        boolean text = field.type().isString();
        boolean fixed =
                field.type().kind() == DataType.Kind.CHAR || field.type().kind() == DataType.Kind.BINARY;
        ByteValues fitted = new ByteValues(column.rowCount(), column.offsets()[column.rowCount()]);
        for (int row = 0; row < column.rowCount(); row++) {
            int from = column.offsets()[row];
            int to = column.offsets()[row + 1];
            int length = text ? Utf8.prefixLength(column.data(), from, to, most) : Math.min(most, to - from);
            int missing = most - (text ? Utf8.length(column.data(), from, from + length) : length);
            int padding = fixed && !column.isNull(row) ? missing : 0;
            fitted.reserve(length + padding);
            System.arraycopy(column.data(), from, fitted.data, fitted.bytes(), length);
            int end = fitted.bytes() + length;
            Arrays.fill(fitted.data, end, end + padding, (byte) (text ? ' ' : 0));
            fitted.offsets[++fitted.count] = end + padding;
        }
        return new BytesColumn(fitted.data, fitted.offsets, column.nulls(), column.rowCount());
    }
}

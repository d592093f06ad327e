package io.millrace.columnar;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A column of texts (UTF-8) or byte strings: row {@code i} is {@code data[offsets[i] .. offsets[i + 1])}.
 *
 * <p>Values that repeat may be there as codes, positions in a {@link #dictionary()}. Who can work with those asks for {@link
 * #codes()}; all others get the values of the rows when they ask for {@link #data()} or {@link #offsets()}, and need not know.
 *
 * <p>Nulls: a NULL row is empty; its code is -1.
 */
public final class BytesColumn implements Column {
    /** Shorter values are copied in two steps of 8 bytes where there is room. */
    private static final int STEPS_BYTES = 16;

    private final boolean[] nulls;
    private final int rowCount;
    private final BytesColumn dictionary;
    private final int[] codes;
    /** Null until it is asked for. Threads that ask at once each make their own. */
    private Plain plain;

    private record Plain(byte[] data, int[] offsets) {}

    public BytesColumn(byte[] data, int[] offsets, boolean[] nulls, int rowCount) {
        this.nulls = nulls;
        this.rowCount = rowCount;
        this.dictionary = null;
        this.codes = null;
        this.plain = new Plain(data, offsets);
    }

    private BytesColumn(BytesColumn dictionary, int[] codes, boolean[] nulls, int rowCount) {
        this.nulls = nulls;
        this.rowCount = rowCount;
        this.dictionary = dictionary;
        this.codes = codes;
    }

    /**
     * A column of values that are in a dictionary.
     *
     * @param dictionary without NULLs and without codes; the same value may be there twice
     * @param codes by row: its position in the dictionary, -1 where it is NULL
     */
    public static BytesColumn ofCodes(BytesColumn dictionary, int[] codes, boolean[] nulls, int rowCount) {
        return new BytesColumn(dictionary, codes, nulls, rowCount);
    }

    /** By row: its position in the {@link #dictionary()}; null where rows have values of their own. */
    public int[] codes() {
        return codes;
    }

    /** What the {@link #codes()} are positions in, or null. */
    public BytesColumn dictionary() {
        return dictionary;
    }

    public byte[] data() {
        return plain().data;
    }

    public int[] offsets() {
        return plain().offsets;
    }

    @Override
    public boolean[] nulls() {
        return nulls;
    }

    @Override
    public int rowCount() {
        return rowCount;
    }

    private Plain plain() {
        Plain there = plain;
        if (there == null) {
            there = decode(codes, rowCount);
            plain = there;
        }
        return there;
    }

    /** The values of the dictionary at some positions; -1 is empty. */
    private Plain decode(int[] positions, int count) {
        int[] starts = dictionary.offsets();
        int[] ends = new int[count + 1];
        int total = 0;
        for (int i = 0; i < count; i++) {
            int code = positions[i];
            total = Math.addExact(total, code < 0 ? 0 : starts[code + 1] - starts[code]);
            ends[i + 1] = total;
        }
        byte[] values = new byte[Math.addExact(total, STEPS_BYTES)];
        byte[] source = dictionary.data();
        for (int i = 0; i < count; i++) {
            int length = ends[i + 1] - ends[i];
            if (length > 0) {
                copy(source, starts[positions[i]], values, ends[i], length);
            }
        }
        return new Plain(values, ends);
    }

    private static void copy(byte[] source, int from, byte[] target, int at, int length) {
        if (length <= STEPS_BYTES && from + STEPS_BYTES <= source.length) {
            LittleEndian.copyLong(source, from, target, at);
            LittleEndian.copyLong(source, from + 8, target, at + 8);
        } else {
            System.arraycopy(source, from, target, at, length);
        }
    }

    /** A column of texts; null makes a NULL. */
    public static BytesColumn ofStrings(String... values) {
        ColumnBuilder builder = ColumnBuilder.of(DataType.VARCHAR, values.length);
        for (String value : values) {
            builder.append(value);
        }
        return (BytesColumn) builder.build();
    }

    @Override
    public Object value(int row, DataType type) {
        if (isNull(row)) {
            return null;
        }
        return type.isString() ? string(row) : bytes(row);
    }

    public String string(int row) {
        int from = offsets()[row];
        return new String(data(), from, offsets()[row + 1] - from, StandardCharsets.UTF_8);
    }

    public byte[] bytes(int row) {
        return Arrays.copyOfRange(data(), offsets()[row], offsets()[row + 1]);
    }

    /** Whether the row, which must not be NULL, holds exactly these bytes. */
    public boolean equalsAt(int row, byte[] other) {
        return Arrays.equals(data(), offsets()[row], offsets()[row + 1], other, 0, other.length);
    }

    @Override
    public BytesColumn take(int[] rows, int count) {
        boolean[] takenNulls = Column.takeNulls(nulls, rows, count);
        if (codes != null && plain == null) {
            return takeCodes(rows, count, takenNulls);
        }
        byte[] data = data();
        int[] offsets = offsets();
        int[] takenOffsets = new int[count + 1];
        int total = 0;
        for (int i = 0; i < count; i++) {
            total = Math.addExact(total, rows[i] < 0 ? 0 : offsets[rows[i] + 1] - offsets[rows[i]]);
            takenOffsets[i + 1] = total;
        }
        byte[] taken = new byte[total];
        for (int i = 0; i < count; i++) {
            if (rows[i] >= 0) {
                System.arraycopy(data, offsets[rows[i]], taken, takenOffsets[i], takenOffsets[i + 1] - takenOffsets[i]);
            }
        }
        return new BytesColumn(taken, takenOffsets, takenNulls, count);
    }

    /** As codes, unless the dictionary is larger than what is taken: whoever keeps that would keep it too. */
    private BytesColumn takeCodes(int[] rows, int count, boolean[] takenNulls) {
        int[] taken = new int[count];
        for (int i = 0; i < count; i++) {
            taken[i] = rows[i] < 0 ? -1 : codes[rows[i]];
        }
        if (dictionary.rowCount <= count) {
            return ofCodes(dictionary, taken, takenNulls, count);
        }
        Plain values = decode(taken, count);
        return new BytesColumn(values.data, values.offsets, takenNulls, count);
    }

    @Override
    public long heapBytes() {
        Plain there = plain;
        return (codes == null ? 0 : 4L * codes.length + dictionary.heapBytes())
                + (there == null ? 0 : there.data.length + 4L * there.offsets.length)
                + (nulls == null ? 0 : nulls.length);
    }
}

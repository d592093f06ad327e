package io.millrace.columnar;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Collects the values of one column row by row. {@link #build} gives the column and leaves the builder empty for the
 * next one. The typed appends must fit the storage of the type.
 */
public abstract sealed class ColumnBuilder {
    private boolean[] nulls;
    private boolean hasNulls;
    protected int size;

    private ColumnBuilder(int capacity) {
        nulls = new boolean[Math.max(16, capacity)];
    }

    public static ColumnBuilder of(DataType type, int capacity) {
        return switch (type.storage()) {
            case LONG -> new Longs(capacity);
            case DOUBLE -> new Doubles(capacity);
            case BYTES -> new Bytes(capacity);
            case OBJECT -> new Objects(capacity);
        };
    }

    public int size() {
        return size;
    }

    public void appendNull() {
        int row = next();
        nulls[row] = true;
        hasNulls = true;
    }

    /** LONG storage. */
    public void append(long value) {
        throw new IllegalStateException("this column does not hold longs");
    }

    /** DOUBLE storage. */
    public void append(double value) {
        throw new IllegalStateException("this column does not hold doubles");
    }

    /** BYTES storage. */
    public void append(byte[] source, int from, int length) {
        throw new IllegalStateException("this column does not hold bytes");
    }

    /** A value in the form {@link Column#value} gives; null makes a NULL. */
    public abstract void append(Object value);

    /** One row of a column of the same storage; a negative row makes a NULL. */
    public abstract void appendFrom(Column column, int row);

    /** Heap bytes that the values so far occupy, to size batches by. */
    public abstract long bytes();

    public abstract Column build();

    /** Makes room for one more row and returns its position. */
    final int next() {
        if (size == nulls.length) {
            int capacity = size + (size >> 1) + 16;
            nulls = Arrays.copyOf(nulls, capacity);
            grow(capacity);
        }
        reserveRow(size);
        return size++;
    }

    abstract void grow(int capacity);

    void reserveRow(int row) {}

    final boolean[] finishNulls() {
        boolean[] finished = hasNulls ? nulls : null;
        if (hasNulls) {
            nulls = new boolean[nulls.length];
            hasNulls = false;
        }
        size = 0;
        return finished;
    }

    final int capacity() {
        return nulls.length;
    }

    private static final class Longs extends ColumnBuilder {
        private long[] values;

        Longs(int capacity) {
            super(capacity);
            values = new long[capacity()];
        }

        @Override
        public void append(long value) {
            int row = next();
            values[row] = value;
        }

        @Override
        public void append(Object value) {
            if (value == null) {
                appendNull();
            } else if (value instanceof Boolean bool) {
                append(bool ? 1L : 0L);
            } else {
                append(((Number) value).longValue());
            }
        }

        @Override
        public void appendFrom(Column column, int row) {
            if (row < 0 || column.isNull(row)) {
                appendNull();
            } else {
                append(((LongColumn) column).values()[row]);
            }
        }

        @Override
        public long bytes() {
            return 9L * size;
        }

        @Override
        public Column build() {
            int rows = size;
            Column column = new LongColumn(values, finishNulls(), rows);
            values = new long[capacity()];
            return column;
        }

        @Override
        void grow(int capacity) {
            values = Arrays.copyOf(values, capacity);
        }
    }

    private static final class Doubles extends ColumnBuilder {
        private double[] values;

        Doubles(int capacity) {
            super(capacity);
            values = new double[capacity()];
        }

        @Override
        public void append(double value) {
            int row = next();
            values[row] = value;
        }

        @Override
        public void append(Object value) {
            if (value == null) {
                appendNull();
            } else {
                append(((Number) value).doubleValue());
            }
        }

        @Override
        public void appendFrom(Column column, int row) {
            if (row < 0 || column.isNull(row)) {
                appendNull();
            } else {
                append(((DoubleColumn) column).values()[row]);
            }
        }

        @Override
        public long bytes() {
            return 9L * size;
        }

        @Override
        public Column build() {
            int rows = size;
            Column column = new DoubleColumn(values, finishNulls(), rows);
            values = new double[capacity()];
            return column;
        }

        @Override
        void grow(int capacity) {
            values = Arrays.copyOf(values, capacity);
        }
    }

    private static final class Bytes extends ColumnBuilder {
        private byte[] data;
        private int[] offsets;

        Bytes(int capacity) {
            super(capacity);
            data = new byte[16 * capacity()];
            offsets = new int[capacity() + 1];
        }

        @Override
        public void append(byte[] source, int from, int length) {
            int row = next();
            int start = offsets[row];
            int end = Math.addExact(start, length);
            if (end > data.length) {
                data = Arrays.copyOf(data, Math.max(end, data.length + (data.length >> 1)));
            }
            System.arraycopy(source, from, data, start, length);
            offsets[row + 1] = end;
        }

        @Override
        public void append(Object value) {
            if (value == null) {
                appendNull();
            } else {
                byte[] bytes =
                        value instanceof byte[] given ? given : value.toString().getBytes(StandardCharsets.UTF_8);
                append(bytes, 0, bytes.length);
            }
        }

        @Override
        public void appendFrom(Column column, int row) {
            if (row < 0 || column.isNull(row)) {
                appendNull();
            } else {
                BytesColumn bytes = (BytesColumn) column;
                int from = bytes.offsets()[row];
                append(bytes.data(), from, bytes.offsets()[row + 1] - from);
            }
        }

        @Override
        public long bytes() {
            return offsets[size] + 5L * size;
        }

        @Override
        public Column build() {
            int rows = size;
            Column column = new BytesColumn(data, offsets, finishNulls(), rows);
            data = new byte[data.length];
            offsets = new int[capacity() + 1];
            return column;
        }

        @Override
        void grow(int capacity) {
            offsets = Arrays.copyOf(offsets, capacity + 1);
        }

        @Override
        void reserveRow(int row) {
            offsets[row + 1] = offsets[row];
        }
    }

    private static final class Objects extends ColumnBuilder {
        private Object[] values;

        Objects(int capacity) {
            super(capacity);
            values = new Object[capacity()];
        }

        @Override
        public void append(Object value) {
            if (value == null) {
                appendNull();
            } else {
                int row = next();
                values[row] = value instanceof BigDecimal || value instanceof Iterable || value instanceof java.util.Map
                        ? value
                        : reject(value);
            }
        }

        private static Object reject(Object value) {
            throw new IllegalArgumentException("a " + value.getClass().getSimpleName() + " in a column of objects");
        }

        @Override
        public void appendFrom(Column column, int row) {
            if (row < 0 || column.isNull(row)) {
                appendNull();
            } else {
                append(((ObjectColumn) column).values()[row]);
            }
        }

        @Override
        public long bytes() {
            return 48L * size;
        }

        @Override
        public Column build() {
            int rows = size;
            Column column = new ObjectColumn(values, finishNulls(), rows);
            values = new Object[capacity()];
            return column;
        }

        @Override
        void grow(int capacity) {
            values = Arrays.copyOf(values, capacity);
        }
    }
}

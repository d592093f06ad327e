package io.millrace.columnar;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BaseFixedWidthVector;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.BitVectorHelper;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.DurationVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.IntervalYearVector;
import org.apache.arrow.vector.SmallIntVector;
import org.apache.arrow.vector.TimeMicroVector;
import org.apache.arrow.vector.TimeStampMicroTZVector;
import org.apache.arrow.vector.TimeStampMicroVector;
import org.apache.arrow.vector.TinyIntVector;
import org.apache.arrow.vector.ValueVector;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.MapVector;
import org.apache.arrow.vector.complex.StructVector;

/** Copies columns out of and into Arrow vectors, in bulk where the layouts agree. */
final class ArrowVectors {
    private static final int PIECE_ROWS = 512;

    private ArrowVectors() {}

    // ---- Arrow to columns

    static Column read(FieldVector vector, DataType type, int rows) {
        return read(vector, type, rows, null);
    }

    /**
     * Copies a column out of a vector.
     *
     * @param old a column that is no longer needed, whose arrays are used again where they fit; or null
     */
    static Column read(FieldVector vector, DataType type, int rows, Column old) {
        boolean[] nulls = nulls(vector, rows);
        return switch (type.storage()) {
            case LONG -> {
                long[] values = old instanceof LongColumn c && c.values().length == rows ? c.values() : new long[rows];
                readLongs(vector, rows, values);
                yield new LongColumn(values, nulls, rows);
            }
            case DOUBLE -> {
                boolean fits = old instanceof DoubleColumn c && c.values().length == rows;
                double[] values = fits ? ((DoubleColumn) old).values() : new double[rows];
                readDoubles(vector, rows, values);
                yield new DoubleColumn(values, nulls, rows);
            }
            case BYTES -> bytes(vector, nulls, rows);
            case OBJECT -> objects(vector, type, nulls, rows);
        };
    }

    private static boolean[] nulls(FieldVector vector, int rows) {
        if (vector.getNullCount() == 0) {
            return null;
        }
        boolean[] nulls = new boolean[rows];
        for (int i = 0; i < rows; i++) {
            nulls[i] = vector.isNull(i);
        }
        return nulls;
    }

    private static void readLongs(FieldVector vector, int rows, long[] values) {
        if (vector instanceof BitVector bits) {
            ArrowBuf data = bits.getDataBuffer();
            for (int i = 0; i < rows; i++) {
                values[i] = BitVectorHelper.get(data, i);
            }
        } else if (vector instanceof BaseFixedWidthVector fixed) {
            int width = fixed.getTypeWidth();
            inPieces(fixed, rows, (raw, from, count) -> {
                switch (width) {
                    case 1 -> LittleEndian.bytesToLongs(raw, values, from, count);
                    case 2 -> LittleEndian.shortsToLongs(raw, values, from, count);
                    case 4 -> LittleEndian.intsToLongs(raw, values, from, count);
                    case 8 -> LittleEndian.longsToLongs(raw, values, from, count);
                    default -> throw unexpected(vector);
                }
            });
        }
    }

    private static void readDoubles(FieldVector vector, int rows, double[] values) {
        if (vector instanceof Float8Vector wide) {
            inPieces(wide, rows, (raw, from, count) -> LittleEndian.doublesToDoubles(raw, values, from, count));
        } else if (vector instanceof Float4Vector narrow) {
            inPieces(narrow, rows, (raw, from, count) -> LittleEndian.floatsToDoubles(raw, values, from, count));
        } else {
            throw unexpected(vector);
        }
    }

    /** Takes the bytes of the values from {@code from} on. */
    private interface Piece {
        void accept(byte[] raw, int from, int count);
    }

    /** Gives a vector's bytes in pieces that stay in the nearest cache. */
    private static void inPieces(BaseFixedWidthVector vector, int rows, Piece out) {
        int width = vector.getTypeWidth();
        byte[] raw = new byte[Math.min(rows, PIECE_ROWS) * width];
        for (int from = 0; from < rows; from += PIECE_ROWS) {
            int count = Math.min(PIECE_ROWS, rows - from);
            vector.getDataBuffer().getBytes((long) from * width, raw, 0, count * width);
            out.accept(raw, from, count);
        }
    }

    private static BytesColumn bytes(FieldVector vector, boolean[] nulls, int rows) {
        if (rows == 0) {
            return new BytesColumn(new byte[0], new int[1], null, 0);
        }
        byte[] rawOffsets = new byte[4 * (rows + 1)];
        vector.getOffsetBuffer().getBytes(0, rawOffsets);
        int[] offsets = new int[rows + 1];
        LittleEndian.intsToInts(rawOffsets, offsets, rows + 1);
        int base = offsets[0];
        byte[] data = new byte[offsets[rows] - base];
        vector.getDataBuffer().getBytes(base, data);
        if (base != 0) {
            for (int i = 0; i <= rows; i++) {
                offsets[i] -= base;
            }
        }
        return new BytesColumn(data, offsets, nulls, rows);
    }

    private static ObjectColumn objects(FieldVector vector, DataType type, boolean[] nulls, int rows) {
        Object[] values = new Object[rows];
        for (int i = 0; i < rows; i++) {
            values[i] = value(vector, type, i);
        }
        return new ObjectColumn(values, nulls, rows);
    }

    private static Object value(ValueVector vector, DataType type, int row) {
        if (vector.isNull(row)) {
            return null;
        }
        if (vector instanceof DecimalVector decimals) {
            return decimals.getObject(row);
        }
        if (vector instanceof MapVector map) {
            return mapValue(map, type, row);
        }
        if (vector instanceof ListVector list) {
            List<Object> elements = new ArrayList<>();
            for (int i = list.getElementStartIndex(row); i < list.getElementEndIndex(row); i++) {
                elements.add(value(list.getDataVector(), type.element(), i));
            }
            return elements;
        }
        if (vector instanceof StructVector struct) {
            List<Object> fields = new ArrayList<>();
            for (int i = 0; i < type.children().size(); i++) {
                fields.add(value(
                        struct.getChildByOrdinal(i), type.children().get(i).type(), row));
            }
            return fields;
        }
        // a scalar inside a nested value
        FieldVector scalar = (FieldVector) vector;
        try (var slice = scalar.getTransferPair(scalar.getAllocator()).getTo()) {
            ((FieldVector) slice).allocateNew();
            ((FieldVector) slice).copyFromSafe(row, 0, scalar);
            slice.setValueCount(1);
            return read((FieldVector) slice, type, 1).value(0, type);
        }
    }

    private static Map<Object, Object> mapValue(MapVector map, DataType type, int row) {
        StructVector entries = (StructVector) map.getDataVector();
        Map<Object, Object> result = new LinkedHashMap<>();
        for (int i = map.getElementStartIndex(row); i < map.getElementEndIndex(row); i++) {
            result.put(
                    value(entries.getChildByOrdinal(0), type.children().get(0).type(), i),
                    value(entries.getChildByOrdinal(1), type.children().get(1).type(), i));
        }
        return result;
    }

    // ---- columns to Arrow

    static VectorSchemaRoot write(ColumnBatch batch, BufferAllocator allocator) {
        List<FieldVector> vectors = new ArrayList<>();
        try {
            for (int i = 0; i < batch.schema().size(); i++) {
                Field field = batch.schema().field(i);
                FieldVector vector = ArrowTypes.field(field).createVector(allocator);
                vectors.add(vector);
                write(batch.column(i), field.type(), vector, batch.rowCount());
            }
        } catch (RuntimeException | Error e) {
            vectors.forEach(FieldVector::close);
            throw e;
        }
        return new VectorSchemaRoot(ArrowTypes.schema(batch.schema()).getFields(), vectors, batch.rowCount());
    }

    private static void write(Column column, DataType type, FieldVector vector, int rows) {
        if (column instanceof LongColumn longs) {
            writeLongs(longs, vector, rows);
        } else if (column instanceof DoubleColumn doubles) {
            writeDoubles(doubles, vector, rows);
        } else if (column instanceof BytesColumn bytes) {
            writeBytes(bytes, vector, rows);
        } else {
            vector.allocateNew();
            for (int i = 0; i < rows; i++) {
                put(vector, type, i, column.value(i, type));
            }
        }
        vector.setValueCount(rows);
    }

    private static void writeLongs(LongColumn column, FieldVector vector, int rows) {
        if (vector instanceof BitVector bits) {
            bits.allocateNew(rows);
            for (int i = 0; i < rows; i++) {
                if (column.isNull(i)) {
                    bits.setNull(i);
                } else {
                    bits.set(i, (int) column.values()[i]);
                }
            }
        } else if (vector instanceof BaseFixedWidthVector fixed) {
            fixed.allocateNew(rows);
            byte[] raw = LittleEndian.fromLongs(column.values(), fixed.getTypeWidth(), rows);
            fixed.getDataBuffer().setBytes(0, raw, 0, raw.length);
            writeValidity(fixed.getValidityBuffer(), column.nulls(), rows);
        }
    }

    private static void writeDoubles(DoubleColumn column, FieldVector vector, int rows) {
        BaseFixedWidthVector fixed = (BaseFixedWidthVector) vector;
        fixed.allocateNew(rows);
        byte[] raw = LittleEndian.fromDoubles(column.values(), fixed.getTypeWidth(), rows);
        fixed.getDataBuffer().setBytes(0, raw, 0, raw.length);
        writeValidity(fixed.getValidityBuffer(), column.nulls(), rows);
    }

    private static void writeBytes(BytesColumn column, FieldVector vector, int rows) {
        int length = column.offsets()[rows];
        byte[] offsets = LittleEndian.fromInts(column.offsets(), rows + 1);
        if (vector instanceof VarCharVector text) {
            text.allocateNew(length, rows);
            text.setLastSet(rows - 1);
        } else if (vector instanceof VarBinaryVector binary) {
            binary.allocateNew(length, rows);
            binary.setLastSet(rows - 1);
        } else {
            throw unexpected(vector);
        }
        vector.getDataBuffer().setBytes(0, column.data(), 0, length);
        vector.getOffsetBuffer().setBytes(0, offsets, 0, offsets.length);
        writeValidity(vector.getValidityBuffer(), column.nulls(), rows);
    }

    private static void writeValidity(ArrowBuf validity, boolean[] nulls, int rows) {
        byte[] bits = new byte[(rows + 7) / 8];
        for (int i = 0; i < rows; i++) {
            if (nulls == null || !nulls[i]) {
                bits[i >> 3] |= (byte) (1 << (i & 7));
            }
        }
        validity.setBytes(0, bits, 0, bits.length);
    }

    /** Puts one value of a nested type or a DECIMAL; the vector grows as needed. */
    private static void put(ValueVector vector, DataType type, int row, Object value) {
        if (value == null) {
            ((FieldVector) vector).setNull(row);
        } else if (vector instanceof MapVector map) {
            putMap(map, type, row, (Map<?, ?>) value);
        } else if (vector instanceof ListVector list) {
            List<?> elements = (List<?>) value;
            int start = list.startNewValue(row);
            for (int i = 0; i < elements.size(); i++) {
                put(list.getDataVector(), type.element(), start + i, elements.get(i));
            }
            list.endValue(row, elements.size());
        } else if (vector instanceof StructVector struct) {
            List<?> fields = (List<?>) value;
            struct.setIndexDefined(row);
            for (int i = 0; i < fields.size(); i++) {
                put(struct.getChildByOrdinal(i), type.children().get(i).type(), row, fields.get(i));
            }
        } else {
            putScalar(vector, row, value);
        }
    }

    private static void putMap(MapVector map, DataType type, int row, Map<?, ?> value) {
        StructVector entries = (StructVector) map.getDataVector();
        int at = map.startNewValue(row);
        for (Map.Entry<?, ?> entry : value.entrySet()) {
            entries.setIndexDefined(at);
            put(entries.getChildByOrdinal(0), type.children().get(0).type(), at, entry.getKey());
            put(entries.getChildByOrdinal(1), type.children().get(1).type(), at, entry.getValue());
            at++;
        }
        map.endValue(row, value.size());
    }

    private static void putScalar(ValueVector vector, int row, Object value) {
        if (vector instanceof DecimalVector decimals) {
            decimals.setSafe(row, ((BigDecimal) value).setScale(decimals.getScale()));
        } else if (vector instanceof VarCharVector text) {
            text.setSafe(row, value.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8));
        } else if (vector instanceof VarBinaryVector binary) {
            binary.setSafe(row, (byte[]) value);
        } else if (vector instanceof Float8Vector wide) {
            wide.setSafe(row, (Double) value);
        } else if (vector instanceof Float4Vector narrow) {
            narrow.setSafe(row, ((Double) value).floatValue());
        } else if (vector instanceof BitVector bits) {
            bits.setSafe(row, (Boolean) value ? 1 : 0);
        } else {
            putLong(vector, row, ((Number) value).longValue());
        }
    }

    private static void putLong(ValueVector vector, int row, long value) {
        if (vector instanceof BigIntVector v) {
            v.setSafe(row, value);
        } else if (vector instanceof IntVector v) {
            v.setSafe(row, (int) value);
        } else if (vector instanceof SmallIntVector v) {
            v.setSafe(row, (int) value);
        } else if (vector instanceof TinyIntVector v) {
            v.setSafe(row, (int) value);
        } else if (vector instanceof DateDayVector v) {
            v.setSafe(row, (int) value);
        } else if (vector instanceof TimeMicroVector v) {
            v.setSafe(row, value);
        } else if (vector instanceof TimeStampMicroVector v) {
            v.setSafe(row, value);
        } else if (vector instanceof TimeStampMicroTZVector v) {
            v.setSafe(row, value);
        } else if (vector instanceof DurationVector v) {
            v.setSafe(row, value);
        } else if (vector instanceof IntervalYearVector v) {
            v.setSafe(row, (int) value);
        } else {
            throw unexpected(vector);
        }
    }

    private static IllegalStateException unexpected(ValueVector vector) {
        return new IllegalStateException("no mapping for a " + vector.getClass().getSimpleName());
    }
}

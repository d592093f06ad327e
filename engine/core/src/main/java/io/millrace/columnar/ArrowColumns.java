package io.millrace.columnar;

import org.apache.arrow.vector.BaseFixedWidthVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;

/** The columns of a batch that lie in Arrow vectors until they are read. Borrows the root. */
final class ArrowColumns {
    private final Schema schema;
    private final VectorSchemaRoot root;
    private final Column[] arrays;

    /** Copies columns into the arrays of these, and leaves them there; null for arrays of their own. */
    ArrowColumns(Schema schema, VectorSchemaRoot root, Column[] arrays) {
        this.schema = schema;
        this.root = root;
        this.arrays = arrays;
    }

    int rowCount() {
        return root.getRowCount();
    }

    /** Copies a column out. */
    Column read(int index) {
        Column old = arrays == null ? null : arrays[index];
        Column column = ArrowVectors.read(root.getVector(index), schema.type(index), rowCount(), old);
        if (arrays != null) {
            arrays[index] = column;
        }
        return column;
    }

    /** The values of a column in the vector; null when some are NULL, or they are no longs. */
    LongView longView(int index) {
        FieldVector vector = root.getVector(index);
        boolean longs = schema.type(index).storage() == DataType.Storage.LONG
                && vector instanceof BaseFixedWidthVector fixed
                && fixed.getTypeWidth() == Long.BYTES;
        return longs && vector.getNullCount() == 0
                ? new LongView(null, vector.getDataBuffer().memoryAddress())
                : null;
    }
}

package io.millrace.aggregate;

import io.millrace.columnar.Column;

/** What a {@link SketchAccumulator} keeps of one group. */
interface Sketch<S extends Sketch<S>> {
    /** Takes a row, which is not NULL, so many times. */
    void add(Column column, int row, long weight);

    void merge(S other);

    byte[] toBytes();

    long heapBytes();
}

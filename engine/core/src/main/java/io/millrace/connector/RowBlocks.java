package io.millrace.connector;

import java.util.List;

/**
 * Where the rows of one file of an {@link IndexedFormat} are, by blocks that are cheap to begin with. Rows are numbered
 * from 0. Thread-safe; holds no open file.
 */
public interface RowBlocks {
    int blocks();

    /** Number of the first row of a block; of {@code blocks()}: how many rows the file has. */
    long firstRow(int block);

    /**
     * About how many bytes the rows of a block take in memory.
     *
     * @param columnsRead positions of declared columns; one that is there twice counts twice
     */
    long bytes(int block, List<Integer> columnsRead);

    /**
     * Reads the rows {@code fromRow} to {@code toRow} (exclusive). The reader does not close the file.
     *
     * @param projection positions of declared columns
     * @param wanted in terms of the projection
     */
    SplitReader open(RandomBytes file, List<Integer> projection, RowsWanted wanted, long fromRow, long toRow);
}

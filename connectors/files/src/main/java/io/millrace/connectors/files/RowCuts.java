package io.millrace.connectors.files;

import io.millrace.connector.RowBlocks;
import java.util.ArrayList;
import java.util.List;

/**
 * Where files with an index are cut, by row: at the blocks where that is possible, since beginning inside one costs.
 * Splits depend on the blocks alone; how much a micro-batch takes also on the columns that are read.
 */
final class RowCuts {
    /** Blocks are put together until a split has this many rows. */
    private static final long SPLIT_ROWS_MIN = 32_768;

    /** A block of more rows is cut. */
    private static final long SPLIT_ROWS_MAX = 262_144;

    private final RowBlocks blocks;
    private final List<Integer> columnsRead;

    RowCuts(RowBlocks blocks, List<Integer> columnsRead) {
        this.blocks = blocks;
        this.columnsRead = columnsRead;
    }

    long rows() {
        return blocks.firstRow(blocks.blocks());
    }

    /** The block that holds a row; {@code blocks()} behind the last. */
    private int block(long row) {
        int low = 0;
        int high = blocks.blocks();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (blocks.firstRow(middle + 1) > row) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    /**
     * The row before which a micro-batch ends that has taken all before {@code from}: as many whole blocks as the limits
     * leave room for.
     *
     * @param nothingYet whether the micro-batch would be empty otherwise, so that it takes a part of a block if need be
     */
    long end(long from, long rowsMax, long bytesMax, boolean nothingYet) {
        long end = from;
        long bytes = 0;
        for (int i = block(from); i < blocks.blocks(); i++) {
            long next = blocks.firstRow(i + 1);
            bytes += blocks.bytes(i, columnsRead);
            if (next - from > rowsMax || (bytes > bytesMax && end > from)) {
                break;
            }
            end = next;
        }
        boolean mustTake = end == from && nothingYet;
        return mustTake ? Math.min(rows(), from + rowsMax) : end;
    }

    /** How many bytes the blocks that hold these rows take in memory. */
    long bytes(long from, long to) {
        long bytes = 0;
        for (int i = block(from); i < blocks.blocks() && blocks.firstRow(i) < to; i++) {
            bytes += blocks.bytes(i, columnsRead);
        }
        return bytes;
    }

    /** Where the splits of a range end, ascending; the last one is {@code to}. */
    List<Long> splitEnds(long from, long to) {
        List<Long> ends = new ArrayList<>();
        long start = from;
        for (int i = block(from); i < blocks.blocks() && start < to; i++) {
            long end = Math.min(to, blocks.firstRow(i + 1));
            if (end - start < SPLIT_ROWS_MIN && end < to) {
                continue;
            }
            long pieces = (end - start + SPLIT_ROWS_MAX - 1) / SPLIT_ROWS_MAX;
            for (long piece = 1; piece <= pieces; piece++) {
                ends.add(start + (end - start) * piece / pieces);
            }
            start = end;
        }
        return ends;
    }
}

package io.millrace.runtime;

import io.millrace.columnar.ColumnBatch;
import java.util.ArrayList;
import java.util.List;

/**
 * What each shard of the step above takes in, in canonical order.
 *
 * @param rows how many went in
 * @param bytes that it holds
 */
record Parted(List<List<Piece>> shards, long rows, long bytes) {
    static Parted empty(int shards) {
        List<List<Piece>> lists = new ArrayList<>();
        for (int i = 0; i < shards; i++) {
            lists.add(new ArrayList<>());
        }
        return new Parted(lists, 0, 0);
    }

    static Parted concat(List<Parted> parts, int shards) {
        Parted all = empty(shards);
        long rows = 0;
        long bytes = 0;
        for (Parted part : parts) {
            for (int i = 0; i < shards; i++) {
                all.shards.get(i).addAll(part.shards.get(i));
            }
            rows += part.rows;
            bytes += part.bytes;
        }
        return new Parted(all.shards, rows, bytes);
    }

    /** Rows that one shard takes as they are. */
    static Parted of(List<ColumnBatch> rows) {
        return new Parted(
                List.of(rows.stream().map(Piece::of).toList()),
                rows.stream().mapToLong(ColumnBatch::rowCount).sum(),
                bytes(rows));
    }

    /** The rows of {@link Receiver#ALL}. */
    List<ColumnBatch> batches() {
        return shards.get(0).stream().map(Piece::rows).toList();
    }

    static long bytes(List<ColumnBatch> rows) {
        return rows.stream().mapToLong(ColumnBatch::heapBytes).sum();
    }
}

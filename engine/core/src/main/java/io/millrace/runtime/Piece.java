package io.millrace.runtime;

import io.millrace.columnar.ColumnBatch;
import io.millrace.operator.PartialGroups;

/** What a shard takes in: some rows of its own, or groups of some rows of all shards. The other is null. */
record Piece(ColumnBatch rows, PartialGroups groups) {
    static Piece of(ColumnBatch rows) {
        return new Piece(rows, null);
    }
}

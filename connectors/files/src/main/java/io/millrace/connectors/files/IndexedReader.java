package io.millrace.connectors.files;

import io.millrace.columnar.ColumnBatch;
import io.millrace.connector.RowBlocks;
import io.millrace.connector.RowsLeftOut;
import io.millrace.connector.RowsWanted;
import io.millrace.connector.SplitReader;
import java.nio.file.Path;
import java.util.List;

/** Reads one split of a file with an index, and makes sure that the file is the one it was when the split was planned. */
final class IndexedReader implements SplitReader {
    private final Path folder;
    private final FileVersion version;
    private final ChannelBytes bytes;
    private final SplitReader rows;
    private boolean checkedAtEnd;

    IndexedReader(Path folder, FilesSplit split, RowBlocks blocks, List<Integer> projection, RowsWanted wanted) {
        this.folder = folder;
        this.version = split.file();
        version.requireUnchanged(folder);
        this.bytes = ChannelBytes.open(folder.resolve(version.name()));
        this.rows = blocks.open(bytes, projection, wanted, split.from(), split.to() < 0 ? Long.MAX_VALUE : split.to());
    }

    @Override
    public ColumnBatch next() {
        ColumnBatch batch = rows.next();
        if (batch == null && !checkedAtEnd) {
            checkedAtEnd = true;
            version.requireUnchanged(folder);
        }
        return batch;
    }

    @Override
    public boolean reusesArrays() {
        return rows.reusesArrays();
    }

    @Override
    public long skippedRows() {
        return rows.skippedRows();
    }

    @Override
    public RowsLeftOut leftOut() {
        return rows.leftOut();
    }

    @Override
    public void close() {
        rows.close();
        bytes.close();
    }
}

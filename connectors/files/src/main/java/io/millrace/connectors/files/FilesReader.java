package io.millrace.connectors.files;

import io.millrace.columnar.ColumnBatch;
import io.millrace.connector.RangeDecoder;
import io.millrace.connector.RowDecoder;
import io.millrace.connector.RowFinder;
import io.millrace.connector.SplitReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/** Reads one split, and makes sure that the file is the one it was when the split was planned. */
final class FilesReader implements SplitReader {
    private final Path folder;
    private final Path path;
    private final FilesSplit split;
    private final RowDecoder decoder;
    private final OpenGzip openGzip;
    private InputStream in;
    /** What {@code in} is a part of, where that is worth keeping. */
    private InputStream gzip;

    private boolean checkedAtEnd;

    FilesReader(Path folder, FilesSplit split, FileFormat format, OpenGzip openGzip) {
        this.openGzip = openGzip;
        this.folder = folder;
        this.path = folder.resolve(split.file().name());
        this.split = split;
        this.decoder = format.decoder();
        split.file().requireUnchanged(folder);
        try {
            in = open();
            start(format);
        } catch (IOException e) {
            closeQuietly(e);
            throw FileFailures.cannotRead(path, e);
        } catch (RuntimeException e) {
            closeQuietly(e);
            throw e;
        }
    }

    private InputStream open() throws IOException {
        FileVersion file = split.file();
        if (!file.isGzip() || split.to() < 0 && split.from() == 0) {
            return FileBytes.open(path, file.isGzip(), split.from(), split.to());
        }
        InputStream kept = openGzip.take(file, split.from());
        gzip = kept != null ? kept : FileBytes.open(path, true, split.from(), -1);
        return split.to() < 0 ? gzip : FileBytes.limited(gzip, split.to() - split.from());
    }

    private void start(FileFormat format) throws IOException {
        if (split.from() == 0 || !(decoder instanceof RangeDecoder range)) {
            decoder.start(in, path.toString());
        } else {
            RowFinder finder = format.finder();
            byte[] preamble = format.hasPreamble() ? RowScan.firstRow(folder, split.file(), finder) : new byte[0];
            range.start(in, path.toString(), preamble, this::linesBefore);
        }
    }

    private long linesBefore() {
        try (InputStream before = FileBytes.open(path, split.file().isGzip(), 0, split.from())) {
            byte[] block = new byte[1 << 16];
            long lines = 0;
            for (int read = before.read(block); read >= 0; read = before.read(block)) {
                for (int i = 0; i < read; i++) {
                    lines += block[i] == '\n' ? 1 : 0;
                }
            }
            return lines;
        } catch (IOException e) {
            throw FileFailures.cannotRead(path, e);
        }
    }

    @Override
    public ColumnBatch next() {
        try {
            ColumnBatch batch = decoder.next();
            if (batch == null && !checkedAtEnd) {
                checkedAtEnd = true;
                split.file().requireUnchanged(folder);
            }
            return batch;
        } catch (IOException e) {
            throw FileFailures.cannotRead(path, e);
        }
    }

    @Override
    public long skippedRows() {
        return decoder.skippedRows();
    }

    @Override
    public void close() {
        try {
            if (in instanceof FileBytes.Limited part && part.isAtEnd() && gzip != null) {
                openGzip.keep(split.file(), split.to(), gzip);
            } else {
                in.close();
            }
        } catch (IOException e) {
            throw FileFailures.cannotRead(path, e);
        }
    }

    private void closeQuietly(Exception cause) {
        try {
            if (in != null) {
                in.close();
            }
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }
}

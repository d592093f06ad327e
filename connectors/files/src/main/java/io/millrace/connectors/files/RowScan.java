package io.millrace.connectors.files;

import io.millrace.connector.RowFinder;
import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Walks over the rows of one file without decoding them, to find where a micro-batch ends and where its splits do. Goes on
 * where it stopped, so that a file is walked over once.
 */
final class RowScan implements AutoCloseable {
    /** Splits of a file that can be cut have about this many bytes. */
    static final long SPLIT_BYTES = 4 << 20;

    private static final int BLOCK_BYTES = 1 << 20;
    private static final int ROW_BYTES_MAX = 64 << 20;

    private final Path path;
    private final FileVersion file;
    private final RowFinder finder;
    private final InputStream in;
    private byte[] block = new byte[BLOCK_BYTES];
    private int from;
    private int to;
    private boolean ended;
    private long position;

    private RowScan(Path path, FileVersion file, RowFinder finder, InputStream in, long position) {
        this.path = path;
        this.file = file;
        this.finder = finder;
        this.in = in;
        this.position = position;
    }

    /**
     * A part of a file.
     *
     * @param end position behind the last row
     * @param rows how many; a preamble does not count
     * @param cuts positions between rows, ascending, where splits begin; without {@code start} and {@code end}
     * @param atEnd whether the file ends here
     */
    record Part(long start, long end, long rows, List<Long> cuts, boolean atEnd) {}

    static RowScan open(Path folder, FileVersion file, RowFinder finder, long position) {
        Path path = folder.resolve(file.name());
        try {
            return new RowScan(path, file, finder, FileBytes.open(path, file.isGzip(), position, -1), position);
        } catch (IOException e) {
            throw FileFailures.cannotRead(path, e);
        }
    }

    /** Whether this scan stands at that position of that file. */
    boolean isAt(FileVersion otherFile, long otherPosition) {
        return file.name().equals(otherFile.name()) && file.sameTimeAndSize(otherFile) && position == otherPosition;
    }

    /** The rows from here on, up to a limit but at least one; a preamble at the start of the file comes on top. */
    Part take(boolean hasPreamble, long rowsMax, long bytesMax) {
        long start = position;
        long lastCut = start;
        long rows = 0;
        List<Long> cuts = new ArrayList<>();
        try {
            if (hasPreamble && position == 0) {
                step(1);
            }
            while (rows == 0 || (rows < rowsMax && position - start < bytesMax)) {
                if (position - lastCut >= SPLIT_BYTES && !file.isGzip()) {
                    cuts.add(position);
                    lastCut = position;
                }
                if (!step(position)) {
                    break;
                }
                rows++;
            }
            boolean atEnd = from == to && !fill();
            if (!cuts.isEmpty() && cuts.get(cuts.size() - 1) == position) {
                cuts.remove(cuts.size() - 1);
            }
            return new Part(start, position, rows, List.copyOf(cuts), atEnd);
        } catch (IOException e) {
            throw FileFailures.cannotRead(path, e);
        }
    }

    /** The first row with its line end: the preamble of the file. */
    static byte[] firstRow(Path folder, FileVersion file, RowFinder finder) {
        try (RowScan scan = open(folder, file, finder, 0)) {
            scan.step(0);
            return Arrays.copyOf(scan.block, scan.from);
        } catch (IOException e) {
            throw FileFailures.cannotRead(folder.resolve(file.name()), e);
        }
    }

    /** Goes over one row; false at the end of the file. */
    private boolean step(long rowStart) throws IOException {
        while (true) {
            int end = finder.rowEnd(block, from, to);
            if (end < 0 && !fill()) {
                end = to;
            }
            if (end >= 0) {
                boolean found = end > from;
                position += end - from;
                from = end;
                return found;
            }
            if (to - from >= ROW_BYTES_MAX) {
                throw new MillraceException(
                        ErrorCode.BAD_ROW,
                        "\"" + path + "\": the row at byte " + rowStart + " has more than " + (ROW_BYTES_MAX >> 20)
                                + " MiB; is a quote never closed?");
            }
        }
    }

    private boolean fill() throws IOException {
        if (ended) {
            return false;
        }
        System.arraycopy(block, from, block, 0, to - from);
        to -= from;
        from = 0;
        if (to == block.length) {
            block = Arrays.copyOf(block, 2 * block.length);
        }
        int read = in.read(block, to, block.length - to);
        ended = read < 0;
        to += Math.max(0, read);
        return !ended;
    }

    @Override
    public void close() {
        try {
            in.close();
        } catch (IOException e) {
            throw FileFailures.cannotRead(path, e);
        }
    }
}

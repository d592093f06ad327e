package io.millrace.connectors.files;

import io.millrace.connector.Offset;
import io.millrace.connector.ReadLimit;
import io.millrace.connector.RowsWanted;
import io.millrace.connector.Source;
import io.millrace.connector.Split;
import io.millrace.connector.SplitReader;
import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The rows of a directory of files, or of one file, for one query. */
final class FilesSource implements Source {
    private static final int PARTS_KEPT_MAX = 10_000;

    /** Deflate cannot make more of a byte. */
    private static final long GZIP_FACTOR_MAX = 1032;

    private final FileListing listing;
    private final FileFormat format;
    private final Rows rows;
    private final boolean bounded;
    private final long filesPerBatchMax;
    /** Null where the format has no index. */
    private final FileIndexes indexes;

    /** The columns of all scans that read what this one says. */
    private final List<Integer> columnsRead;

    private final FilesPositions positions = new FilesPositions();

    private WantedParts wanted;

    /** Whether another scan reads the same ranges, which may want what this one does not. */
    private boolean shared;

    /** How far the query has come. */
    private FilesOffset reached = FilesOffset.INITIAL;

    /** Whether files may have come while nobody looked: after a restart, until it is looked into. */
    private boolean mayHaveMissed;

    /** What {@link #latest()} gave, and where the query was then. */
    private Offset latest;

    private FilesOffset latestReached;

    private RowScan scan;
    private final OpenGzip openGzip = new OpenGzip();

    /** What the scan for a limit found, for the plan that follows. */
    private final Map<FilesSplit, RowScan.Part> parts = new HashMap<>();

    FilesSource(Path path, FileFormat format, Rows rows, boolean bounded, long filesPerBatchMax) {
        this.listing = new FileListing(path, rows.partitioning());
        this.rows = rows;
        this.format = format;
        this.bounded = bounded;
        this.filesPerBatchMax = filesPerBatchMax;
        this.indexes = format.indexes();
        this.columnsRead = new ArrayList<>(format.projection());
        this.wanted = new WantedParts(rows, RowsWanted.ALL);
        listing.refresh();
    }

    /**
     * What a row is made of.
     *
     * @param partitioning says which columns folders name; those are none of the format's
     * @param columns of the table that are wanted
     */
    record Rows(Partitioning partitioning, List<Integer> columns) {}

    @Override
    public Offset initial() {
        return positions.offset(FilesOffset.INITIAL);
    }

    @Override
    public Offset latest() {
        boolean looked = !bounded && listing.refresh();
        if (looked) {
            refuseChanged();
        }
        if (mayHaveMissed) {
            findMissed();
        }
        if (looked || latest == null || latestReached != reached) {
            List<FileVersion> unread = unread(reached);
            latest = unread.isEmpty()
                    ? positions.offset(reached)
                    : positions.offset(reached.plus(unread, Set.of(), null, 0));
            latestReached = reached;
        }
        return latest;
    }

    private void refuseChanged() {
        for (FileVersion file : listing.files().values()) {
            FileVersion known = reached.known(file.name());
            if (known != null && !known.sameTimeAndSize(file)) {
                throw known.changed(
                        listing.folder().resolve(file.name()), "it had " + known.size() + " bytes, now " + file.size());
            }
        }
    }

    /** What the listing shows beyond a position, in order; the file that is begun comes first. */
    private List<FileVersion> unread(FilesOffset start) {
        List<FileVersion> unread = new ArrayList<>();
        for (FileVersion file : listing.files().values()) {
            boolean read = start.names(file.name()) || (start.isUnderFloor(file) && !listing.arrived(file.name()));
            if (!read) {
                unread.add(file);
            }
        }
        Collections.sort(unread);
        if (start.part() != null) {
            unread.add(0, start.part());
        }
        return unread;
    }

    @Override
    public Offset limit(Offset startOffset, Offset latestOffset, ReadLimit limit) {
        FilesOffset start = positions.of(startOffset);
        FilesOffset last = positions.of(latestOffset);
        List<FileVersion> unread = start.until(last);
        if (unread.isEmpty()) {
            return startOffset;
        }
        parts.clear();
        if (indexes != null && !limit.equals(ReadLimit.NONE)) {
            return limitByRows(start, latestOffset, limit);
        }
        long filesMax = limit.equals(ReadLimit.NONE) ? Long.MAX_VALUE : filesPerBatchMax;
        long rowsLeft = limit.maxRows();
        long bytesLeft = limit.maxBytes();
        boolean mustScan = mustScan(unread, limit);
        List<FileVersion> read = new ArrayList<>();
        for (FileVersion file : unread) {
            if (read.size() >= filesMax || rowsLeft <= 0 || bytesLeft <= 0) {
                return positions.offset(start.plus(read, last.late(), null, 0));
            }
            if (mustScan && countsRows(file)) {
                RowScan.Part part = scan(file, start.start(file), rowsLeft, bytesLeft);
                keep(new FilesSplit(file, part.start(), part.atEnd() ? -1 : part.end()), part);
                if (!part.atEnd()) {
                    return positions.offset(start.plus(read, last.late(), file, part.end()));
                }
                rowsLeft -= part.rows();
                bytesLeft -= part.end() - part.start();
            }
            read.add(file);
        }
        return latestOffset;
    }

    private Offset limitByRows(FilesOffset start, Offset latestOffset, ReadLimit limit) {
        FilesOffset last = positions.of(latestOffset);
        long rowsLeft = limit.maxRows();
        long bytesLeft = limit.maxBytes();
        List<FileVersion> read = new ArrayList<>();
        boolean nothingYet = true;
        for (FileVersion file : start.until(last)) {
            if (read.size() >= filesPerBatchMax) {
                return positions.offset(start.plus(read, last.late(), null, 0));
            }
            if (!countsRows(file)) {
                read.add(file);
                continue;
            }
            RowCuts cuts = cuts(file);
            long from = start.start(file);
            long end = cuts.end(from, rowsLeft, bytesLeft, nothingYet);
            if (end < cuts.rows()) {
                return positions.offset(start.plus(read, last.late(), end == 0 ? null : file, end));
            }
            rowsLeft -= end - from;
            bytesLeft -= cuts.bytes(from, end);
            nothingYet &= end == from;
            read.add(file);
        }
        return latestOffset;
    }

    /** Whether a limit of rows is about the rows of a file; those of one that nobody opens count for none. */
    private boolean countsRows(FileVersion file) {
        return shared || !wanted.leavesOut(file);
    }

    /** Files are walked over only if they could hold more than the limit allows; a row has at least one byte. */
    private boolean mustScan(List<FileVersion> files, ReadLimit limit) {
        if (!format.splittable() || limit.equals(ReadLimit.NONE)) {
            return false;
        }
        long bytes = 0;
        for (FileVersion file : files) {
            if (!countsRows(file)) {
                continue;
            }
            bytes += file.isGzip() ? file.size() * GZIP_FACTOR_MAX : file.size();
        }
        return bytes > Math.min(limit.maxRows(), limit.maxBytes());
    }

    private RowScan.Part scan(FileVersion file, long from, long rowsMax, long bytesMax) {
        if (scan == null || !scan.isAt(file, from)) {
            closeScan();
            scan = RowScan.open(listing.folder(), file, format.finder(), from);
        }
        RowScan.Part part = scan.take(format.hasPreamble(), rowsMax, bytesMax);
        if (part.atEnd()) {
            closeScan();
        }
        return part;
    }

    private void keep(FilesSplit range, RowScan.Part part) {
        if (parts.size() < PARTS_KEPT_MAX) {
            parts.put(range, part);
        }
    }

    @Override
    public List<Split> plan(Offset startOffset, Offset endOffset) {
        FilesOffset start = positions.of(startOffset);
        FilesOffset end = positions.of(endOffset);
        List<Split> splits = new ArrayList<>();
        for (FileVersion file : start.until(end)) {
            cut(new FilesSplit(file, start.start(file), end.isPart(file.name()) ? end.position() : -1), splits);
        }
        return splits;
    }

    /** Cuts a range of a file into splits, at places that depend on the range alone. */
    private void cut(FilesSplit range, List<Split> splits) {
        FileVersion file = range.file();
        if (wanted.leavesOut(file)) {
            splits.add(range);
            return;
        }
        if (indexes != null) {
            cutByRows(range, splits);
            return;
        }
        long end = range.to() < 0 ? file.size() : range.to();
        if (file.isGzip() || !format.splittable() || end - range.from() <= RowScan.SPLIT_BYTES) {
            splits.add(range);
            return;
        }
        RowScan.Part part = parts.get(range);
        if (part == null) {
            try (RowScan walk = RowScan.open(listing.folder(), file, format.finder(), range.from())) {
                part = walk.take(format.hasPreamble(), Long.MAX_VALUE, end - range.from());
            }
        }
        long from = range.from();
        for (long cut : part.cuts()) {
            splits.add(new FilesSplit(file, from, cut));
            from = cut;
        }
        splits.add(new FilesSplit(file, from, range.to()));
    }

    private void cutByRows(FilesSplit range, List<Split> splits) {
        RowCuts cuts = cuts(range.file());
        long from = range.from();
        for (long end : cuts.splitEnds(from, range.to() < 0 ? cuts.rows() : range.to())) {
            splits.add(new FilesSplit(range.file(), from, end));
            from = end;
        }
    }

    private RowCuts cuts(FileVersion file) {
        return new RowCuts(indexes.of(listing.folder(), file), columnsRead);
    }

    @Override
    public SplitReader open(Split split) {
        if (wanted.leavesOut(((FilesSplit) split).file())) {
            return WantedParts.noRows();
        }
        SplitReader inFile = openFile((FilesSplit) split);
        return rows.partitioning().isNone()
                ? inFile
                : new PartitionReader(
                        inFile,
                        rows.partitioning(),
                        rows.columns(),
                        ((FilesSplit) split).file().name());
    }

    private SplitReader openFile(FilesSplit split) {
        if (indexes != null) {
            return new IndexedReader(
                    listing.folder(),
                    split,
                    indexes.of(listing.folder(), split.file()),
                    format.projection(),
                    wanted.inFiles());
        }
        return new FilesReader(listing.folder(), split, format, openGzip);
    }

    @Override
    public void wanted(RowsWanted newWanted) {
        wanted = new WantedParts(rows, newWanted);
    }

    @Override
    public void alsoRead(List<Integer> columns) {
        shared = true;
        columnsRead.addAll(columns);
    }

    @Override
    public boolean exhausted(Offset offset) {
        return bounded && unread(positions.of(offset)).isEmpty();
    }

    @Override
    public void resume(Offset offset) {
        reached = positions.of(offset);
        mayHaveMissed = true;
    }

    /** What came among the files that the position does not name, while no query ran, counts as new. */
    private void findMissed() {
        mayHaveMissed = false;
        List<FileVersion> under = listing.files().values().stream()
                .filter(file -> reached.isUnderFloor(file) && !reached.names(file.name()))
                .toList();
        List<FileVersion> missed = reached.before().arrivedAmong(under).orElseThrow(() -> unclear(under.size()));
        missed.forEach(file -> listing.arrive(file.name()));
    }

    private MillraceException unclear(int found) {
        return new MillraceException(
                ErrorCode.DATA_LOST,
                "directory \"" + listing.folder() + "\" holds " + found
                        + " files that are no newer than those the query"
                        + " has read, but it has read " + reached.before().count()
                        + " such files: some came, or were changed, while it did not run, and it cannot be told which; touch"
                        + " the new ones, so that they are the newest, and start the query again");
    }

    @Override
    public void committed(Offset offset) {
        reached = positions.of(offset);
        reached.files().keySet().forEach(listing::settle);
        parts.clear();
    }

    @Override
    public void close() {
        closeScan();
        openGzip.close();
    }

    private void closeScan() {
        if (scan != null) {
            scan.close();
            scan = null;
        }
    }
}

package io.millrace.connectors.parquet;

import io.millrace.connector.RandomBytes;
import java.util.ArrayList;
import java.util.List;

/**
 * What a file says of the pages of one column chunk: which rows each holds, and between which bounds their values are.
 *
 * @param firstRows of each page, counted from the first of the row group; then the number of rows
 */
record PageIndex(long[] firstRows, List<Bounds> bounds) {
    private static final int BYTES_MAX = 64 << 20;

    int pages() {
        return bounds.size();
    }

    int firstRow(int page) {
        return (int) firstRows[page];
    }

    /** Null when there is none; one that contradicts itself is as good as none, since the pages say all again. */
    static PageIndex read(RandomBytes file, Footer.Chunk chunk) {
        Footer.Index index = chunk.index();
        if (index == null || chunk.values() > Integer.MAX_VALUE) {
            return null;
        }
        byte[] places = bytes(file, index.placesStart(), index.placesBytes());
        byte[] bounds = bytes(file, index.boundsStart(), index.boundsBytes());
        if (places == null || bounds == null) {
            return null;
        }
        try {
            long[] firstRows = firstRows(new CompactReader(places, 0, places.length), chunk.values());
            List<Bounds> all = bounds(new CompactReader(bounds, 0, bounds.length));
            return firstRows != null && all.size() == firstRows.length - 1 ? new PageIndex(firstRows, all) : null;
        } catch (DamagedException e) {
            return null;
        }
    }

    private static byte[] bytes(RandomBytes file, long start, int length) {
        if (start < 0 || length <= 0 || length > BYTES_MAX || start > file.size() - length) {
            return null;
        }
        byte[] bytes = new byte[length];
        file.read(start, bytes, 0, length);
        return bytes;
    }

    /** Null when rows do not ascend. */
    private static long[] firstRows(CompactReader in, long rows) {
        long[] firstRows = {rows};
        int outer = in.beginStruct();
        while (in.nextField()) {
            if (in.field() == 1) {
                int count = in.list();
                firstRows = new long[count + 1];
                firstRows[count] = rows;
                for (int i = 0; i < count; i++) {
                    firstRows[i] = firstRow(in);
                }
            } else {
                in.skip();
            }
        }
        in.endStruct(outer);
        boolean ascend = firstRows[0] == 0;
        for (int i = 1; i < firstRows.length; i++) {
            ascend &= firstRows[i - 1] < firstRows[i];
        }
        return ascend ? firstRows : null;
    }

    private static long firstRow(CompactReader in) {
        long firstRow = -1;
        int outer = in.beginStruct();
        while (in.nextField()) {
            if (in.field() == 3) {
                firstRow = in.i64();
            } else {
                in.skip();
            }
        }
        in.endStruct(outer);
        return firstRow;
    }

    private static List<Bounds> bounds(CompactReader in) {
        List<Boolean> nullPages = new ArrayList<>();
        List<byte[]> mins = new ArrayList<>();
        List<byte[]> maxs = new ArrayList<>();
        List<Long> nullCounts = new ArrayList<>();
        int outer = in.beginStruct();
        while (in.nextField()) {
            switch (in.field()) {
                case 1 -> {
                    for (int left = in.list(); left > 0; left--) {
                        nullPages.add(in.boolElement());
                    }
                }
                case 2 -> binaries(in, mins);
                case 3 -> binaries(in, maxs);
                case 5 -> {
                    for (int left = in.list(); left > 0; left--) {
                        nullCounts.add(in.i64());
                    }
                }
                default -> in.skip();
            }
        }
        in.endStruct(outer);
        int pages = nullPages.size();
        boolean counted = nullCounts.size() == pages;
        if (mins.size() != pages || maxs.size() != pages || !(counted || nullCounts.isEmpty())) {
            throw new DamagedException("its index of pages contradicts itself");
        }
        List<Bounds> bounds = new ArrayList<>();
        for (int i = 0; i < pages; i++) {
            boolean allNull = nullPages.get(i);
            boolean noNulls = counted && nullCounts.get(i) == 0;
            bounds.add(new Bounds(allNull ? null : mins.get(i), allNull ? null : maxs.get(i), allNull, noNulls));
        }
        return bounds;
    }

    private static void binaries(CompactReader in, List<byte[]> out) {
        for (int left = in.list(); left > 0; left--) {
            out.add(in.binary());
        }
    }
}

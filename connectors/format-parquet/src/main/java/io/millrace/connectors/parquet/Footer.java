package io.millrace.connectors.parquet;

import java.util.List;

/** What a file says of itself at its end. */
record Footer(List<Leaf> leaves, List<Group> groups) {

    /** Some rows, column by column. */
    record Group(long rows, List<Chunk> chunks) {}

    /**
     * The values of one column in one row group.
     *
     * @param values with NULLs
     * @param start where its first page begins in the file
     * @param plainBytes that its pages have when they are decompressed
     * @param min lowest value as it is stored, or null when the file does not say; so {@code max}
     * @param nullCount -1 when the file does not say
     * @param index where more is said of its pages, or null
     */
    record Chunk(
            Physical physical,
            Codec codec,
            long values,
            long start,
            long storedBytes,
            long plainBytes,
            byte[] min,
            byte[] max,
            long nullCount,
            Index index) {

        Chunk with(Index newIndex) {
            return new Chunk(physical, codec, values, start, storedBytes, plainBytes, min, max, nullCount, newIndex);
        }

        Bounds bounds() {
            return new Bounds(min, max, nullCount == values, nullCount == 0);
        }
    }

    /** Where in the file the bounds of a chunk's pages stand, and where their rows. */
    record Index(long boundsStart, int boundsBytes, long placesStart, int placesBytes) {}
}

package io.millrace.checkpoint;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.ArrayList;
import java.util.List;

/**
 * The first entry of a log segment: all that is needed of the log before {@code oldest}.
 *
 * @param format version of the checkpoint format
 * @param firstBatch no earlier batch is recorded in this segment; names the file
 * @param oldest first batch of the oldest segment that is still needed
 * @param base the snapshot that the changes from {@code base.batch + 1} on are to be applied to; null: no state
 * @param plan the plan, when it is not the one in the metadata
 */
record SegmentStart(
        int format, String queryId, String queryName, long firstBatch, long oldest, Base base, StoredPlan plan) {

    /**
     * A snapshot, the whole state after a batch; with the owner that wrote it and the log entry before it.
     *
     * @param file the state, but for what is in the database
     * @param database null where nothing is
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Base(long batch, long epoch, String previous, StateFile file, KeptDatabase database) {
        /** Bytes of all of its files. */
        long bytes() {
            return file.bytes() + (database == null ? 0 : database.bytes());
        }

        /** Its files, that of chunks first. */
        List<StateFile> files() {
            List<StateFile> files = new ArrayList<>();
            files.add(file);
            if (database != null) {
                database.files().forEach(part -> files.add(part.file()));
            }
            return files;
        }
    }
}

package io.millrace.benchmarks.rig;

import io.millrace.checkpoint.BatchLog;
import io.millrace.checkpoint.BatchRecord;
import io.millrace.state.StateChunk;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Which micro-batches the engine has run, as it says itself; survives its processes. */
final class Journal {
    private final TreeMap<Long, BatchRecord> records = new TreeMap<>();

    Journal() {}

    /** One that goes on from another. */
    Journal(Journal from) {
        records.putAll(from.records);
    }

    /** Micro-batches up to this one. */
    Collection<BatchRecord> upTo(long batchId) {
        return records.headMap(batchId, true).values();
    }

    int size() {
        return records.size();
    }

    Map<Long, BatchRecord> records() {
        return records;
    }

    /** A checkpoint, whose records are noted. */
    BatchLog noting(BatchLog log, World world) {
        return new Forwarding.Log(log) {
            @Override
            public String record(BatchRecord record, List<StateChunk> changes) {
                world.note("record " + record.batchId() + " " + record.ranges() + " " + record.watermarksIn() + " "
                        + record.clockMicros());
                note(record);
                return super.record(record, changes);
            }
        };
    }

    private void note(BatchRecord record) {
        BatchRecord before = records.get(record.batchId() - 1);
        if (before != null) {
            before.watermarksOut()
                    .forEach((source, watermark) -> require(
                            record.watermarksIn().get(source) >= watermark, "the watermark falls", before, record));
            require(record.clockMicros() >= before.clockMicros(), "the clock goes back", before, record);
            before.ranges()
                    .forEach((source, range) -> require(
                            record.ranges().get(source).start().equals(range.end()),
                            "rows are left out or read twice",
                            before,
                            record));
        }
        records.put(record.batchId(), record);
    }

    private static void require(boolean holds, String problem, BatchRecord before, BatchRecord record) {
        if (!holds) {
            throw new Finding(problem + " between\n" + before + "\nand\n" + record);
        }
    }
}

package io.millrace.benchmarks.rig;

import io.millrace.checkpoint.BatchLog;
import io.millrace.checkpoint.BatchRecord;
import io.millrace.state.StateChunk;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Mistakes in what is recorded of a micro-batch, or made of it after a restart. */
final class LogMistakes {
    private LogMistakes() {}

    /** Changes what is read back as the last record. */
    private abstract static class OtherRecord extends Forwarding.Log {
        OtherRecord(BatchLog to) {
            super(to);
        }

        abstract BatchRecord other(BatchRecord record);

        @Override
        public Optional<BatchRecord> lastRecord() {
            return super.lastRecord().map(this::other);
        }
    }

    private static BatchRecord with(
            BatchRecord record, Map<String, BatchRecord.Range> ranges, Map<String, Long> watermarksIn) {
        return new BatchRecord(
                record.batchId(),
                ranges,
                watermarksIn,
                record.watermarksOut(),
                record.partitions(),
                record.clockMicros(),
                record.inputRows(),
                record.staged(),
                record.last());
    }

    static final class OffsetOneOff extends OtherRecord {
        OffsetOneOff(BatchLog to) {
            super(to);
        }

        @Override
        BatchRecord other(BatchRecord record) {
            Map<String, BatchRecord.Range> ranges = new HashMap<>();
            record.ranges()
                    .forEach((name, range) -> ranges.put(name, new BatchRecord.Range(range.start(), less(range))));
            return with(record, ranges, record.watermarksIn());
        }

        private static String less(BatchRecord.Range range) {
            String end = range.end();
            int comma = end.indexOf(',') < 0 ? end.length() - 1 : end.indexOf(',');
            int first = Integer.parseInt(end.substring(1, comma));
            return "[" + Math.max(0, first - 1) + end.substring(comma);
        }
    }

    static final class OldState extends Forwarding.Log {
        OldState(BatchLog to) {
            super(to);
        }

        @Override
        public void restore(long batchId, Consumer<StateChunk> chunks) {
            boolean older = lastRecord().isPresent() && lastRecord().get().batchId() == batchId && batchId > 0;
            super.restore(older ? batchId - 1 : batchId, chunks);
        }
    }

    static final class LostChange extends Forwarding.Log {
        LostChange(BatchLog to) {
            super(to);
        }

        @Override
        public String record(BatchRecord record, List<StateChunk> changes) {
            boolean loses = record.batchId() % 3 == 2 && !changes.isEmpty();
            return super.record(record, loses ? changes.subList(0, changes.size() - 1) : changes);
        }
    }

    /** What the batch before evicted with is taken from what it left behind. */
    static final class NewLateWatermark extends OtherRecord {
        NewLateWatermark(BatchLog to) {
            super(to);
        }

        @Override
        BatchRecord other(BatchRecord record) {
            return lastCommitted() ? with(record, record.ranges(), record.watermarksOut()) : record;
        }
    }

    static final class ReplayWithNewWatermark extends OtherRecord {
        ReplayWithNewWatermark(BatchLog to) {
            super(to);
        }

        @Override
        BatchRecord other(BatchRecord record) {
            return lastCommitted() ? record : with(record, record.ranges(), record.watermarksOut());
        }
    }
}

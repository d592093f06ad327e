package io.millrace.benchmarks.rig;

import io.millrace.connector.ChangeBatch;
import io.millrace.connector.OutputMode;
import io.millrace.connector.RowKind;
import io.millrace.connector.Sink;
import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A database outside of all processes that takes the rows of a micro-batch in one transaction, with its number. What a
 * process prepared is gone when the next one opens it, unless the place is one that keeps it.
 */
final class RowPlace {
    private final boolean keepsPrepared;
    private final List<String> appended = new ArrayList<>();
    private final Map<String, String> byKey = new TreeMap<>();
    private final Map<Long, List<Change>> prepared = new HashMap<>();
    private Sink.Committed last;
    private long epoch = -1;

    private record Change(RowKind kind, String key, String text) {}

    RowPlace(boolean keepsPrepared) {
        this.keepsPrepared = keepsPrepared;
    }

    /** What a reader sees. */
    List<String> rows() {
        List<String> rows = new ArrayList<>(appended);
        rows.addAll(byKey.values());
        return rows;
    }

    /** The last micro-batch that took effect, or -1. */
    long lastBatch() {
        return last == null ? -1 : last.batchId();
    }

    /** What is prepared and has not taken effect. */
    int preparedCount() {
        return prepared.size();
    }

    Sink sink(World world, Process process) {
        return new Transactions(world, process);
    }

    private final class Transactions implements Sink {
        private final World world;
        private final Process process;
        private final List<Change> written = new ArrayList<>();
        private Session session;

        Transactions(World world, Process process) {
            this.world = world;
            this.process = process;
        }

        @Override
        public Optional<Committed> open(Session opened) {
            world.step(process, "sink open");
            session = opened;
            requireNewest();
            epoch = opened.epoch();
            if (!keepsPrepared) {
                prepared.clear();
            }
            return Optional.ofNullable(last);
        }

        private void requireNewest() {
            if (session.epoch() < epoch) {
                throw new MillraceException(
                        ErrorCode.SINK_FAILED,
                        "start " + epoch + " of the query has taken over from start " + session.epoch());
            }
        }

        @Override
        public void write(ChangeBatch batch) {
            world.step(process, "sink write");
            for (int i = 0; i < batch.rows().rowCount(); i++) {
                List<Object> row = batch.rows().row(i);
                StringBuilder key = new StringBuilder();
                if (session.mode() == OutputMode.UPDATE && session.uniqueKey() != null) {
                    session.uniqueKey()
                            .forEach(column -> key.append(row.get(column)).append('|'));
                }
                written.add(new Change(batch.kind(i), key.toString(), text(row)));
            }
        }

        @Override
        public String prepare(long batchId) {
            world.step(process, "sink prepare " + batchId);
            prepared.put(batchId, List.copyOf(written));
            written.clear();
            return "\"" + batchId + "\"";
        }

        @Override
        public boolean commit(long batchId, String stateId, String staged) {
            world.step(process, "sink commit " + batchId);
            requireNewest();
            if (last != null && last.batchId() >= batchId) {
                return true;
            }
            List<Change> changes = prepared.remove(batchId);
            if (changes == null) {
                return false;
            }
            for (Change change : changes) {
                boolean away = change.kind() == RowKind.DELETE || change.kind() == RowKind.UPDATE_BEFORE;
                if (session.mode() == OutputMode.APPEND) {
                    appended.add(change.text());
                } else if (away) {
                    byKey.remove(change.key());
                } else {
                    byKey.put(change.key(), change.text());
                }
            }
            last = new Committed(batchId, stateId);
            world.step(process, "sink has committed " + batchId);
            return true;
        }

        @Override
        public void abort(long batchId) {
            process.requireAlive();
            written.clear();
            prepared.remove(batchId);
        }

        @Override
        public void close() {}
    }

    static String text(List<Object> row) {
        StringBuilder text = new StringBuilder();
        row.forEach(value -> text.append(text.isEmpty() ? "" : ",").append(value));
        return text.toString();
    }
}

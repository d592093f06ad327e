package io.millrace.benchmarks.rig;

import io.millrace.connector.ChangeBatch;
import io.millrace.connector.Sink;
import java.util.Optional;

/** Mistakes in a sink, or in what is asked of it and when. */
final class SinkMistakes {
    private SinkMistakes() {}

    /** Says that it has committed, and does so when it is called the next time. */
    static final class CommitsLater extends Forwarding.Rows {
        private Runnable owed = () -> {};

        CommitsLater(Sink to) {
            super(to);
        }

        private void pay() {
            Runnable due = owed;
            owed = () -> {};
            due.run();
        }

        @Override
        public boolean commit(long batchId, String stateId, String staged) {
            pay();
            owed = () -> super.commit(batchId, stateId, staged);
            return true;
        }

        @Override
        public void write(ChangeBatch batch) {
            pay();
            super.write(batch);
        }

        @Override
        public String prepare(long batchId) {
            pay();
            return super.prepare(batchId);
        }

        @Override
        public void end(Session session) {
            pay();
            super.end(session);
        }

        @Override
        public void close() {
            pay();
            super.close();
        }
    }

    static final class CommitsEarly extends Forwarding.Rows {
        CommitsEarly(Sink to) {
            super(to);
        }

        @Override
        public String prepare(long batchId) {
            String staged = super.prepare(batchId);
            commit(batchId, "unknown", staged);
            return staged;
        }
    }

    static final class AbortsNothing extends Forwarding.Rows {
        AbortsNothing(Sink to) {
            super(to);
        }

        @Override
        public void abort(long batchId) {}
    }

    static final class OneEpoch extends Forwarding.Rows {
        OneEpoch(Sink to) {
            super(to);
        }

        @Override
        public Optional<Committed> open(Session session) {
            return super.open(
                    new Session(session.queryId(), session.queryName(), 1, session.mode(), session.uniqueKey()));
        }
    }

    static final class Forgetful extends Forwarding.Rows {
        Forgetful(Sink to) {
            super(to);
        }

        @Override
        public Optional<Committed> open(Session session) {
            super.open(session);
            return Optional.empty();
        }
    }
}

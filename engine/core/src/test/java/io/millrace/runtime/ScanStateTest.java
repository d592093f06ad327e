package io.millrace.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connector.Offset;
import io.millrace.connector.ReadLimit;
import io.millrace.connector.Source;
import io.millrace.connector.Split;
import io.millrace.connector.SplitReader;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScanStateTest {
    /** As of a clock, or of a topic that is read from its end: a query that names the table twice opens one after the other. */
    @Test
    void theSecondSourceOfATableWhoseBeginningMovesReadsWhatTheFirstReads() {
        Moving first = new Moving(5);
        Moving second = new Moving(9);
        ScanState leader = new ScanState("a", "t", first, null);
        ScanState follower = new ScanState("b", "t", second, leader);
        assertThat(follower.position).isEqualTo(leader.position).isEqualTo(new Offset("5"));
        assertThat(second.begin).isEqualTo(5);
        leader.look();
        follower.look();
        leader.advance(ReadLimit.NONE);
        follower.advance(ReadLimit.NONE);
        assertThat(follower.end).isEqualTo(leader.end).isEqualTo(new Offset("15"));
    }

    /** A source that begins where it was when it was opened, and whose end is ten further. */
    private static final class Moving implements Source {
        private int begin;

        Moving(int begin) {
            this.begin = begin;
        }

        @Override
        public Offset initial() {
            return new Offset(String.valueOf(begin));
        }

        @Override
        public void resume(Offset position) {
            begin = Integer.parseInt(position.json());
        }

        @Override
        public Offset latest() {
            return new Offset(String.valueOf(begin + 10));
        }

        @Override
        public Offset limit(Offset start, Offset latest, ReadLimit limit) {
            return latest;
        }

        @Override
        public List<Split> plan(Offset start, Offset end) {
            return List.of();
        }

        @Override
        public SplitReader open(Split split) {
            throw new AssertionError(split);
        }

        @Override
        public boolean exhausted(Offset offset) {
            return false;
        }

        @Override
        public void close() {}
    }
}

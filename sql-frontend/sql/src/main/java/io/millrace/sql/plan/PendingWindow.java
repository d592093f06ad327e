package io.millrace.sql.plan;

import io.millrace.plan.Aggregate.Emit;
import io.millrace.plan.SessionGap;
import io.millrace.time.CalendarWindow;
import io.millrace.time.CumulativeCalendarWindow;
import io.millrace.time.CumulativeWindow;
import io.millrace.time.WindowAssignment;
import java.util.List;
import java.util.Set;
import java.util.function.IntUnaryOperator;

/**
 * A window that was asked for but is not yet in the plan.
 *
 * @param timeColumn position in the node
 * @param panes the windows; null for sessions
 * @param session what else sessions need; null for windows of panes
 */
record PendingWindow(int timeColumn, WindowAssignment panes, Session session) {

    /**
     * @param gap its column is a position in the node
     * @param partition positions of the columns by which rows are parted into sessions; null when those are the keys that
     *     they will be grouped by
     * @param emit when results over them are given
     * @param closeMicros when they are final; null when never
     */
    record Session(SessionGap gap, List<Integer> partition, Emit emit, Long closeMicros) {
        Session moved(IntUnaryOperator places) {
            SessionGap at = gap.column() < 0 ? gap : SessionGap.ofColumn(places.applyAsInt(gap.column()));
            List<Integer> by = partition == null
                    ? null
                    : partition.stream().map(places::applyAsInt).toList();
            return new Session(at, by, emit, closeMicros);
        }
    }

    static PendingWindow ofPanes(int timeColumn, WindowAssignment panes) {
        return new PendingWindow(timeColumn, panes, null);
    }

    static PendingWindow ofSessions(int timeColumn, Session session) {
        return new PendingWindow(timeColumn, null, session);
    }

    boolean isSession() {
        return session != null;
    }

    /** Whether rows have been parted into sessions before they are filtered or multiplied. */
    boolean isFixed() {
        return isSession() && session.partition() != null;
    }

    /**
     * Which of the columns start (0), end (1) and time (2) say which window it is; of sessions, which session of a key. The
     * first {@code n} of cumulating windows have the same start; where clocks change, two windows of some hours may begin
     * together, or end.
     */
    List<Set<Integer>> identifying() {
        if (panes instanceof CumulativeWindow || panes instanceof CumulativeCalendarWindow) {
            return List.of(Set.of(1), Set.of(2));
        } else if (panes instanceof CalendarWindow calendar && calendar.slide() != calendar.size()) {
            return List.of(Set.of(0, 1), Set.of(0, 2));
        }
        return List.of(Set.of(0), Set.of(1), Set.of(2));
    }

    PendingWindow partedBy(List<Integer> columns) {
        return ofSessions(timeColumn, new Session(session.gap(), columns, session.emit(), session.closeMicros()));
    }

    /** The same over columns that stand elsewhere. */
    PendingWindow moved(IntUnaryOperator places) {
        return new PendingWindow(places.applyAsInt(timeColumn), panes, session == null ? null : session.moved(places));
    }
}

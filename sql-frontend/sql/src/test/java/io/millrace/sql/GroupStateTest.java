package io.millrace.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.error.MillraceException;
import io.millrace.sql.function.FlatMapGroupsWithStateFunction;
import io.millrace.sql.streaming.GroupState;
import io.millrace.sql.streaming.GroupStateTimeout;
import io.millrace.sql.streaming.OutputMode;
import io.millrace.sql.testing.QueryTest;
import io.millrace.sql.testing.TestClock;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Functions that keep one state by key, and its timeouts. */
class GroupStateTest {
    record Visit(String user, String page, LocalDateTime at) {}

    record Count(String user, long visits) {}

    private final TestClock clock = TestClock.at("2026-01-01T00:00:00Z");
    private Session session;
    private MemoryStream input;

    @BeforeEach
    void open() {
        session = Session.builder().clock(clock).set("time-zone", "UTC").build();
        input = session.memoryStream("visit", "user VARCHAR, page VARCHAR, at TIMESTAMP(3)");
    }

    @AfterEach
    void close() {
        session.close();
    }

    private KeyValueGroupedDataset<String, Visit> byUser() {
        return input.toDF().as(Visit.class).groupByKey(Visit::user, String.class);
    }

    private KeyValueGroupedDataset<String, Visit> byUserInTime() {
        return input.toDF().withWatermark("at", "10 seconds").as(Visit.class).groupByKey(Visit::user, String.class);
    }

    private static long size(Iterator<?> values) {
        long size = 0;
        for (; values.hasNext(); size++) {
            values.next();
        }
        return size;
    }

    @Test
    void stateFromBatchToBatch() {
        Dataset<Count> counts = byUser().mapGroupsWithState(
                        (user, visits, state) -> {
                            long all = (state.exists() ? state.get() : 0) + size(visits);
                            if (all > 3) {
                                state.remove();
                            } else {
                                state.update(all);
                            }
                            return new Count(user, all);
                        },
                        Long.class,
                        Count.class);
        try (QueryTest append = QueryTest.of(counts.toDF(), "append");
                QueryTest update = QueryTest.of(counts.toDF(), "update")) {
            input.addData(Row.of("ann", "/", null), Row.of("bob", "/", null), Row.of("ann", "/", null));
            append.assertRows(Row.of("ann", 2L), Row.of("bob", 1L));
            update.assertRows(Row.of("ann", 2L), Row.of("bob", 1L));
            input.addData(Row.of("ann", "/", null), Row.of("ann", "/", null));
            append.assertRows(Row.of("ann", 4L));
            input.addData(Row.of("ann", "/", null));
            append.assertRows(Row.of("ann", 1L));
            update.assertRows(Row.of("ann", 4L), Row.of("ann", 1L));
        }
    }

    private static Iterator<String> session(String user, Iterator<Visit> visits, GroupState<Count> state) {
        if (state.hasTimedOut()) {
            Count ended = state.get();
            state.remove();
            return List.of(user + " made " + ended.visits() + " visits; watermark " + state.getCurrentWatermarkMs())
                    .iterator();
        }
        long count = state.getOption().map(Count::visits).orElse(0L);
        LocalDateTime last = LocalDateTime.MIN;
        while (visits.hasNext()) {
            Visit visit = visits.next();
            last = visit.at().isAfter(last) ? visit.at() : last;
            count++;
        }
        state.update(new Count(user, count));
        state.setTimeoutTimestamp(last.plusSeconds(30));
        return Collections.emptyIterator();
    }

    @Test
    void timeoutsByTheWatermark() {
        Dataset<String> sessions = byUserInTime()
                .flatMapGroupsWithState(
                        GroupStateTest::session,
                        OutputMode.Append(),
                        Count.class,
                        String.class,
                        GroupStateTimeout.EventTimeTimeout());
        try (QueryTest test = QueryTest.of(sessions.toDF(), "append")) {
            input.addData(
                    Row.of("ann", "/", "2026-01-01 10:00:00"),
                    Row.of("ann", "/a", "2026-01-01 10:00:05"),
                    Row.of("bob", "/", "2026-01-01 10:00:20"));
            test.assertNoRows();
            input.add("ann", "/b", "2026-01-01 10:00:44.999");
            test.assertNoRows();
            // the watermark is 10:01:00, which is behind ann's timeout and after bob's
            input.add("eve", "/", "2026-01-01 10:01:10");
            test.assertRows(Row.of("bob made 1 visits; watermark 1767261660000"));
            input.end();
            test.assertRows(
                    Row.of("ann made 3 visits; watermark 9223372036854775807"),
                    Row.of("eve made 1 visits; watermark 9223372036854775807"));
        }
    }

    /** All visits at once; the timeouts come at the end, in order of their times. */
    @Test
    void aBatchCallsForEachKeyOnce() {
        Dataset<Visit> visits = session.createDataset(
                List.of(
                        new Visit("ann", "/", LocalDateTime.parse("2026-01-01T10:00:30")),
                        new Visit("bob", "/", LocalDateTime.parse("2026-01-01T10:00:00")),
                        new Visit("ann", "/", LocalDateTime.parse("2026-01-01T10:00:10"))),
                Visit.class);
        assertThat(visits.groupByKey(Visit::user, String.class)
                        .flatMapGroupsWithState(
                                GroupStateTest::session,
                                OutputMode.Append(),
                                Count.class,
                                String.class,
                                GroupStateTimeout.EventTimeTimeout())
                        .map(text -> text.substring(0, text.indexOf(';')), String.class)
                        .collectAsList())
                .containsExactly("bob made 1 visits", "ann made 2 visits");
    }

    /** The clock goes on while nobody visits: the timeout comes all the same. */
    @Test
    void timeoutsByTheClock() throws Exception {
        Dataset<String> idle = byUser().flatMapGroupsWithState(
                        (user, visits, state) -> {
                            if (state.hasTimedOut()) {
                                state.remove();
                                return List.of(user + " is idle at " + state.getCurrentProcessingTimeMs())
                                        .iterator();
                            }
                            state.update(size(visits));
                            state.setTimeoutDuration("1 minute");
                            return Collections.emptyIterator();
                        },
                        OutputMode.Update(),
                        Long.class,
                        String.class,
                        GroupStateTimeout.ProcessingTimeTimeout());
        try (QueryTest test = QueryTest.of(idle.toDF(), "update")) {
            input.addData(Row.of("ann", "/", null), Row.of("bob", "/", null));
            test.assertNoRows();
            clock.advance(Duration.ofSeconds(59));
            input.add("bob", "/", null);
            test.assertNoRows();
            clock.advance(Duration.ofSeconds(1));
            test.assertRows(Row.of("ann is idle at 1767225660000"));
            clock.advance(Duration.ofHours(1));
            test.assertRows(Row.of("bob is idle at 1767229260000"));
        }
    }

    @Test
    void whatAGroupStateCannotDoIsSaid() {
        assertSaid(
                (user, visits, state) -> List.of(state.get()).iterator(),
                GroupStateTimeout.NoTimeout(),
                "for key [ann]: there is no state to get: ask exists() first");
        assertSaid(
                (user, visits, state) -> {
                    state.update(null);
                    return null;
                },
                GroupStateTimeout.NoTimeout(),
                "the state was updated with null: call remove()");
        assertSaid(
                (user, visits, state) -> {
                    state.setTimeoutDuration(5);
                    return null;
                },
                GroupStateTimeout.EventTimeTimeout(),
                "setTimeoutDuration needs the function to be called with GroupStateTimeout.ProcessingTimeTimeout()");
        assertSaid(
                (user, visits, state) -> {
                    state.setTimeoutTimestamp(5);
                    return null;
                },
                GroupStateTimeout.NoTimeout(),
                "setTimeoutTimestamp needs the function to be called with GroupStateTimeout.EventTimeTimeout()");
        assertSaid(
                (user, visits, state) -> {
                    state.setTimeoutDuration(0);
                    return null;
                },
                GroupStateTimeout.ProcessingTimeTimeout(),
                "a timeout of PT0S is over before it begins");
        assertSaid((user, visits, state) -> null, GroupStateTimeout.NoTimeout(), "it has given null");
        assertSaid(
                (user, visits, state) -> {
                    visits.next();
                    throw new java.io.IOException("disk of mine");
                },
                GroupStateTimeout.NoTimeout(),
                "has failed for key [ann] at row [ann, /, ");
    }

    private void assertSaid(
            FlatMapGroupsWithStateFunction<String, Visit, Count, Count> function,
            GroupStateTimeout timeout,
            String message) {
        Dataset<Visit> one =
                session.createDataset(List.of(new Visit("ann", "/", LocalDateTime.MIN.withYear(2000))), Visit.class);
        assertThatThrownBy(() -> one.groupByKey(Visit::user, String.class)
                        .flatMapGroupsWithState(function, OutputMode.Append(), Count.class, Count.class, timeout)
                        .collectAsList())
                .isInstanceOf(MillraceException.class)
                .hasMessageContaining(message);
    }

    /** A late visit does no harm. */
    @Test
    void aTimeoutThatIsOverComesAtOnce() {
        Dataset<String> sessions = byUserInTime()
                .flatMapGroupsWithState(
                        GroupStateTest::session,
                        OutputMode.Append(),
                        Count.class,
                        String.class,
                        GroupStateTimeout.EventTimeTimeout());
        try (QueryTest test = QueryTest.of(sessions.toDF(), "append")) {
            input.add("ann", "/", "2026-01-01 10:01:00");
            test.assertNoRows();
            input.add("bob", "/", "2026-01-01 10:00:00");
            test.assertRows(Row.of("bob made 1 visits; watermark 1767261650000"));
        }
    }
}

package io.millrace.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import io.millrace.runtime.StreamingQuery;
import io.millrace.sql.streaming.ExpiredTimerInfo;
import io.millrace.sql.streaming.ListState;
import io.millrace.sql.streaming.MapState;
import io.millrace.sql.streaming.OutputMode;
import io.millrace.sql.streaming.StatefulProcessor;
import io.millrace.sql.streaming.StatefulProcessorHandle;
import io.millrace.sql.streaming.TTLConfig;
import io.millrace.sql.streaming.TimeMode;
import io.millrace.sql.streaming.TimerValues;
import io.millrace.sql.streaming.ValueState;
import io.millrace.sql.testing.QueryTest;
import io.millrace.sql.testing.TestClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processors with states of all kinds, timers and expiry, and what a restart makes of them. */
class StatefulProcessorTest {
    record Visit(String user, String page, LocalDateTime at) {}

    record Count(String user, long visits) {}

    private static final LocalDateTime START = LocalDateTime.parse("2026-01-01T10:00:00");

    private final TestClock clock = TestClock.at("2026-01-01T00:00:00Z");
    private Session session;
    private MemoryStream input;

    @TempDir
    private Path folder;

    @BeforeEach
    void open() {
        session = Session.builder().clock(clock).set("time-zone", "UTC").build();
        input = session.memoryStream("visit", "user VARCHAR, page VARCHAR, at TIMESTAMP(3)");
    }

    @AfterEach
    void close() {
        session.close();
    }

    /** Counts pages by user, and tells of users that have been away for a minute. */
    static final class Pages extends StatefulProcessor<String, Visit, String> {
        private ValueState<Count> count;
        private ListState<String> trail;
        private MapState<String, Long> pages;

        @Override
        public void init(OutputMode outputMode, TimeMode timeMode) {
            count = getHandle().getValueState("count", Count.class);
            trail = getHandle().getListState("trail", String.class);
            pages = getHandle().getMapState("pages", String.class, Long.class);
        }

        @Override
        public Iterator<String> handleInputRows(String user, Iterator<Visit> visits, TimerValues times) {
            long all = count.exists() ? count.get().visits() : 0;
            while (visits.hasNext()) {
                Visit visit = visits.next();
                all++;
                trail.appendValue(visit.page());
                pages.updateValue(visit.page(), pages.containsKey(visit.page()) ? pages.getValue(visit.page()) + 1 : 1);
                getHandle().listTimers().forEachRemaining(getHandle()::deleteTimer);
                getHandle().registerTimer(visit.at().plusMinutes(1));
            }
            count.update(new Count(user, all));
            return Collections.emptyIterator();
        }

        @Override
        public Iterator<String> handleExpiredTimer(String user, TimerValues times, ExpiredTimerInfo timer) {
            String told = user + " " + count.get().visits() + " " + all(trail.get()) + " " + all(pages.iterator()) + " "
                    + timer.getExpiryTimeInMs();
            count.clear();
            trail.clear();
            pages.clear();
            return List.of(told).iterator();
        }
    }

    private static <T> List<T> all(Iterator<T> values) {
        List<T> all = new ArrayList<>();
        values.forEachRemaining(all::add);
        return all;
    }

    private KeyValueGroupedDataset<String, Visit> byUser() {
        return input.toDF().withWatermark("at", "10 seconds").as(Visit.class).groupByKey(Visit::user, String.class);
    }

    private Dataset<String> pages() {
        return byUser().transformWithState(Pages::new, TimeMode.EventTime(), OutputMode.Append(), String.class);
    }

    /** Twenty visits of all users, then so many of one: the others go. */
    private void addRound(int round) {
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            rows.add(Row.of("u" + (i * i + round) % 11, "/" + i % 3, START.plusSeconds(40L * round + i)));
        }
        input.addData(rows);
    }

    private StreamingQuery start(Dataset<String> dataset, String name, List<String> given) {
        return dataset.writeStream()
                .queryName(name)
                .option("checkpointLocation", folder.toString())
                .foreachBatch((batch, id) -> given.addAll(batch.collectAsList()))
                .start();
    }

    /** Stopped and started again with other numbers of threads it gives, in the same order, what it gives in one go. */
    @Test
    void stateSurvivesRestartsWithOtherNumbersOfThreads() {
        List<String> straight = new ArrayList<>();
        StreamingQuery whole = start(pages(), "whole", straight);
        List<String> restarted = new ArrayList<>();
        for (int round = 0; round < 6; round++) {
            addRound(round);
            whole.processAllAvailable();
            session.set("parallelism", Integer.toString(1 + round % 3));
            StreamingQuery query = start(pages(), "restarted", restarted);
            query.processAllAvailable();
            query.stop();
        }
        input.end();
        whole.awaitTermination();
        start(pages(), "restarted", restarted).awaitTermination();
        assertThat(straight).hasSizeGreaterThan(11);
        assertThat(restarted).isEqualTo(straight);
    }

    /** Users that come once: a stream, whatever its batches, gives what a batch over all of it gives. */
    @Test
    void aStreamGivesWhatABatchGives() {
        List<String> streamed = new ArrayList<>();
        StreamingQuery query = start(pages(), "stream", streamed);
        List<Visit> visits = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            Visit visit = new Visit("u" + i / 2, "/" + i % 2, START.plusSeconds(10L * i));
            visits.add(visit);
            input.add(visit.user(), visit.page(), visit.at());
            query.processAllAvailable();
        }
        input.end();
        query.awaitTermination();
        List<String> batch = session.createDataset(visits, Visit.class)
                .groupByKey(Visit::user, String.class)
                .transformWithState(new Pages(), TimeMode.EventTime(), OutputMode.Append(), String.class)
                .collectAsList();
        assertThat(batch).hasSize(15).contains("u0 2 [/0, /1] [/0=1, /1=1] 1767261670000");
        assertThat(streamed).isEqualTo(batch);
    }

    /** One processor for three threads. */
    @Test
    void aProcessorMayBeGivenAsAnObject() {
        session.set("parallelism", "3");
        List<String> one = new ArrayList<>();
        StreamingQuery query = start(
                byUser().transformWithState(new Pages(), TimeMode.EventTime(), OutputMode.Append(), String.class),
                "one",
                one);
        List<String> each = new ArrayList<>();
        StreamingQuery other = start(pages(), "each", each);
        for (int round = 0; round < 3; round++) {
            addRound(round);
            query.processAllAvailable();
            other.processAllAvailable();
        }
        input.end();
        query.awaitTermination();
        other.awaitTermination();
        assertThat(one).isNotEmpty().isEqualTo(each);
    }

    /** State is rows: a session that knows nothing of the program reads it. */
    @Test
    void stateIsReadAsTables() {
        StreamingQuery query = start(pages(), "pages", new ArrayList<>());
        input.addData(Row.of("ann", "/", START), Row.of("ann", "/a", START.plusSeconds(1)), Row.of("bob", "/", START));
        query.processAllAvailable();
        query.stop();
        try (Session other = Session.create()) {
            assertThat(state(other, "count")).containsExactly("[ann,ann,2]", "[bob,bob,1]");
            assertThat(state(other, "trail")).containsExactly("[ann,0,/]", "[ann,1,/a]", "[bob,0,/]");
            assertThat(state(other, "pages")).containsExactly("[ann,/,1]", "[ann,/a,1]", "[bob,/,1]");
            assertThat(state(other, "$timers"))
                    .containsExactly("[ann,2026-01-01 10:01:01]", "[bob,2026-01-01 10:01:00]");
        }
    }

    private List<String> state(Session reader, String table) {
        return reader
                .sql("SELECT * FROM TABLE(STATE('" + folder.resolve("pages") + "', state_table => '" + table
                        + "')) ORDER BY 1, 2")
                .collectAsList()
                .stream()
                .map(Row::toString)
                .toList();
    }

    /** What may change between two starts, and what not. */
    @Test
    void anotherFunctionIsRefused() {
        StreamingQuery query = start(pages().map(text -> text, String.class), "pages", new ArrayList<>());
        input.add("ann", "/", START);
        query.processAllAvailable();
        query.stop();
        assertThatThrownBy(() -> start(
                        byUser().named("others")
                                .transformWithState(
                                        Pages::new, TimeMode.EventTime(), OutputMode.Append(), String.class),
                        "pages",
                        new ArrayList<>()))
                .isInstanceOfSatisfying(
                        MillraceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.STATE_INCOMPATIBLE))
                .hasMessageContaining("query \"pages\" cannot go on from its checkpoint with this statement")
                .hasMessageContaining("function \"io.millrace.sql.StatefulProcessorTest$Pages\"")
                .hasMessageContaining("now function \"others\"");
        assertThatThrownBy(() -> start(
                        byUser().named(Pages.class.getName())
                                .transformWithState(
                                        () -> new Said(handle -> handle.getValueState("count", Long.class)),
                                        TimeMode.EventTime(),
                                        OutputMode.Append(),
                                        String.class),
                        "pages",
                        new ArrayList<>()))
                .hasMessageContaining("state [\"count\" [user VARCHAR, visits BIGINT NOT NULL]");
        List<String> given = new ArrayList<>();
        StreamingQuery changed = start(
                pages().map(text -> text.substring(0, 3), String.class).filter(text -> text.startsWith("a")),
                "pages",
                given);
        input.end();
        changed.awaitTermination();
        assertThat(given).containsExactly("ann");
    }

    /** A view in SQL over functions: the statement has not changed, but the functions have. */
    @Test
    void aStatementWhoseFunctionsAreOthersIsRefused() {
        session.set("checkpoint.dir", folder.toString());
        session.execute("CREATE TABLE sink (v VARCHAR) WITH ('connector'='memory')");
        StreamingQuery first = insert("one");
        input.add("ann", "/", START);
        first.processAllAvailable();
        first.stop();
        assertThatThrownBy(() -> insert("two"))
                .hasMessageContaining("function \"one\"")
                .hasMessageContaining("now function \"two\"");
        StreamingQuery again = insert("one");
        input.add("bob", "/", START);
        again.processAllAvailable();
        assertThat(session.table("sink").collectAsList()).containsExactly(Row.of("ann"), Row.of("bob"));
    }

    private StreamingQuery insert(String function) {
        input.toDF()
                .as(Visit.class)
                .groupByKey(Visit::user, String.class)
                .named(function)
                .mapGroupsWithState((user, visits, state) -> user, Long.class, String.class)
                .toDF()
                .createOrReplaceTempView("v");
        return ((StatementResult.Started) session.execute("INSERT INTO sink SELECT * FROM v")).query();
    }

    // ---- expiry and the clock

    @Test
    void whatIsTooOldIsNeverSeen() {
        Supplier<StatefulProcessor<String, Visit, String>> processors = () -> new StatefulProcessor<>() {
            private ValueState<Long> count;
            private ListState<String> recent;
            private MapState<String, Long> pages;

            @Override
            public void init(OutputMode outputMode, TimeMode timeMode) {
                TTLConfig minute = new TTLConfig(Duration.ofMinutes(1));
                count = getHandle().getValueState("count", Long.class, minute);
                recent = getHandle().getListState("recent", String.class, minute);
                pages = getHandle().getMapState("pages", String.class, Long.class, minute);
            }

            @Override
            public Iterator<String> handleInputRows(String user, Iterator<Visit> visits, TimerValues times) {
                String before =
                        count.exists() + " " + all(recent.get()) + " " + all(pages.keys()) + all(pages.values());
                visits.forEachRemaining(visit -> {
                    recent.appendValue(visit.page());
                    pages.updateValue(visit.page(), 1L);
                });
                count.update(1L);
                return List.of(before).iterator();
            }
        };
        Dataset<String> seen = byUser().named("recent")
                .transformWithState(processors, TimeMode.ProcessingTime(), OutputMode.Append(), String.class);
        List<String> given = new ArrayList<>();
        StreamingQuery query = start(seen, "recent", given);
        input.add("ann", "/a", START);
        query.processAllAvailable();
        clock.advance(Duration.ofSeconds(40));
        input.add("ann", "/b", START);
        query.processAllAvailable();
        query.stop();
        clock.advance(Duration.ofSeconds(20));
        query = start(seen, "recent", given);
        input.add("ann", "/c", START);
        query.processAllAvailable();
        clock.advance(Duration.ofSeconds(60));
        input.add("ann", "/d", START);
        query.processAllAvailable();
        assertThat(given).containsExactly("false [] [][]", "true [/a] [/a][1]", "true [/b] [/b][1]", "false [] [][]");
        assertThat(seen.explanation())
                .contains("KeyedProcess \"recent\" by $key0, timers in processing time: value")
                .contains("state: count for 1 min after it is written");
    }

    @Test
    void timersByTheClockNeedNoRows() {
        Supplier<StatefulProcessor<String, Visit, String>> processors = () -> new StatefulProcessor<>() {
            @Override
            public void init(OutputMode outputMode, TimeMode timeMode) {}

            @Override
            public Iterator<String> handleInputRows(String user, Iterator<Visit> visits, TimerValues times) {
                getHandle().registerTimer(times.getCurrentProcessingTimeInMs() + 1_000);
                getHandle().registerTimer(times.getCurrentProcessingTimeInMs() + 2_000);
                getHandle().registerTimer(times.getCurrentProcessingTimeInMs() + 3_000);
                getHandle().deleteTimer(times.getCurrentProcessingTimeInMs() + 2_000);
                return Collections.emptyIterator();
            }

            @Override
            public Iterator<String> handleExpiredTimer(String user, TimerValues times, ExpiredTimerInfo timer) {
                return List.of(user + " " + timer.getExpiryTimeInMs() + " at " + times.getCurrentProcessingTimeInMs())
                        .iterator();
            }
        };
        Dataset<String> timed = byUser().named("timed")
                .transformWithState(processors, TimeMode.ProcessingTime(), OutputMode.Append(), String.class);
        try (QueryTest test = QueryTest.of(timed.toDF(), "append")) {
            input.add("ann", "/", START);
            test.assertNoRows();
            clock.advance(Duration.ofSeconds(1));
            test.assertRows(Row.of("ann 1767225601000 at 1767225601000"));
            clock.advance(Duration.ofSeconds(5));
            test.assertRows(Row.of("ann 1767225603000 at 1767225606000"));
        }
    }

    @Test
    void objectsReachAWriter() {
        List<String> seen = new ArrayList<>();
        StreamingQuery query = input.toDF()
                .as(Visit.class)
                .filter(visit -> visit.page().equals("/"))
                .writeStream()
                .foreach(new ForeachWriter<>() {
                    @Override
                    public boolean open(long partition, long batchId) {
                        return true;
                    }

                    @Override
                    public void process(Visit visit) {
                        seen.add(visit.toString());
                    }

                    @Override
                    public void close(Throwable error) {}
                })
                .start();
        input.addData(Row.of("ann", "/", START), Row.of("ann", "/a", null));
        query.processAllAvailable();
        assertThat(seen).containsExactly("Visit[user=ann, page=/, at=2026-01-01T10:00]");
    }

    // ---- what cannot be

    /** One that does something with its handle when it is made, and when it gets rows. */
    private static final class Said extends StatefulProcessor<String, Visit, String> {
        private final Consumer<StatefulProcessorHandle> first;
        private final Consumer<StatefulProcessorHandle> later;

        Said(Consumer<StatefulProcessorHandle> first) {
            this(first, handle -> {});
        }

        Said(Consumer<StatefulProcessorHandle> first, Consumer<StatefulProcessorHandle> later) {
            this.first = first;
            this.later = later;
        }

        @Override
        public void init(OutputMode outputMode, TimeMode timeMode) {
            first.accept(getHandle());
        }

        @Override
        public Iterator<String> handleInputRows(String user, Iterator<Visit> visits, TimerValues times) {
            later.accept(getHandle());
            return Collections.emptyIterator();
        }
    }

    record Blob(byte[] bytes) {}

    @Test
    void whatAHandleCannotDoIsSaid() {
        assertSaid(handle -> handle.registerTimer(1), null, "use them while one is handled, not in init");
        assertSaid(
                handle -> {
                    handle.getValueState("a", Long.class);
                    handle.getListState("a", Long.class);
                },
                null,
                "there is a state \"a\" already");
        assertSaid(handle -> handle.getValueState("$timers", Long.class), null, "a name that does not begin with $");
        assertSaid(
                handle -> handle.getMapState("m", Blob.class, Long.class),
                null,
                "a VARBINARY has no place among the keys of map state \"m\"");
        assertSaid(
                handle -> {},
                handle -> handle.getValueState("late", Long.class),
                "state \"late\" is asked for too late; ask in init");
        Object[] states = new Object[2];
        assertSaid(
                handle -> states[0] = handle.getValueState("v", Long.class),
                handle -> asValue(states[0]).update(null),
                "a state was given null; clear it");
        assertSaid(
                handle -> states[1] = handle.getMapState("m", Count.class, Long.class),
                handle -> asMap(states[1]).updateValue(new Count(null, 1), 1L),
                "a key of a map state has a null");
        assertThatThrownBy(() -> visits().transformWithState(
                                new Said(handle -> {}, handle -> handle.registerTimer(1)),
                                TimeMode.None(),
                                OutputMode.Append(),
                                String.class)
                        .collectAsList())
                .hasMessageContaining("there are no timers with TimeMode.None()");
        int[] made = new int[1];
        assertThatThrownBy(() -> visits().transformWithState(
                                () -> new Said(handle -> handle.getValueState("v" + made[0]++, Long.class)),
                                TimeMode.None(),
                                OutputMode.Append(),
                                String.class)
                        .collectAsList())
                .hasMessageContaining("has asked for other states the second time");
    }

    @SuppressWarnings("unchecked")
    private static ValueState<Long> asValue(Object state) {
        return (ValueState<Long>) state;
    }

    @SuppressWarnings("unchecked")
    private static MapState<Count, Long> asMap(Object state) {
        return (MapState<Count, Long>) state;
    }

    private KeyValueGroupedDataset<String, Visit> visits() {
        return session.createDataset(List.of(new Visit("ann", "/", START)), Visit.class)
                .groupByKey(Visit::user, String.class);
    }

    private void assertSaid(
            Consumer<StatefulProcessorHandle> first, Consumer<StatefulProcessorHandle> later, String message) {
        assertThatThrownBy(() -> visits().transformWithState(
                                new Said(first, later), TimeMode.EventTime(), OutputMode.Append(), String.class)
                        .collectAsList())
                .isInstanceOf(MillraceException.class)
                .hasMessageContaining(message);
    }
}

package io.millrace.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import io.millrace.runtime.StreamingQuery;
import io.millrace.sql.streaming.StreamingQueryListener;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a session shows and tells of queries that do not run at the moment: they start again, or wait for room. */
class HeldQueriesTest {
    private static final long PATIENCE_SECONDS = 60;

    @TempDir
    private Path folder;

    private final Session session = Session.create();
    private final BlockingQueue<String> told = new LinkedBlockingQueue<>();
    private volatile Consumer<String> trouble = step -> {};

    @BeforeEach
    void tables() {
        TroubledTables.TESTS.put(folder.toString(), step -> trouble.accept(step));
        session.set("checkpoint.dir", folder.toString());
        session.execute("CREATE TABLE t (k BIGINT) WITH ('connector'='memory')");
        session.execute("CREATE TABLE r (k BIGINT) WITH ('connector'='troubled', 'test'='" + folder + "')");
        session.execute("INSERT INTO t VALUES (1), (2)");
        session.streams().addListener(new StreamingQueryListener() {
            @Override
            public void onQueryStarted(QueryStartedEvent event) {}

            @Override
            public void onQueryProgress(QueryProgressEvent event) {
                told.add("progress " + event.progress().numInputRows());
            }

            @Override
            public void onQueryPaused(QueryHeldEvent event) {
                told.add("paused: " + event.reason());
            }

            @Override
            public void onQueryRestarting(QueryHeldEvent event) {
                told.add("restarting: " + event.reason());
            }

            @Override
            public void onQueryTerminated(QueryTerminatedEvent event) {}
        });
    }

    @AfterEach
    void close() {
        session.close();
        TroubledTables.TESTS.remove(folder.toString());
    }

    @Test
    void aFailedQueryStartsAgainByItself() throws InterruptedException {
        session.execute("SET restart = 'fixed-delay'");
        session.execute("SET restart.delay = '1 millisecond'");
        trouble = once("prepare", ErrorCode.SINK_FAILED, "the sink is away");
        StreamingQuery query = start();
        requireTold("restarting: restart 1 of 10 in 1 ms after: the sink is away");
        requireTold("progress 2");
        query.processAllAvailable();
        assertThat(query.isActive()).isTrue();
        assertThat(query.hold()).isEmpty();
    }

    @Test
    void showQueriesSaysWhatARestartWaitsForAndStopEndsIt() throws InterruptedException {
        session.execute("SET restart = 'backoff'");
        session.execute("SET restart.delay = '1 hour'");
        session.execute("SET 'restart.delay-max' = '2 hours'");
        session.execute("SET restart.attempts = 3");
        trouble = once("prepare", ErrorCode.SINK_FAILED, "the sink is away");
        StreamingQuery query = start();
        String reason = "restart 1 of 3 in 3600000 ms after: the sink is away";
        requireTold("restarting: " + reason);
        assertThat(shown()).contains("restarting").anyMatch(text -> text.matches("since .+Z: " + reason));
        requireStopped(query);
        assertThat(shown()).contains("stopped");
    }

    @Test
    void showQueriesSaysForWhatRoomAQueryWaits() throws InterruptedException {
        trouble = once("prepare", ErrorCode.DISK_FULL, "no room for file \"a\"");
        StreamingQuery query = start();
        requireTold("paused: no room for file \"a\"");
        requireTold("progress 2");
        query.processAllAvailable();
        trouble = always("prepare", ErrorCode.DISK_FULL, "no room for file \"b\"");
        session.execute("INSERT INTO t VALUES (3)");
        requireTold("paused: no room for file \"b\"");
        assertThat(shown()).contains("paused").anyMatch(text -> text.matches("since .+Z: no room for file \"b\""));
        requireStopped(query);
    }

    @Test
    void aRestartThatHangsAtOpeningStops() throws InterruptedException {
        session.execute("SET restart = 'fixed-delay'");
        session.execute("SET restart.delay = '1 millisecond'");
        CountDownLatch hanging = new CountDownLatch(1);
        Consumer<String> failure = once("prepare", ErrorCode.SINK_FAILED, "the sink is away");
        AtomicInteger opened = new AtomicInteger();
        trouble = step -> {
            failure.accept(step);
            if (step.equals("open") && opened.incrementAndGet() == 2) {
                hang(hanging);
            }
        };
        StreamingQuery query = start();
        assertThat(hanging.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        requireStopped(query);
        trouble = step -> {};
        start().processAllAvailable();
    }

    // ---- at the first start

    @Test
    void aQueryThatFindsNoRoomAtItsStartIsShownAndGoesOnWhenThereIs() {
        trouble = always("open", ErrorCode.DISK_FULL, "no room for file \"a\"; free some space");
        StreamingQuery query = start();
        assertThat(query.state()).isEqualTo(StreamingQuery.State.PAUSED);
        assertThat(shown())
                .contains("paused")
                .anyMatch(text -> text.matches("since .+Z: no room for file \"a\"; free some space"));
        trouble = step -> {};
        query.processAllAvailable();
        assertThat(query.lastProgress().orElseThrow().numInputRows()).isEqualTo(2);
    }

    @Test
    void aBatchStatementWithoutRoomSaysSoAtOnce() {
        trouble = once("open", ErrorCode.DISK_FULL, "no room for file \"a\"; free some space");
        assertThatThrownBy(() -> session.execute("INSERT INTO r VALUES (1)"))
                .hasMessage("no room for file \"a\"; free some space, then run the statement again");
        trouble = once("prepare", ErrorCode.DISK_FULL, "no room for file \"a\"; free some space");
        assertThatThrownBy(() -> session.execute("INSERT INTO r VALUES (1)"))
                .hasMessage("no room for file \"a\"; free some space, then run the statement again");
        session.execute("INSERT INTO r VALUES (1)");
    }

    /** The thread that cancels a statement interrupts the one that executes it. */
    @Test
    void aCancelledStatementLeavesNoQueryThatIsStarting() throws InterruptedException {
        CountDownLatch hanging = new CountDownLatch(1);
        trouble = step -> hang(hanging);
        BlockingQueue<String> thrown = new LinkedBlockingQueue<>();
        Thread caller = new Thread(() -> {
            try {
                start();
            } catch (MillraceException e) {
                thrown.add(e.code().toString());
            }
        });
        caller.start();
        assertThat(hanging.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        StreamingQuery query = session.streams().get("r").orElseThrow();
        long start = System.nanoTime();
        caller.interrupt();
        assertThat(thrown.poll(PATIENCE_SECONDS, TimeUnit.SECONDS)).isEqualTo("CANCELLED");
        assertThat(query.awaitTermination(Duration.ofSeconds(PATIENCE_SECONDS))).isTrue();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
        requireStarts();
    }

    @Test
    void stopQueryEndsAStart() throws InterruptedException {
        CountDownLatch hanging = new CountDownLatch(1);
        trouble = step -> hang(hanging);
        BlockingQueue<String> thrown = new LinkedBlockingQueue<>();
        Thread caller = new Thread(() -> {
            try {
                start();
            } catch (MillraceException e) {
                thrown.add(e.getMessage());
            }
        });
        caller.start();
        assertThat(hanging.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        long start = System.nanoTime();
        session.execute("STOP QUERY r");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
        assertThat(thrown.poll(PATIENCE_SECONDS, TimeUnit.SECONDS))
                .isEqualTo("query \"r\" was stopped while it was starting");
        requireStarts();
    }

    private void requireStarts() {
        trouble = step -> {};
        start().processAllAvailable();
    }

    private static void hang(CountDownLatch hanging) {
        hanging.countDown();
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            throw new MillraceException(ErrorCode.SINK_FAILED, "interrupted", e);
        }
    }

    private static Consumer<String> once(String at, ErrorCode code, String message) {
        boolean[] failed = {false};
        return step -> {
            if (step.equals(at) && !failed[0]) {
                failed[0] = true;
                throw new MillraceException(code, message);
            }
        };
    }

    private static Consumer<String> always(String at, ErrorCode code, String message) {
        return step -> {
            if (step.equals(at)) {
                throw new MillraceException(code, message);
            }
        };
    }

    private StreamingQuery start() {
        return ((StatementResult.Started) session.execute("INSERT INTO r SELECT k FROM t")).query();
    }

    /** Passes over what was told before it. */
    private void requireTold(String event) throws InterruptedException {
        List<String> before = new ArrayList<>();
        while (true) {
            String next = told.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            assertThat(next).as("after " + before).isNotNull();
            if (next.equals(event)) {
                return;
            }
            before.add(next);
        }
    }

    private static void requireStopped(StreamingQuery query) {
        long start = System.nanoTime();
        query.stop();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
        assertThat(query.state()).isEqualTo(StreamingQuery.State.STOPPED);
    }

    private List<String> shown() {
        List<String> texts = new ArrayList<>();
        try (RowCursor cursor = ((StatementResult.Rows) session.execute("SHOW QUERIES")).cursor()) {
            for (var batch = cursor.next(); batch.isPresent(); batch = cursor.next()) {
                for (int row = 0; row < batch.get().rows().rowCount(); row++) {
                    batch.get().rows().row(row).forEach(value -> texts.add(String.valueOf(value)));
                }
            }
        }
        return texts;
    }
}

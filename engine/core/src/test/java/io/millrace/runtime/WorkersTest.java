package io.millrace.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WorkersTest {
    private static final long PATIENCE_MILLIS = 100;

    private final Workers workers = new Workers(2);

    @AfterEach
    void close() {
        workers.close();
    }

    @Test
    void resultsAreInTheOrderOfTheTasks() {
        List<Callable<Integer>> tasks =
                IntStream.range(0, 50).<Callable<Integer>>mapToObj(i -> () -> i).toList();
        assertThat(workers.run(tasks, true))
                .isEqualTo(IntStream.range(0, 50).boxed().toList());
    }

    /** Goes on until the caller has its answer, which it must not have before: so this waits in vain, and says so. */
    private static final class Longer implements Callable<Void> {
        private final CountDownLatch answered = new CountDownLatch(1);
        private final CountDownLatch ended = new CountDownLatch(1);
        private volatile boolean outlived;

        @Override
        public Void call() throws InterruptedException {
            outlived = answered.await(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
            ended.countDown();
            return null;
        }

        void requireWaitedFor() throws InterruptedException {
            answered.countDown();
            ended.await();
            assertThat(outlived)
                    .as("the caller had its answer before the task ended")
                    .isFalse();
        }
    }

    @Test
    void aFailureIsThrownWhenWhatHasBegunHasEnded() throws InterruptedException {
        CountDownLatch began = new CountDownLatch(2);
        Longer longer = new Longer();
        Callable<Void> fails = () -> {
            began.countDown();
            began.await();
            throw new IllegalStateException("first");
        };
        Callable<Void> goesOn = () -> {
            began.countDown();
            return longer.call();
        };
        assertThatThrownBy(() -> workers.run(List.of(fails, goesOn), true))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("first");
        longer.requireWaitedFor();
    }

    @Test
    void anInterruptIsKeptAndWhatHasBegunIsWaitedFor() throws InterruptedException {
        CountDownLatch began = new CountDownLatch(2);
        Longer longer = new Longer();
        Thread caller = Thread.currentThread();
        Callable<Void> interrupts = () -> {
            began.countDown();
            began.await();
            caller.interrupt();
            return null;
        };
        Callable<Void> goesOn = () -> {
            began.countDown();
            return longer.call();
        };
        assertThatThrownBy(() -> workers.run(List.of(interrupts, goesOn), true))
                .isInstanceOfSatisfying(
                        MillraceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CANCELLED));
        assertThat(Thread.interrupted()).isTrue();
        longer.requireWaitedFor();
    }

    /** Between two steps of a micro-batch, say. */
    @Test
    void whoseThreadsHaveBeenInterruptedRunNothingMore() {
        workers.interrupt();
        Callable<Integer> task = () -> 1;
        assertThatThrownBy(() -> workers.run(List.of(task, task), true))
                .isInstanceOfSatisfying(
                        MillraceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CANCELLED));
    }
}

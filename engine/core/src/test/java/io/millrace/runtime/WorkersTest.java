package io.millrace.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WorkersTest {
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

    @Test
    void aFailureIsThrownWhenWhatHasBegunHasEnded() {
        CountDownLatch began = new CountDownLatch(1);
        CountDownLatch failed = new CountDownLatch(1);
        AtomicBoolean ended = new AtomicBoolean();
        Callable<Void> fails = () -> {
            began.await();
            failed.countDown();
            throw new IllegalStateException("first");
        };
        Callable<Void> goesOn = () -> {
            began.countDown();
            failed.await();
            Thread.sleep(50); // the failure is known by then, to whoever would not wait for this task
            ended.set(true);
            return null;
        };
        Callable<Void> waits = () -> null;
        assertThatThrownBy(() -> workers.run(List.of(fails, goesOn, waits, waits), true))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("first");
        assertThat(ended).isTrue();
    }

    @Test
    void anInterruptIsKeptAndWhatHasBegunIsWaitedFor() {
        CountDownLatch began = new CountDownLatch(2);
        AtomicBoolean ended = new AtomicBoolean();
        Thread caller = Thread.currentThread();
        Callable<Void> interrupts = () -> {
            began.countDown();
            began.await();
            caller.interrupt();
            return null;
        };
        Callable<Void> goesOn = () -> {
            began.countDown();
            began.await();
            Thread.sleep(50);
            ended.set(true);
            return null;
        };
        assertThatThrownBy(() -> workers.run(List.of(interrupts, goesOn), true))
                .isInstanceOfSatisfying(
                        MillraceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CANCELLED));
        assertThat(Thread.interrupted()).isTrue();
        assertThat(ended).isTrue();
    }
}

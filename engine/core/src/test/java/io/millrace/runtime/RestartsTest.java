package io.millrace.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class RestartsTest {
    private static final RestartPolicy BACKOFF =
            new RestartPolicy(RestartPolicy.Kind.BACKOFF, 6, Duration.ofSeconds(1), Duration.ofSeconds(5));

    @Test
    void delaysDoubleUpToTheirMaximumAndBeginAnewAfterABatch() {
        Restarts restarts = new Restarts(BACKOFF);
        for (long seconds : new long[] {1, 2, 4, 5, 5, 5}) {
            assertThat(restarts.after(failure("at " + restarts.attempts()), 3, true)
                            .delay())
                    .isEqualTo(Duration.ofSeconds(seconds));
        }
        assertThat(restarts.after(failure("once more"), 3, true).failure())
                .hasMessage("once more; the query has been restarted 6 times ('restart.attempts')");
        assertThat(restarts.after(failure("once more"), 4, true).delay()).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void fixedDelaysStayTheSame() {
        Restarts restarts = new Restarts(
                new RestartPolicy(RestartPolicy.Kind.FIXED_DELAY, 2, Duration.ofSeconds(7), Duration.ofSeconds(5)));
        assertThat(restarts.after(failure("a"), -1, true).delay()).isEqualTo(Duration.ofSeconds(7));
        assertThat(restarts.after(failure("b"), -1, true).delay()).isEqualTo(Duration.ofSeconds(7));
        assertThat(restarts.after(failure("c"), -1, true).restart()).isFalse();
    }

    @Test
    void theSameFailureOfTheSameBatchIsNotTriedForEver() {
        Restarts restarts = new Restarts(BACKOFF);
        assertThat(restarts.after(failure("gone"), 6, true).restart()).isTrue();
        assertThat(restarts.after(failure("gone"), 6, true).restart()).isTrue();
        Restarts.Decision last = restarts.after(failure("gone"), 6, true);
        assertThat(last.restart()).isFalse();
        assertThat(last.failure())
                .hasMessage("gone; batch 7 has failed 3 times in this way, and is not tried again")
                .extracting("code")
                .isEqualTo(ErrorCode.IO_ERROR);
    }

    @Test
    void whatARestartCannotMendIsFinal() {
        Restarts restarts = new Restarts(BACKOFF);
        for (ErrorCode code : List.of(
                ErrorCode.BAD_ROW,
                ErrorCode.NUMERIC_OVERFLOW,
                ErrorCode.STATE_INCOMPATIBLE,
                ErrorCode.MEMORY_LIMIT,
                ErrorCode.TOO_COMPLEX,
                ErrorCode.CHECKPOINT_CORRUPT,
                ErrorCode.CHECKPOINT_LOCKED,
                ErrorCode.DATA_LOST)) {
            MillraceException failure = new MillraceException(code, "no");
            assertThat(restarts.after(failure, 0, true).restart())
                    .as(code.name())
                    .isFalse();
            assertThat(restarts.after(failure, 0, true).failure()).isSameAs(failure);
        }
        for (ErrorCode code : List.of(ErrorCode.SOURCE_UNAVAILABLE, ErrorCode.SINK_FAILED, ErrorCode.DISK_FULL)) {
            assertThat(restarts.after(new MillraceException(code, "yes"), 0, true)
                            .restart())
                    .as(code.name())
                    .isTrue();
        }
        assertThat(new Restarts(RestartPolicy.NONE).after(failure("x"), 0, true).restart())
                .isFalse();
    }

    @Test
    void afterAFailedSyncOfTheCheckpointThisProcessDoesNotGoOn() {
        Restarts.Decision decision = new Restarts(BACKOFF).after(failure("could not sync"), 0, false);
        assertThat(decision.restart()).isFalse();
        assertThat(decision.failure())
                .hasMessage("could not sync; it is not restarted in this process, since a sync of its checkpoint has"
                        + " failed");
    }

    private static MillraceException failure(String message) {
        return new MillraceException(ErrorCode.IO_ERROR, message);
    }
}

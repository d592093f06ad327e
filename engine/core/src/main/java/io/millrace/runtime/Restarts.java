package io.millrace.runtime;

import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import java.time.Duration;
import java.util.Set;

/**
 * Decides after each failure of a query whether it is started again.
 *
 * <p>Not after what a restart cannot mend: a mistake of the user, a limit, a checkpoint that is damaged or another's, or a
 * source that has lost rows. Not when the same micro-batch has failed in the same way three times: it would for ever. And
 * not in this process once a sync of the checkpoint has failed: what the system could not write it may still show to who
 * reads the file again, here, and a start that went by that would take for durable what is not.
 */
final class Restarts {
    private static final int SAME_FAILURES_MAX = 3;
    private static final Set<ErrorCode> FINAL = Set.of(
            ErrorCode.CHECKPOINT_LOCKED, ErrorCode.CHECKPOINT_CORRUPT, ErrorCode.DATA_LOST, ErrorCode.MEMORY_LIMIT);

    private final RestartPolicy policy;
    private long committed = Long.MIN_VALUE;
    private String lastFailure = "";
    private int sameFailures;
    private int attempts;

    /**
     * What is to be done after a failure.
     *
     * @param restart whether the query is started again
     * @param delay before that
     * @param failure with what led to the decision, where it is final
     */
    record Decision(boolean restart, Duration delay, MillraceException failure) {}

    Restarts(RestartPolicy policy) {
        this.policy = policy;
    }

    /**
     * @param committedBatch the last one that was committed; -1: none
     * @param checkpointUsable false once a sync of it has failed
     */
    Decision after(MillraceException failure, long committedBatch, boolean checkpointUsable) {
        if (policy.kind() == RestartPolicy.Kind.NONE || !mendable(failure.code())) {
            return new Decision(false, Duration.ZERO, failure);
        }
        if (!checkpointUsable) {
            return end(failure, "it is not restarted in this process, since a sync of its checkpoint has failed");
        }
        if (committedBatch != committed) {
            committed = committedBatch;
            attempts = 0;
            sameFailures = 0;
        }
        String text = failure.code() + failure.getMessage();
        sameFailures = text.equals(lastFailure) ? sameFailures + 1 : 1;
        lastFailure = text;
        if (sameFailures >= SAME_FAILURES_MAX) {
            return end(
                    failure,
                    "batch " + (committedBatch + 1) + " has failed " + sameFailures
                            + " times in this way, and is not tried again");
        }
        if (attempts >= policy.attempts()) {
            return end(failure, "the query has been restarted " + attempts + " times ('restart.attempts')");
        }
        attempts++;
        return new Decision(true, policy.delayBefore(attempts), failure);
    }

    /** How many restarts in a row there have been. */
    int attempts() {
        return attempts;
    }

    private static boolean mendable(ErrorCode code) {
        return switch (code.category()) {
            case USER -> false;
            case RESOURCE -> code == ErrorCode.DISK_FULL;
            case EXTERNAL, EXTERNAL_RETRYABLE, INTERNAL -> !FINAL.contains(code);
        };
    }

    private static Decision end(MillraceException failure, String reason) {
        MillraceException last = new MillraceException(failure.code(), failure.getMessage() + "; " + reason, failure);
        return new Decision(false, Duration.ZERO, last);
    }
}

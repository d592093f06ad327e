package io.millrace.sql.streaming;

import java.time.Duration;
import java.time.LocalDateTime;
import java.util.Optional;

/**
 * The state of one key, for the functions of mapGroupsWithState and flatMapGroupsWithState. Good for one call.
 *
 * <p>A timeout that is set ends with the next call for the key, whatever calls it; a call that wants one sets it again.
 *
 * <p>Units: milliseconds UTC where a number stands for a time; a LocalDateTime is a TIMESTAMP. Errors: what is asked for and
 * cannot be stops the query, in words.
 *
 * @param <S> what is kept
 */
public interface GroupState<S> {
    boolean exists();

    /** What is kept; refused when there is nothing. */
    S get();

    /** What is kept, if anything is. */
    Optional<S> getOption();

    void update(S newState);

    /** Forgets the key, unless a timeout is set for it. */
    void remove();

    /** Whether it is a timeout that has led to the call, which then has no values. */
    boolean hasTimedOut();

    /** Has the function called again when no value of the key has come for so long. In processing time. */
    void setTimeoutDuration(long millis);

    /** @param duration such as {@code 10 minutes} */
    void setTimeoutDuration(String duration);

    void setTimeoutDuration(Duration duration);

    /** Has the function called again when the watermark has come to this time: at once where it has already. In event time. */
    void setTimeoutTimestamp(long millis);

    void setTimeoutTimestamp(LocalDateTime time);

    /** The watermark; 0 as long as there is none, and in a batch. */
    long getCurrentWatermarkMs();

    /** The clock of the micro-batch. */
    long getCurrentProcessingTimeMs();
}

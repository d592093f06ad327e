package io.millrace.sql.typed;

import io.millrace.config.Durations;
import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import io.millrace.process.KeyContext;
import io.millrace.sql.frame.Lengths;
import io.millrace.sql.streaming.GroupState;
import io.millrace.sql.streaming.GroupStateTimeout;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;

/** The state of a key during one call: the only variable of its function. */
final class KeptState<S> implements GroupState<S> {
    private static final List<Object> NO_NAME = List.of();

    private final KeyContext key;
    private final Encoding<S> encoding;
    private final Decoder<S> decoder;
    private final GroupStateTimeout timeout;

    KeptState(KeyContext key, Encoding<S> encoding, Decoder<S> decoder, GroupStateTimeout timeout) {
        this.key = key;
        this.encoding = encoding;
        this.decoder = decoder;
        this.timeout = timeout;
    }

    @Override
    public boolean exists() {
        return key.get(0, NO_NAME) != null;
    }

    @Override
    public S get() {
        return getOption()
                .orElseThrow(() -> new MillraceException(
                        ErrorCode.INVALID_VALUE, "there is no state to get: ask exists() first, or take getOption()"));
    }

    @Override
    public Optional<S> getOption() {
        List<Object> kept = key.get(0, NO_NAME);
        return kept == null ? Optional.empty() : Optional.of(decoder.object().apply(kept));
    }

    @Override
    public void update(S newState) {
        if (newState == null) {
            throw new MillraceException(
                    ErrorCode.INVALID_VALUE, "the state was updated with null: call remove() to forget it");
        }
        key.put(0, NO_NAME, encoding.encode(newState));
    }

    @Override
    public void remove() {
        key.remove(0, NO_NAME);
    }

    @Override
    public boolean hasTimedOut() {
        return key.dueTimer().isPresent();
    }

    @Override
    public void setTimeoutDuration(long millis) {
        setTimeoutDuration(Duration.ofMillis(millis));
    }

    @Override
    public void setTimeoutDuration(String duration) {
        setTimeoutDuration(Lengths.duration(duration));
    }

    @Override
    public void setTimeoutDuration(Duration duration) {
        require(GroupStateTimeout.PROCESSING_TIME_TIMEOUT, "setTimeoutDuration", "ProcessingTimeTimeout()");
        if (duration.isNegative() || duration.isZero()) {
            throw new MillraceException(
                    ErrorCode.INVALID_VALUE, "a timeout of " + duration + " is over before it begins");
        }
        set(Math.addExact(key.clockMicros(), Durations.micros(duration)));
    }

    @Override
    public void setTimeoutTimestamp(long millis) {
        setTimestamp(Math.multiplyExact(millis, Times.MICROS_PER_MILLI));
    }

    @Override
    public void setTimeoutTimestamp(LocalDateTime time) {
        setTimestamp(Times.micros(time));
    }

    private void setTimestamp(long micros) {
        require(GroupStateTimeout.EVENT_TIME_TIMEOUT, "setTimeoutTimestamp", "EventTimeTimeout()");
        set(micros);
    }

    private void set(long micros) {
        key.timers().forEach(key::deleteTimer);
        key.setTimer(micros);
    }

    private void require(GroupStateTimeout wanted, String method, String given) {
        if (timeout != wanted) {
            throw new MillraceException(
                    ErrorCode.INVALID_QUERY,
                    method + " needs the function to be called with GroupStateTimeout." + given);
        }
    }

    @Override
    public long getCurrentWatermarkMs() {
        return Times.watermarkMillis(key.watermark());
    }

    @Override
    public long getCurrentProcessingTimeMs() {
        return Times.millis(key.clockMicros());
    }
}

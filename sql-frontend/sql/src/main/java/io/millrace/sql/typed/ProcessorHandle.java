package io.millrace.sql.typed;

import io.millrace.columnar.Field;
import io.millrace.config.Durations;
import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import io.millrace.process.KeyContext;
import io.millrace.process.StateVariable;
import io.millrace.sql.streaming.ListState;
import io.millrace.sql.streaming.MapState;
import io.millrace.sql.streaming.StatefulProcessorHandle;
import io.millrace.sql.streaming.TTLConfig;
import io.millrace.sql.streaming.TimeMode;
import io.millrace.sql.streaming.ValueState;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** What a processor has asked for, and the key that it handles. */
final class ProcessorHandle implements StatefulProcessorHandle {
    private final TimeMode mode;
    private final List<StateVariable> variables = new ArrayList<>();
    private KeyContext key;

    ProcessorHandle(TimeMode mode) {
        this.mode = mode;
    }

    List<StateVariable> variables() {
        return List.copyOf(variables);
    }

    void handle(KeyContext newKey) {
        key = newKey;
    }

    /** The key being handled. */
    KeyContext key() {
        if (key == null) {
            throw new MillraceException(
                    ErrorCode.INVALID_QUERY,
                    "states and timers belong to a key: use them while one is handled, not in init");
        }
        return key;
    }

    private int declare(StateVariable variable) {
        if (key != null) {
            throw new MillraceException(
                    ErrorCode.INVALID_QUERY, "state \"" + variable.name() + "\" is asked for too late; ask in init");
        }
        if (variables.stream().anyMatch(other -> other.name().equals(variable.name()))) {
            throw new MillraceException(
                    ErrorCode.DUPLICATE_NAME,
                    "there is a state \"" + variable.name() + "\" already; take another name");
        }
        if (variable.name().isBlank() || variable.name().startsWith("$")) {
            throw new MillraceException(
                    ErrorCode.INVALID_QUERY,
                    "a state cannot be called \"" + variable.name() + "\"; take a name that does not begin with $");
        }
        variables.add(variable);
        return variables.size() - 1;
    }

    private static long micros(TTLConfig ttl) {
        return ttl.ttlDuration().isZero() ? -1 : Durations.micros(ttl.ttlDuration());
    }

    @Override
    public <S> ValueState<S> getValueState(String name, Class<S> type, TTLConfig ttl) {
        Encoding<S> encoding = Encoding.of(type);
        int variable = declare(StateVariable.value(name, encoding.fields(), micros(ttl)));
        return new ProcessorStates.OfValue<>(this, variable, encoding, encoding.over());
    }

    @Override
    public <S> ListState<S> getListState(String name, Class<S> type, TTLConfig ttl) {
        Encoding<S> encoding = Encoding.of(type);
        int variable = declare(StateVariable.list(name, encoding.fields(), micros(ttl)));
        return new ProcessorStates.OfList<>(this, variable, encoding, encoding.over());
    }

    @Override
    public <K, V> MapState<K, V> getMapState(String name, Class<K> keyType, Class<V> valueType, TTLConfig ttl) {
        Encoding<K> keys = Encoding.of(keyType);
        for (Field field : keys.fields()) {
            boolean ordered = switch (field.type().kind()) {
                case ARRAY, MAP, ROW, BINARY, VARBINARY -> false;
                default -> true;
            };
            if (!ordered) {
                throw new MillraceException(
                        ErrorCode.TYPE_MISMATCH,
                        "a " + field.type() + " has no place among the keys of map state \"" + name
                                + "\", which are ordered; take numbers, texts and times");
            }
        }
        Encoding<V> values = Encoding.of(valueType);
        List<Field> keyFields = keys.fields().size() == 1
                ? List.of(new Field("key", keys.fields().get(0).type(), false))
                : keys.fields();
        int variable = declare(StateVariable.map(name, keyFields, values.fields(), micros(ttl)));
        return new ProcessorStates.OfMap<>(this, variable, keys, keys.over(), values, values.over());
    }

    private void requireTimers() {
        if (mode == TimeMode.NONE) {
            throw new MillraceException(
                    ErrorCode.INVALID_QUERY,
                    "there are no timers with TimeMode.None(); take EventTime() or ProcessingTime()");
        }
    }

    @Override
    public void registerTimer(long expiryTimestampMs) {
        requireTimers();
        key().setTimer(Math.multiplyExact(expiryTimestampMs, Times.MICROS_PER_MILLI));
    }

    @Override
    public void registerTimer(LocalDateTime time) {
        requireTimers();
        key().setTimer(Times.micros(time));
    }

    @Override
    public void deleteTimer(long expiryTimestampMs) {
        key().deleteTimer(Math.multiplyExact(expiryTimestampMs, Times.MICROS_PER_MILLI));
    }

    @Override
    public void deleteTimer(LocalDateTime time) {
        key().deleteTimer(Times.micros(time));
    }

    @Override
    public Iterator<Long> listTimers() {
        return key().timers().stream().map(Times::millis).iterator();
    }
}

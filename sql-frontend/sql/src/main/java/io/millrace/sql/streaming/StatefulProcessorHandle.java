package io.millrace.sql.streaming;

import java.time.LocalDateTime;
import java.util.Iterator;

/**
 * The states and timers of a {@link StatefulProcessor}. States are asked for in {@code init}, each by a name of its own, under
 * which a query of the checkpoint finds it too; timers are set while a key is handled.
 *
 * <p>Units: milliseconds UTC; a LocalDateTime is a TIMESTAMP.
 */
public interface StatefulProcessorHandle {
    <S> ValueState<S> getValueState(String name, Class<S> type, TTLConfig ttl);

    default <S> ValueState<S> getValueState(String name, Class<S> type) {
        return getValueState(name, type, TTLConfig.NONE());
    }

    <S> ListState<S> getListState(String name, Class<S> type, TTLConfig ttl);

    default <S> ListState<S> getListState(String name, Class<S> type) {
        return getListState(name, type, TTLConfig.NONE());
    }

    <K, V> MapState<K, V> getMapState(String name, Class<K> keyType, Class<V> valueType, TTLConfig ttl);

    default <K, V> MapState<K, V> getMapState(String name, Class<K> keyType, Class<V> valueType) {
        return getMapState(name, keyType, valueType, TTLConfig.NONE());
    }

    /** Sets a timer of the key for a time; one that is set for it already stays. */
    void registerTimer(long expiryTimestampMs);

    void registerTimer(LocalDateTime time);

    void deleteTimer(long expiryTimestampMs);

    void deleteTimer(LocalDateTime time);

    /** The times that timers of the key are set for. */
    Iterator<Long> listTimers();
}

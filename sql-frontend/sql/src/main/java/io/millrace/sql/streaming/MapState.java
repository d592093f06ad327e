package io.millrace.sql.streaming;

import java.util.Iterator;
import java.util.Map;

/**
 * A map for each key, ordered by its own keys, which are numbers, texts, times or records of these. Says what the key has that
 * is being handled; one entry costs the same however many there are.
 */
public interface MapState<K, V> {
    boolean exists();

    /** The value; null when there is none. */
    V getValue(K key);

    boolean containsKey(K key);

    void updateValue(K key, V value);

    Iterator<Map.Entry<K, V>> iterator();

    Iterator<K> keys();

    Iterator<V> values();

    void removeKey(K key);

    void clear();
}

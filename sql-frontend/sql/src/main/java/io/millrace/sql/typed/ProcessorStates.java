package io.millrace.sql.typed;

import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import io.millrace.process.KeyContext;
import io.millrace.sql.streaming.ListState;
import io.millrace.sql.streaming.MapState;
import io.millrace.sql.streaming.ValueState;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** The states that a {@link ProcessorHandle} gives: each is a variable of the key being handled. */
final class ProcessorStates {
    private static final List<Object> NO_NAME = List.of();

    private ProcessorStates() {}

    private static <T> List<Object> encoded(Encoding<T> encoding, T value) {
        if (value == null) {
            throw new MillraceException(
                    ErrorCode.INVALID_VALUE, "a state was given null; clear it, or remove the key of the map");
        }
        return encoding.encode(value);
    }

    record OfValue<S>(ProcessorHandle handle, int variable, Encoding<S> encoding, Decoder<S> decoder)
            implements ValueState<S> {
        @Override
        public boolean exists() {
            return handle.key().get(variable, NO_NAME) != null;
        }

        @Override
        public S get() {
            List<Object> kept = handle.key().get(variable, NO_NAME);
            return kept == null ? null : decoder.object().apply(kept);
        }

        @Override
        public void update(S newState) {
            handle.key().put(variable, NO_NAME, encoded(encoding, newState));
        }

        @Override
        public void clear() {
            handle.key().remove(variable, NO_NAME);
        }
    }

    /** Entries go by their positions, which are not given again before the list is empty. */
    record OfList<S>(ProcessorHandle handle, int variable, Encoding<S> encoding, Decoder<S> decoder)
            implements ListState<S> {
        @Override
        public boolean exists() {
            return handle.key().lastName(variable) != null;
        }

        @Override
        public Iterator<S> get() {
            return handle.key().entries(variable).stream()
                    .map(entry -> decoder.object().apply(entry.getValue()))
                    .iterator();
        }

        @Override
        public void put(List<S> newState) {
            clear();
            appendList(newState);
        }

        @Override
        public void appendValue(S newState) {
            KeyContext key = handle.key();
            List<Object> last = key.lastName(variable);
            long position = last == null ? 0 : (Long) last.get(0) + 1;
            key.put(variable, List.of(position), encoded(encoding, newState));
        }

        @Override
        public void appendList(List<S> newState) {
            newState.forEach(this::appendValue);
        }

        @Override
        public void clear() {
            KeyContext key = handle.key();
            key.entries(variable).forEach(entry -> key.remove(variable, entry.getKey()));
        }
    }

    record OfMap<K, V>(
            ProcessorHandle handle,
            int variable,
            Encoding<K> keyEncoding,
            Decoder<K> keyDecoder,
            Encoding<V> valueEncoding,
            Decoder<V> valueDecoder)
            implements MapState<K, V> {
        private List<Object> name(K key) {
            List<Object> name = encoded(keyEncoding, key);
            if (name.contains(null)) {
                throw new MillraceException(ErrorCode.INVALID_VALUE, "a key of a map state has a null: " + key);
            }
            return List.copyOf(name);
        }

        @Override
        public boolean exists() {
            return handle.key().lastName(variable) != null;
        }

        @Override
        public V getValue(K key) {
            List<Object> kept = handle.key().get(variable, name(key));
            return kept == null ? null : valueDecoder.object().apply(kept);
        }

        @Override
        public boolean containsKey(K key) {
            return handle.key().get(variable, name(key)) != null;
        }

        @Override
        public void updateValue(K key, V value) {
            handle.key().put(variable, name(key), encoded(valueEncoding, value));
        }

        @Override
        public Iterator<Map.Entry<K, V>> iterator() {
            return handle.key().entries(variable).stream()
                    .map(entry -> Map.entry(
                            keyDecoder.object().apply(entry.getKey()),
                            valueDecoder.object().apply(entry.getValue())))
                    .iterator();
        }

        @Override
        public Iterator<K> keys() {
            return handle.key().entries(variable).stream()
                    .map(entry -> keyDecoder.object().apply(entry.getKey()))
                    .iterator();
        }

        @Override
        public Iterator<V> values() {
            return handle.key().entries(variable).stream()
                    .map(entry -> valueDecoder.object().apply(entry.getValue()))
                    .iterator();
        }

        @Override
        public void removeKey(K key) {
            handle.key().remove(variable, name(key));
        }

        @Override
        public void clear() {
            KeyContext key = handle.key();
            key.entries(variable).forEach(entry -> key.remove(variable, entry.getKey()));
        }
    }
}

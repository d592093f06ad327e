package io.millrace.sql.typed;

import io.millrace.process.KeyContext;
import io.millrace.process.KeyedFunction;
import io.millrace.sql.function.CoGroupFunction;
import io.millrace.sql.function.FlatMapGroupsFunction;
import io.millrace.sql.function.FlatMapGroupsWithStateFunction;
import io.millrace.sql.streaming.GroupStateTimeout;
import java.util.List;
import java.util.function.Consumer;

/** Functions over all objects of a key as functions over its rows. */
public final class Groups {
    private Groups() {}

    private record Named(String name, KeyedFunction.Instance body) implements KeyedFunction {
        @Override
        public Instance open() {
            return body;
        }

        @Override
        public KeyedFunction named(String newName) {
            return new Named(newName, body);
        }
    }

    public static <K, V, U> KeyedFunction flatMapGroups(
            String name, Encoding<K> key, Decoder<V> from, Encoding<U> to, FlatMapGroupsFunction<K, V, U> function) {
        Decoder<K> keys = key.over();
        return new Named(
                name,
                (group, out) -> RowFunctions.give(
                        function.call(keys.object().apply(group.key()), RowFunctions.objects(from, group.rows(0))),
                        to,
                        out));
    }

    public static <K, V, W, U> KeyedFunction cogroup(
            String name,
            Encoding<K> key,
            Decoder<V> left,
            Decoder<W> right,
            Encoding<U> to,
            CoGroupFunction<K, V, W, U> function) {
        Decoder<K> keys = key.over();
        return new Named(
                name,
                (group, out) -> RowFunctions.give(
                        function.call(
                                keys.object().apply(group.key()),
                                RowFunctions.objects(left, group.rows(0)),
                                RowFunctions.objects(right, group.rows(1))),
                        to,
                        out));
    }

    public static <K, V, S, U> KeyedFunction flatMapGroupsWithState(
            String name,
            Encoding<K> key,
            Decoder<V> from,
            Encoding<S> state,
            Encoding<U> to,
            GroupStateTimeout timeout,
            FlatMapGroupsWithStateFunction<K, V, S, U> function) {
        Decoder<K> keys = key.over();
        Decoder<S> states = state.over();
        return new Named(name, (KeyContext group, Consumer<List<Object>> out) -> {
            // a timeout ends with the next call, whatever calls
            group.timers().forEach(group::deleteTimer);
            RowFunctions.give(
                    function.call(
                            keys.object().apply(group.key()),
                            RowFunctions.objects(from, group.rows(0)),
                            new KeptState<>(group, state, states, timeout)),
                    to,
                    out);
        });
    }
}

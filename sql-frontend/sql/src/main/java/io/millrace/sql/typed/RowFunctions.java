package io.millrace.sql.typed;

import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import io.millrace.process.RowFunction;
import io.millrace.sql.function.FilterFunction;
import io.millrace.sql.function.FlatMapFunction;
import io.millrace.sql.function.MapFunction;
import io.millrace.sql.function.MapPartitionsFunction;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;

/** Functions over objects as functions over rows. */
public final class RowFunctions {
    private RowFunctions() {}

    private interface Body {
        void apply(Iterator<List<Object>> rows, Consumer<List<Object>> out) throws Exception;
    }

    private record Named(String name, Body body) implements RowFunction {
        @Override
        public void apply(Iterator<List<Object>> rows, Consumer<List<Object>> out) throws Exception {
            body.apply(rows, out);
        }

        @Override
        public RowFunction named(String newName) {
            return new Named(newName, body);
        }
    }

    /** A row of each. */
    public static <T, U> RowFunction map(
            String name, Decoder<T> from, Encoding<U> to, MapFunction<? super T, ? extends U> function) {
        return new Named(name, (rows, out) -> {
            while (rows.hasNext()) {
                U made = function.call(from.object().apply(rows.next()));
                out.accept(to.encode(required(made)));
            }
        });
    }

    /** Of each row whether to keep it. */
    public static <T> RowFunction filter(String name, Decoder<T> from, FilterFunction<? super T> function) {
        return new Named(name, (rows, out) -> {
            while (rows.hasNext()) {
                out.accept(List.of(function.call(from.object().apply(rows.next()))));
            }
        });
    }

    public static <T, U> RowFunction flatMap(
            String name, Decoder<T> from, Encoding<U> to, FlatMapFunction<? super T, U> function) {
        return new Named(name, (rows, out) -> {
            while (rows.hasNext()) {
                give(function.call(from.object().apply(rows.next())), to, out);
            }
        });
    }

    public static <T, U> RowFunction mapPartitions(
            String name, Decoder<T> from, Encoding<U> to, MapPartitionsFunction<T, U> function) {
        return new Named(name, (rows, out) -> give(function.call(objects(from, rows)), to, out));
    }

    static <T> Iterator<T> objects(Decoder<T> from, Iterator<List<Object>> rows) {
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return rows.hasNext();
            }

            @Override
            public T next() {
                return from.object().apply(rows.next());
            }
        };
    }

    static <U> void give(Iterator<U> made, Encoding<U> to, Consumer<List<Object>> out) {
        required(made).forEachRemaining(each -> out.accept(to.encode(required(each))));
    }

    static <U> U required(U made) {
        if (made == null) {
            throw new MillraceException(
                    ErrorCode.INVALID_VALUE,
                    "it has given null where an object is expected; give an empty iterator, or"
                            + " a record whose components are null");
        }
        return made;
    }
}

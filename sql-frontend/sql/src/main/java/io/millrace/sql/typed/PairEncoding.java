package io.millrace.sql.typed;

import io.millrace.columnar.DataType;
import io.millrace.columnar.Field;
import io.millrace.columnar.Schema;
import io.millrace.sql.Tuple2;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** A pair: the columns of the first, then those of the second. Columns are taken by their place. */
public record PairEncoding<A, B>(Encoding<A> first, Encoding<B> second) implements Encoding<Tuple2<A, B>> {
    @Override
    public String name() {
        return "(" + first.name() + ", " + second.name() + ")";
    }

    @Override
    public List<Field> fields() {
        List<Field> fields = new ArrayList<>(first.fields());
        fields.addAll(second.fields());
        return fields;
    }

    @Override
    public List<Object> encode(Tuple2<A, B> pair) {
        List<Object> values = new ArrayList<>(first.encode(pair._1()));
        values.addAll(second.encode(pair._2()));
        return values;
    }

    @Override
    public Decoder<Tuple2<A, B>> over(Schema columns) {
        int split = first.fields().size();
        int width = split + second.fields().size();
        Decoder<A> left = first.over(part(columns, 0, split, first));
        Decoder<B> right = second.over(part(columns, split, width, second));
        return new Decoder<>(
                IntStream.range(0, width).boxed().toList(),
                values -> new Tuple2<>(
                        left.ofWhole(values.subList(0, split)), right.ofWhole(values.subList(split, width))));
    }

    /** Columns of a query under the names that the encoding knows. */
    private static Schema part(Schema columns, int from, int to, Encoding<?> of) {
        List<Field> fields = new ArrayList<>();
        for (int i = from; i < to; i++) {
            fields.add(new Field(of.fields().get(i - from).name(), columns.type(i), true));
        }
        return new Schema(fields);
    }

    /** The same as one column: a record as a ROW. */
    public static <T> Encoding<T> inOneColumn(Encoding<T> encoding) {
        return encoding.fields().size() == 1 && !(encoding instanceof RecordEncoding<?>)
                ? encoding
                : new InOneColumn<>(encoding);
    }

    private record InOneColumn<T>(Encoding<T> encoding) implements Encoding<T> {
        @Override
        public String name() {
            return encoding.name();
        }

        @Override
        public List<Field> fields() {
            return List.of(Field.of("value", DataType.row(encoding.fields())));
        }

        @Override
        public List<Object> encode(T object) {
            return List.of(encoding.encode(object));
        }

        @Override
        public Decoder<T> over(Schema columns) {
            Decoder<T> inner = encoding.over(new Schema(columns.type(0).children()));
            return new Decoder<>(List.of(0), values -> inner.ofWhole(new ArrayList<>((List<?>) values.get(0))));
        }
    }
}

package io.millrace.sql.typed;

import io.millrace.aggregate.UserAggregate;
import io.millrace.columnar.DataType;
import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import io.millrace.sql.function.ReduceFunction;
import java.util.Arrays;
import java.util.List;

/** Makes one object of all of a group. Its state is the object's values; null before there is one. */
public final class ReduceAggregate<T> implements UserAggregate<List<Object>> {
    private final Encoding<T> encoding;
    private final Encoding<T> result;
    private final Decoder<T> input;
    private final Decoder<T> own;
    private final ReduceFunction<T> function;
    private final ValueBytes bytes;

    /**
     * @param input makes objects of the arguments
     */
    public ReduceAggregate(Encoding<T> encoding, Decoder<T> input, ReduceFunction<T> function) {
        this.encoding = encoding;
        this.result = PairEncoding.inOneColumn(encoding);
        this.input = input;
        this.own = encoding.over();
        this.function = function;
        this.bytes = new ValueBytes(encoding.fields());
    }

    @Override
    public DataType resultType(List<DataType> arguments) {
        return result.fields().get(0).type();
    }

    @Override
    public List<Object> empty() {
        return null;
    }

    @Override
    public List<Object> add(List<Object> state, Object[] arguments) {
        return reduced(state, encoding.encode(input.object().apply(Arrays.asList(arguments))));
    }

    @Override
    public List<Object> merge(List<Object> state, List<Object> other) {
        return other == null ? state : reduced(state, other);
    }

    private List<Object> reduced(List<Object> state, List<Object> more) {
        if (state == null) {
            return more;
        }
        try {
            T both = function.call(own.object().apply(state), own.object().apply(more));
            return encoding.encode(RowFunctions.required(both));
        } catch (MillraceException e) {
            throw e;
        } catch (Exception e) {
            String reason = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
            throw new MillraceException(
                    ErrorCode.INVALID_VALUE,
                    "reduceGroups has failed for " + state + " and " + more + ": " + reason,
                    e);
        }
    }

    @Override
    public Object result(List<Object> state) {
        return state == null ? null : encoding.fields().size() == 1 && !isRow() ? state.get(0) : state;
    }

    private boolean isRow() {
        return result.fields().get(0).type().kind() == DataType.Kind.ROW;
    }

    @Override
    public byte[] save(List<Object> state) {
        return bytes.write(state);
    }

    @Override
    public List<Object> load(byte[] saved) {
        return bytes.read(saved);
    }
}

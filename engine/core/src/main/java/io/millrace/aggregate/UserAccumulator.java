package io.millrace.aggregate;

import io.millrace.columnar.BytesColumn;
import io.millrace.columnar.Column;
import io.millrace.columnar.ColumnBuilder;
import io.millrace.columnar.DataType;
import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

/** The states of a {@link UserAggregate} by slot; null where a group has none yet. */
final class UserAccumulator<S> implements Accumulator {
    private static final long STATE_BYTES = 128;

    private final UserAggregate<S> aggregate;
    private final AggregateCall call;
    private final List<DataType> types;
    private Object[] states = new Object[0];

    UserAccumulator(UserAggregate<S> aggregate, AggregateCall call, List<DataType> types) {
        this.aggregate = aggregate;
        this.call = call;
        this.types = types;
    }

    @SuppressWarnings("unchecked")
    private S at(int slot) {
        return states[slot] == null ? asked(aggregate::empty) : (S) states[slot];
    }

    @Override
    public void reserve(int slotLimit) {
        if (slotLimit > states.length) {
            states = Arrays.copyOf(states, Slots.grown(states.length, slotLimit));
        }
    }

    @Override
    public void add(int[] groups, int[] rows, int count, Column[] inputs, long[] weights) {
        for (int i = 0; i < count; i++) {
            int row = rows == null ? i : rows[i];
            Object[] arguments = new Object[types.size()];
            for (int j = 0; j < arguments.length; j++) {
                arguments[j] = inputs[j].value(row, types.get(j));
            }
            add(groups[i], arguments, weights == null ? 1 : weights[row]);
        }
    }

    private void add(int group, Object[] arguments, long weight) {
        S state = at(group);
        for (long times = weight; times > 0; times--) {
            S before = state;
            state = asked(() -> aggregate.add(before, arguments));
        }
        if (aggregate instanceof InvertibleUserAggregate<S> invertible) {
            for (long times = weight; times < 0; times++) {
                S before = state;
                state = asked(() -> invertible.subtract(before, arguments));
            }
        }
        states[group] = state;
    }

    @Override
    @SuppressWarnings("unchecked")
    public void merge(Accumulator other, int[] from, int[] to, int count) {
        UserAccumulator<S> theirs = (UserAccumulator<S>) other;
        for (int i = 0; i < count; i++) {
            if (theirs.states[from[i]] != null) {
                S mine = at(to[i]);
                S more = theirs.at(from[i]);
                states[to[i]] = asked(() -> aggregate.merge(mine, more));
            }
        }
    }

    @Override
    public Column result(int[] slots, int count) {
        ColumnBuilder builder = ColumnBuilder.of(call.type(), count);
        for (int i = 0; i < count; i++) {
            S state = at(slots[i]);
            append(asked(() -> aggregate.result(state)), builder);
        }
        return builder.build();
    }

    private void append(Object result, ColumnBuilder builder) {
        try {
            builder.append(result);
        } catch (ClassCastException | IllegalArgumentException e) {
            throw new MillraceException(
                    ErrorCode.INVALID_VALUE,
                    "aggregate \"" + call.function().name() + "\" has given " + result + ", which is no " + call.type(),
                    e);
        }
    }

    @Override
    public void clear(int slot) {
        states[slot] = null;
    }

    @Override
    public List<DataType> stateTypes() {
        return List.of(DataType.VARBINARY);
    }

    @Override
    public Column[] save(int[] slots, int count) {
        ColumnBuilder builder = ColumnBuilder.of(DataType.VARBINARY, count);
        for (int i = 0; i < count; i++) {
            boolean none = states[slots[i]] == null;
            S state = at(slots[i]);
            builder.append((Object) (none ? null : asked(() -> aggregate.save(state))));
        }
        return new Column[] {builder.build()};
    }

    @Override
    public void load(int[] slots, int count, Column[] state) {
        for (int i = 0; i < count; i++) {
            byte[] saved = state[0].isNull(i) ? null : ((BytesColumn) state[0]).bytes(i);
            states[slots[i]] = saved == null ? null : asked(() -> aggregate.load(saved));
        }
    }

    /** An estimate: what a state holds is not known. */
    @Override
    public long heapBytes() {
        long made = Arrays.stream(states).filter(state -> state != null).count();
        return 4L * states.length + STATE_BYTES * made;
    }

    /** Runs the program's code; what it throws comes out with the name of the function. */
    private <T> T asked(Supplier<T> work) {
        try {
            return work.get();
        } catch (MillraceException e) {
            throw e;
        } catch (RuntimeException e) {
            String reason = e.getMessage() == null ? "" : ": " + e.getMessage();
            throw new MillraceException(
                    ErrorCode.INVALID_VALUE, "aggregate \"" + call.function().name() + "\" has failed" + reason, e);
        }
    }
}

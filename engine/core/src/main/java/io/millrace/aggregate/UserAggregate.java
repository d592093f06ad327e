package io.millrace.aggregate;

import io.millrace.columnar.DataType;
import java.util.List;

/**
 * An aggregate function that a program brings along: how the state of one group is made, fed, merged, kept and turned into
 * a result. Registered under a name, it stands wherever a built-in one may: with DISTINCT and FILTER, in windows, over
 * rows that are taken back, in queries that restart.
 *
 * <p>Laws: {@code merge} of the states of two halves of the rows is as good as the state of all rows, whatever their
 * order; {@code load(save(s))} is as good as {@code s}.
 *
 * <p>Shape: values have the form {@link io.millrace.columnar.Column#value} gives. Nulls: rows with a NULL among the
 * arguments are passed over; a null result is NULL. Ownership: a state belongs to one group and may be changed in place;
 * {@code merge} must not keep hold of {@code other}. Threads: any number at a time, each with states of its own. Errors:
 * what a method throws stops the query.
 *
 * @param <S> the state of a group
 */
public interface UserAggregate<S> {
    /**
     * The type of the result.
     *
     * @throws IllegalArgumentException with what it takes, when it does not take arguments of these types
     */
    DataType resultType(List<DataType> arguments);

    /** The state of a group without rows. */
    S empty();

    /** The state with one more row. */
    S add(S state, Object[] arguments);

    /** The state of both their rows. */
    S merge(S state, S other);

    /** The result, in the form that {@link #resultType} asks for; null for NULL. */
    Object result(S state);

    /** The state as bytes: what a checkpoint keeps. */
    byte[] save(S state);

    S load(byte[] saved);
}

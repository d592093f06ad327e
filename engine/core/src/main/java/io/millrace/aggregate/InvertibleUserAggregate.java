package io.millrace.aggregate;

/**
 * A {@link UserAggregate} that can take a row back. Without it, a query whose rows may be taken back keeps all values of
 * each group, to work results out anew.
 *
 * @param <S> the state of a group
 */
public interface InvertibleUserAggregate<S> extends UserAggregate<S> {
    /** The state with one row less, which was added before: as if it had never been there. */
    S subtract(S state, Object[] arguments);
}

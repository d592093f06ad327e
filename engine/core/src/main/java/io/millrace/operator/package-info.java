/**
 * Physical operators over batches; they know no source, no thread and no SQL.
 *
 * <p>Stateless operators emit in {@code process}; all others at the end of the micro-batch, so that nobody downstream sees
 * half of it. An operator with state runs as one or several shares, each owning some of the keys.
 *
 * <p>Looks odd, is meant:
 *
 * <ul>
 *   <li>An aggregate that gives changes does not keep what it gave last: just before a group's first change in a
 *       micro-batch its result is worked out once more from the state, which is what it gave.
 *   <li>A closed window is put together from a binary tree over its panes, for all aggregates alike, instead of adding the
 *       pane that enters and subtracting the one that leaves: it needs no inverse, and as the shape of the tree depends on
 *       pane numbers alone, floating sums are the same after a restart.
 *   <li>A large window is put together before the watermark closes it, some of its slices in each micro-batch, though none of
 *       its rows may come out before: the micro-batch that closes it would otherwise have to do the work of all. What is
 *       prepared is no state; of a group that changes after all, that group is done again.
 *   <li>Windows in update, changelog and complete mode are not made of panes: there a row changes size/slide results
 *       anyway, so rows are assigned to windows and aggregated with the window as a key.
 *   <li>Sessions over rows that may be taken back, and rows that come with their session, are kept row by row and found anew
 *       in what a micro-batch touches; only over insertions does a session have one running aggregate.
 *   <li>A join gives its pairs at the end of the micro-batch, ordered by the hash of the key, though it could give them at
 *       once: the order would otherwise depend on the number of shares.
 *   <li>Operators know of no database. State on disk is paged around them ({@link io.millrace.operator.PagedOperator}): the
 *       operator of a page is made anew for a micro-batch and restored with the keys that it needs. Written into each kind
 *       of state, as slots that come and go, it would cost every operator its arrays; so it costs those that do not fit.
 * </ul>
 */
package io.millrace.operator;

/**
 * Aggregate functions and their accumulators, which hold all groups of an operator as arrays.
 *
 * <p>An accumulator is fed by one loop over a batch, given the slot of each row's group. Integers are summed in 128 bits and
 * decimals without a limit; whether the result fits its type is looked at when it is given, so that an error never
 * depends on the order of rows.
 *
 * <p>{@link io.millrace.aggregate.AggregateFunctions} is the one list of functions; {@link
 * io.millrace.aggregate.AggregateFunction} says of each what it takes and gives and what holds for it. How the values of a
 * call are kept follows from that: in the accumulator, in a bag of distinct values beside it, or in a bag alone, from which
 * a {@link io.millrace.aggregate.Fold} works results out.
 *
 * <p>Looks odd, is meant: the sketches are our own. Of Apache DataSketches the last version that runs on Java 17 without
 * flags (6.2.0) refuses to run on Java 25; its quantile sketches toss coins or depend on the order of rows, so that a
 * replayed batch would give other results; and none of them takes a row back.
 */
package io.millrace.aggregate;

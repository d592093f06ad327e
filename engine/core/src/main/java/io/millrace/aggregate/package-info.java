/**
 * Aggregate functions and their accumulators, which hold all groups of an operator as arrays.
 *
 * <p>An accumulator is fed by one loop over a batch, given the slot of each row's group. Integers are summed in 128 bits and
 * decimals without a limit; whether the result fits its type is looked at when it is given, so that an error never
 * depends on the order of rows.
 */
package io.millrace.aggregate;

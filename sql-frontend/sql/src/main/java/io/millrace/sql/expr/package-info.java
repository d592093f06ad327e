/**
 * From Calcite's expressions to the engine's: types, literals and calls, and Calcite's own runtime for the functions
 * that the engine does not compile itself.
 *
 * <p>Looks odd, is meant: Calcite keeps intervals in milliseconds and its runtime computes times in milliseconds. Interval
 * literals therefore stay exact only as {@link io.millrace.sql.expr.ExactIntervals} makes them, a literal's BigDecimal of
 * milliseconds may have a fraction, and no function that touches times ever reaches Calcite's runtime.
 */
package io.millrace.sql.expr;

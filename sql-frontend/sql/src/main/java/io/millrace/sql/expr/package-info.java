/**
 * From Calcite's expressions to the engine's: types, literals and calls, and Calcite's own runtime for the functions
 * that the engine does not compile itself.
 *
 * <p>Looks odd, is meant: Calcite keeps intervals in milliseconds and its runtime computes times in milliseconds. The
 * BigDecimal of milliseconds in an interval literal may therefore have a fraction, and no function that computes with
 * times ever reaches Calcite's runtime.
 */
package io.millrace.sql.expr;

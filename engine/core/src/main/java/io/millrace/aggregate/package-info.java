/** Aggregate functions and their accumulators, which hold all groups of an operator as arrays. */
package io.millrace.aggregate;

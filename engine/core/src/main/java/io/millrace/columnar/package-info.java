/**
 * Columns, batches and types, and their one mapping to Arrow.
 *
 * <pre>
 *   source --Arrow vectors or columns--> ColumnBatch --arrays--> operators --ColumnBatch--> sink, state file (Arrow)
 * </pre>
 *
 * Looks odd, is meant:
 *
 * <ul>
 *   <li>Inside the operators a column is a Java array, not an Arrow vector: a vector is copied in bulk once, when it is
 *       first read (only the columns that a query uses), and every loop after that is over a plain array, without
 *       bounds and reference checks per value and without anything to close. Arrow is the form at every border:
 *       sources may hand over vectors, sinks and results can ask for them, state files are Arrow IPC.
 *   <li>All integers, booleans, dates, times and intervals share one storage (long[]): one loop serves them all.
 * </ul>
 */
package io.millrace.columnar;

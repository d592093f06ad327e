/**
 * How objects of a program become rows and rows become objects, and how its functions become those that the engine runs.
 *
 * <pre>
 *   Class  ->  Encoding: columns        bound to the columns of a query: Decoder
 *   lambda ->  RowFunction, KeyedFunction    rows in, decoded; objects out, encoded
 * </pre>
 */
package io.millrace.sql.typed;

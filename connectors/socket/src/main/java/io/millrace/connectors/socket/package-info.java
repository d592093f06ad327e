/**
 * Rows from a TCP connection, such as {@code nc -lk 9999} serves.
 *
 * <pre>
 *   socket --reading thread--> RowBuffer (bounded, raw bytes) --micro-batch--> decoder
 * </pre>
 *
 * <p>Rows are numbered as they come in and stay in the buffer until their batch is committed. When it is full nothing more
 * is read, and TCP holds the sender back.
 */
package io.millrace.connectors.socket;

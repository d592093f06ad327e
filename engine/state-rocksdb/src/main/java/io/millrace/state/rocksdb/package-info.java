/**
 * The state of queries in RocksDB: {@code state.backend = rocksdb}.
 *
 * <p>Looks odd, is meant:
 *
 * <ul>
 *   <li>Nothing is logged or synced by RocksDB: what is to survive is in the checkpoint, and the database of a process that
 *       died is thrown away.
 *   <li>All state of a query is in one column family: a micro-batch writes it all at once, and a snapshot is one flush.
 * </ul>
 */
package io.millrace.state.rocksdb;

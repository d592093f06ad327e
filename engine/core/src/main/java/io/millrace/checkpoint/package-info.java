/**
 * The log of micro-batches, the state files beside it, and recovery from both. The format is written down in
 * {@code docs/checkpoint.md} of this module.
 *
 * <pre>
 *   Checkpoint --> LogWriter, StateFiles --> GuardedStore --> FileStore
 *        \--> Recovery --> Segment, LogFrame --> LogState
 * </pre>
 */
package io.millrace.checkpoint;

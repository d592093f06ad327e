/** The log of micro-batches, the state files beside it, and recovery from both. */
package io.millrace.checkpoint;

/**
 * Pipelines, the micro-batch loop, scheduling over cores, watermarks, running queries and their progress.
 *
 * <pre>
 *   Pipelines.start -> QueryRuns, one thread a query: QueryOpener (plan, state, sources, sink, recovery) -> MicroBatchLoop:
 *
 *     BatchPlanner   what is read, watermarks, clock          nothing has taken effect
 *     BatchRunner    splits and shares on the Workers
 *     OutputLabels   net changes with their kinds -> Sink.write, prepare
 *     Committer      record N: durable                         from here on N is finished, by whomever
 *                    Sink.commit, commit N                     of a large N while N+1 is planned and run
 *     Source.committed
 * </pre>
 *
 * Looks odd, is meant:
 *
 * <ul>
 *   <li>A micro-batch without data runs only when its watermark closes something ({@code nextWakeUp}): each costs a
 *       sync. A window that nothing is in can then take a row that would otherwise be late by some moments.
 *   <li>A failed or stopped micro-batch is not rolled back in memory: its operators are thrown away, and the next start
 *       restores them from the checkpoint.
 *   <li>A query without {@code checkpoint.dir} runs on a checkpoint in a temporary folder whose syncs do nothing: one way
 *       through the code for all.
 *   <li>Rows are aggregated where they are read, and their groups handed to the shares that own the keys; where keys hardly
 *       repeat, rows go there themselves. The choice is made anew for each split, by its own rows, so that neither the
 *       number of threads nor a replay changes it.
 *   <li>Workers belong to a query; {@code parallelism} is how many it has.
 * </ul>
 */
package io.millrace.runtime;

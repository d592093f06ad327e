/**
 * What a {@link io.millrace.sql.DataFrame} is made of: queries in the planner's own syntax, built step by step.
 *
 * <pre>
 * Column  ->  Expression  --names resolved against a Scope-->  SqlNode
 * DataFrame  ->  Query (Steps)  --each step validated when it is made-->  one SqlNode  ->  the planner, as for SQL text
 * </pre>
 *
 * <p>Looks odd, is meant:
 *
 * <ul>
 *   <li>A step is validated alone, over made-up tables with the columns of the steps below: so building a frame of n steps
 *       takes n times the time of one, and a mistake is told in terms of the step that has it. The planner sees the whole.
 *   <li>Syntax trees are made anew whenever they are wanted: Calcite's validator changes the trees that it is given.
 *   <li>A column has two names: the one that the user knows, and another where a join has brought two of the same.
 *   <li>A window is two columns, {@code window_start} and {@code window_end}, that can be named {@code window.start} and
 *       {@code window.end} too: sinks take flat columns, and the planner knows times by columns.
 * </ul>
 */
package io.millrace.sql.frame;

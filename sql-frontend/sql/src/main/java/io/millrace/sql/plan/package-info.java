/**
 * From a syntax tree to the engine's physical plan.
 *
 * <pre>
 * SqlNode --QueryRewriter, validator--> SqlNode --converter, LogicalRules--> RelNode   (a query, however it will run)
 * RelNode --Conversion, in one Emission--> Relation --ColumnPruner, PlanCheck--> QueryPlan   (in one output mode)
 * </pre>
 *
 * The converters, one for each kind of relational node, build a {@link io.millrace.sql.plan.Relation}: the plan node so far
 * and what is known of its columns. Where it is known when a watermark has passed the values of a column ({@link
 * io.millrace.sql.plan.TimeColumn}), aggregates are final, state is let go and joins are bounded by it.
 *
 * <p>Looks odd, is meant:
 *
 * <ul>
 *   <li>A plan is built anew for each output mode that is tried: {@code WHEN_FINAL} and {@code CHANGES} are different plans
 *       from the aggregates up. What cannot be built says so by a {@link io.millrace.sql.plan.Refusal}.
 *   <li>A window is not a node until something needs its columns row by row: so both its spellings become the same plan.
 *   <li>{@code GROUP BY SESSION(ts, gap)} is read as GROUP BY its start and its end, two scalar functions ({@link
 *       io.millrace.sql.plan.GroupWindows}): Calcite's group functions know no end of a session and no months.
 *   <li>Columns are pruned at the end and by us, not by Calcite: only there it is known which times the operators need.
 *   <li>Calcite never computes a constant. Its times are milliseconds.
 * </ul>
 */
package io.millrace.sql.plan;

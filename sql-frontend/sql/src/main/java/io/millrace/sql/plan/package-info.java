/**
 * From a syntax tree to the engine's physical plan.
 *
 * <pre>
 * SqlNode --rewrite, validate--> SqlNode --convert, rules--> RelNode --PlanBuilder--> PlanNode --prune, check--> QueryPlan
 * </pre>
 */
package io.millrace.sql.plan;

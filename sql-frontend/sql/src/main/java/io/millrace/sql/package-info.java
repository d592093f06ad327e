/**
 * SQL for applications: a {@link io.millrace.sql.Session} executes statements and gives rows, messages and running
 * queries. No type of the planner's library shows here.
 */
package io.millrace.sql;

/** Functions that a program gives to a {@link io.millrace.sql.Dataset}; called as Spark calls them. */
package io.millrace.sql.function;

/** Functions that a program gives to a {@link io.millrace.sql.Dataset} and to SQL; called as Spark calls them. */
package io.millrace.sql.function;

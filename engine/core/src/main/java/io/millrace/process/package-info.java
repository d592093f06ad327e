/**
 * Functions that a program brings along to make rows of rows: one by one, or by key with state and timers.
 *
 * <p>The engine sees rows of values; how a program's classes become rows is not its concern. A plan is stored with the names
 * of its functions alone: the program gives them again when it starts a query anew.
 */
package io.millrace.process;

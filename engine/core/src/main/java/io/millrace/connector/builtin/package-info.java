/** The tables that need no outside system: rows held in memory, a counter, the console, and nothing. */
package io.millrace.connector.builtin;

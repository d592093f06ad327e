/** Millrace's command line: statements from an argument, a file or a prompt, their results as a table, CSV or JSON. */
package io.millrace.shell;

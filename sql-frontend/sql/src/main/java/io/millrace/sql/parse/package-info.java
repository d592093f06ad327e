/** From SQL text to syntax trees: splitting of scripts, limits, the parser, and where in the text each thing stands. */
package io.millrace.sql.parse;

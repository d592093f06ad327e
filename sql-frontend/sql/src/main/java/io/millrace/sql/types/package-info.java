/** SQL types as the parser and the planner see them: their limits, and the types that functions derive. */
package io.millrace.sql.types;

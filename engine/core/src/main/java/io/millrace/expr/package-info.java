/** Typed scalar expressions, the functions the engine knows, and their compilation to loops over columns. */
package io.millrace.expr;

/** What the generated loops call: pure static functions over primitives and UTF-8 ranges, one class for each area. */
package io.millrace.expr.runtime;

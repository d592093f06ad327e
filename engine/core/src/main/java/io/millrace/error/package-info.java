/** Failures on purpose: one exception type, its codes, and the SQLSTATE of each. */
package io.millrace.error;

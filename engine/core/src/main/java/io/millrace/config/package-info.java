/** Typed options: key, type, default, range, one-line doc; unknown keys are refused with the nearest known one. */
package io.millrace.config;

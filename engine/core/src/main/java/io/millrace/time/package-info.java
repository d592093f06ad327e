/** Watermarks and window arithmetic in long microseconds UTC, and the text of times; pure functions. */
package io.millrace.time;

/** Benchmarks, each beside a hand-written loop that does the same. */
package io.millrace.benchmarks;

/** Benchmarks, each beside a hand-written loop or another engine that does the same; {@link Benchmarks} runs them all. */
package io.millrace.benchmarks;

/** Pipelines, the micro-batch loop, scheduling over cores, watermarks, running queries and their progress. */
package io.millrace.runtime;

package io.millrace.connector;

/**
 * A position in a source: JSON text that only the source understands, kept in the checkpoint.
 *
 * @param json a JSON value in one line; equal positions have equal text
 */
public record Offset(String json) {}

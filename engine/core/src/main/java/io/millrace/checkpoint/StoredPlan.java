package io.millrace.checkpoint;

/**
 * What a checkpoint keeps of its query.
 *
 * @param statement SQL text it was started with
 * @param planJson the physical plan in its written form, kept to the letter
 */
public record StoredPlan(String statement, String planJson) {}

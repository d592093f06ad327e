package io.millrace.sql;

/**
 * A function that queries can call.
 *
 * @param name in upper case
 * @param aggregate whether it takes many rows
 * @param description one line; empty where there is none
 */
public record NamedFunction(String name, boolean aggregate, String description) {}

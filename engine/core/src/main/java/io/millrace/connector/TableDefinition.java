package io.millrace.connector;

import io.millrace.columnar.Schema;
import java.util.Map;

/**
 * What the user wrote in CREATE TABLE.
 *
 * @param columns physical columns in declared order; empty when none are declared (a connector may bring its own)
 * @param options all of WITH but {@code connector}
 */
public record TableDefinition(String name, Schema columns, Map<String, String> options) {}

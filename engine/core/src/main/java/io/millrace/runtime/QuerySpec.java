package io.millrace.runtime;

import io.millrace.aggregate.AggregateFunctions;
import io.millrace.connector.ReadableTable;
import io.millrace.connector.Sink;
import io.millrace.connector.builtin.LateRowsTable;
import io.millrace.plan.QueryPlan;
import java.util.function.Function;

/**
 * A query to run.
 *
 * @param name unique among running queries
 * @param statement SQL text, kept in the checkpoint to recognise an unchanged statement
 * @param functions finds the aggregates that a plan in the checkpoint names
 * @param tables finds the tables that the plan's scans name
 * @param sink takes the results; closed by the query
 * @param lateRows takes the rows that the query drops as late; null when nobody wants them
 */
public record QuerySpec(
        String name,
        String statement,
        QueryPlan plan,
        AggregateFunctions functions,
        Function<String, ReadableTable> tables,
        Sink sink,
        QuerySettings settings,
        LateRowsTable lateRows) {
    /** One of built-in functions alone, whose late rows nobody wants. */
    public QuerySpec(
            String name,
            String statement,
            QueryPlan plan,
            Function<String, ReadableTable> tables,
            Sink sink,
            QuerySettings settings) {
        this(name, statement, plan, new AggregateFunctions(), tables, sink, settings, null);
    }
}

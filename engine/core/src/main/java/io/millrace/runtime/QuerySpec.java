package io.millrace.runtime;

import io.millrace.aggregate.AggregateFunctions;
import io.millrace.connector.ReadableTable;
import io.millrace.connector.Sink;
import io.millrace.connector.builtin.LateRowsTable;
import io.millrace.plan.QueryPlan;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A query to run.
 *
 * @param name unique among running queries
 * @param statement SQL text, kept in the checkpoint to recognise an unchanged statement
 * @param functions finds the aggregates that a plan in the checkpoint names
 * @param tables finds the tables that the plan's scans name
 * @param sink takes the results; closed by the query
 * @param lateRows takes the rows that the query drops as late; null when nobody wants them
 * @param sinks makes the sink anew when the query is restarted; null: it is not
 */
public record QuerySpec(
        String name,
        String statement,
        QueryPlan plan,
        AggregateFunctions functions,
        Function<String, ReadableTable> tables,
        Sink sink,
        QuerySettings settings,
        LateRowsTable lateRows,
        Supplier<Sink> sinks) {
    /** One that is not restarted. */
    public QuerySpec(
            String name,
            String statement,
            QueryPlan plan,
            AggregateFunctions functions,
            Function<String, ReadableTable> tables,
            Sink sink,
            QuerySettings settings,
            LateRowsTable lateRows) {
        this(name, statement, plan, functions, tables, sink, settings, lateRows, null);
    }

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

    QuerySpec withSink(Sink next) {
        return new QuerySpec(name, statement, plan, functions, tables, next, settings, lateRows, sinks);
    }
}

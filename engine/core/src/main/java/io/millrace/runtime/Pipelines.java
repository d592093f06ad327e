package io.millrace.runtime;

import io.millrace.connector.ReadableTable;
import io.millrace.plan.QueryPlan;
import java.util.List;
import java.util.function.Function;

/** The running queries of one session. Thread-safe; closing it stops them all. */
public final class Pipelines implements AutoCloseable {

    /** Starts a query; its sink's rows go where the sink puts them. */
    public StreamingQuery start(QuerySpec spec) {
        throw new IllegalStateException("in the making");
    }

    /** Starts a query whose rows the caller reads; a slow reader slows it down. */
    public ResultStream select(
            String name,
            String statement,
            QueryPlan plan,
            Function<String, ReadableTable> tables,
            QuerySettings settings) {
        throw new IllegalStateException("in the making");
    }

    /** Queries that have not ended, in the order of their start. */
    public List<StreamingQuery> active() {
        return List.of();
    }

    @Override
    public void close() {}
}

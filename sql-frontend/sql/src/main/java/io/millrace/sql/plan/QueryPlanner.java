package io.millrace.sql.plan;

import io.millrace.columnar.Schema;
import io.millrace.sql.catalog.Catalog;
import io.millrace.sql.catalog.CatalogColumn;
import java.time.ZoneId;
import java.util.List;
import org.apache.calcite.sql.SqlNode;

/** Turns syntax trees into the engine's plans. */
public final class QueryPlanner {

    /**
     * @param zone the session's time zone
     */
    public QueryPlanner(Catalog catalog, ZoneId zone) {}

    /**
     * @param query a query, or the source of an INSERT
     * @param stream whether it goes on when its input does
     */
    public PlannedQuery plan(SqlNode query, boolean stream, PlanTarget target) {
        throw new IllegalStateException("in the making");
    }

    /** Validates a query, such as a view's, and says what columns it has. */
    public Schema schemaOf(SqlNode query) {
        throw new IllegalStateException("in the making");
    }

    /** The columns of a table being created, each with the type that its expression has over the physical ones. */
    public List<CatalogColumn> resolveColumns(List<CatalogColumn> columns) {
        throw new IllegalStateException("in the making");
    }

    /** Names of all functions that a query may call. */
    public static List<String> functions() {
        throw new IllegalStateException("in the making");
    }
}

package io.millrace.sql.plan;

import io.millrace.connector.OutputMode;
import io.millrace.sql.catalog.CatalogTable;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.sql.SqlIdentifier;

/** What a query is planned for: who takes its rows, and how. */
public sealed interface PlanTarget {

    /** The output mode that was asked for; empty to take the best that the plan allows. */
    Optional<OutputMode> mode();

    /** Whether the query runs over fixed ranges and ends with the batch answer. */
    boolean batch();

    /** {@code SELECT}: the batch answer, once. */
    record BatchSelect() implements PlanTarget {
        @Override
        public Optional<OutputMode> mode() {
            return Optional.empty();
        }

        @Override
        public boolean batch() {
            return true;
        }
    }

    /** {@code SELECT STREAM}: rows to a reader who takes every output mode. */
    record StreamSelect(Optional<OutputMode> mode) implements PlanTarget {
        @Override
        public boolean batch() {
            return false;
        }
    }

    /**
     * {@code INSERT INTO table (columns)}.
     *
     * @param columns the columns as the user named them, in that order; empty for all physical columns in declared order
     */
    record Insert(CatalogTable table, List<SqlIdentifier> columns, Optional<OutputMode> mode, boolean batch)
            implements PlanTarget {
        public Insert {
            columns = List.copyOf(columns);
        }
    }
}

package io.millrace.connector;

import io.millrace.config.Option;
import java.util.Collection;

/** Makes the tables of one connector. Found by ServiceLoader. */
public interface TableFactory {
    /** The name in {@code WITH ('connector'='...')}. */
    String connector();

    /** One line for SHOW CONNECTORS. */
    String description();

    /** All options it knows, formats' options excepted. */
    Collection<Option<?>> options();

    /**
     * Checks the definition and makes the table, or says what is wrong with it. Must not touch the outside system but to
     * check what is cheap to check.
     */
    Table create(TableDefinition definition, ConnectorContext context);
}

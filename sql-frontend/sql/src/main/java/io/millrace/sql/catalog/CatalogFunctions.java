package io.millrace.sql.catalog;

import io.millrace.aggregate.AggregateFunctions;
import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import io.millrace.sql.typed.ValueFunction;
import java.util.Collection;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * The functions that a session has brought along: aggregates, beside those that are built in, and functions of a row. Names
 * match without regard to case. Threads: any number.
 */
public final class CatalogFunctions {
    private static final int NAME_LENGTH_MAX = 128;

    private final AggregateFunctions aggregates = new AggregateFunctions();
    private final Map<String, ValueFunction> ofRows = new ConcurrentSkipListMap<>();

    /** Those built in, and those that the session has brought along. */
    public AggregateFunctions aggregates() {
        return aggregates;
    }

    /** The functions of a row, by name. */
    public Collection<ValueFunction> ofRows() {
        return Collections.unmodifiableCollection(ofRows.values());
    }

    public Optional<ValueFunction> ofRow(String name) {
        return Optional.ofNullable(ofRows.get(name.toUpperCase(Locale.ROOT)));
    }

    /** Whether the session has brought along a function of that name. */
    public boolean has(String name) {
        return aggregates.isOfUser(name) || ofRow(name).isPresent();
    }

    /**
     * Makes a function of a row known by a name, in place of one that was before.
     *
     * @throws MillraceException INVALID_QUERY when it is no name
     */
    public void register(String name, ValueFunction function) {
        String upper = name.toUpperCase(Locale.ROOT);
        if (!upper.matches("[A-Z][A-Z0-9_]{0," + (NAME_LENGTH_MAX - 1) + "}")) {
            throw new MillraceException(
                    ErrorCode.INVALID_QUERY,
                    "a function cannot be called \"" + name + "\"; a letter, then letters, digits and _ will do");
        }
        ofRows.put(upper, function.named(upper));
    }
}

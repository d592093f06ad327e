package io.millrace.jdbc;

import java.sql.SQLException;

/** What {@code unwrap} does everywhere. */
final class Wrappers {
    private Wrappers() {}

    static <T> T unwrap(Object object, Class<T> type) throws SQLException {
        if (type == null || !type.isInstance(object)) {
            throw SqlErrors.badArgument(
                    "this is not a " + (type == null ? "null" : type.getSimpleName()) + " and wraps none");
        }
        return type.cast(object);
    }
}

package io.millrace.sql;

import io.millrace.columnar.DataType;
import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import io.millrace.sql.function.UDF0;
import io.millrace.sql.function.UDF1;
import io.millrace.sql.function.UDF2;
import io.millrace.sql.function.UDF3;
import io.millrace.sql.function.UDF4;
import io.millrace.sql.function.UDF5;
import java.util.Locale;

/**
 * Makes functions of the program's own known to the SQL of a session, and of all sessions over the same tables. Each stands
 * wherever an expression may; a query that goes on from a checkpoint needs it known again before.
 *
 * <p>Errors: DUPLICATE_NAME when another function has the name, INVALID_QUERY when it is none, TYPE_MISMATCH for a result
 * type that there is not. Threads: any number.
 */
public final class UDFRegistration {
    private final SessionState state;

    UDFRegistration(SessionState state) {
        this.state = state;
    }

    /**
     * Makes a function known, in place of one that the program has given that name before; queries that run keep theirs.
     *
     * @param name letters, digits and {@code _}, in any case
     * @return the function under that name
     */
    public UserDefinedFunction register(String name, UserDefinedFunction function) {
        String upper = name.toUpperCase(Locale.ROOT);
        boolean own = state.catalog().functions().ofRow(upper).isPresent();
        if (!own && state.planner().functions().contains(upper)) {
            throw new MillraceException(
                    ErrorCode.DUPLICATE_NAME, "there is a function \"" + upper + "\" already; take another name");
        }
        state.catalog().functions().register(name, function.function());
        return function.withName(name);
    }

    /** @param result their type in SQL, such as {@code INT} or {@code DECIMAL(10, 2)} */
    public UserDefinedFunction register(String name, UDF0<?> function, String result) {
        return register(name, functions.udf(function, result));
    }

    public UserDefinedFunction register(String name, UDF1<?, ?> function, String result) {
        return register(name, functions.udf(function, result));
    }

    public UserDefinedFunction register(String name, UDF2<?, ?, ?> function, String result) {
        return register(name, functions.udf(function, result));
    }

    public UserDefinedFunction register(String name, UDF3<?, ?, ?, ?> function, String result) {
        return register(name, functions.udf(function, result));
    }

    public UserDefinedFunction register(String name, UDF4<?, ?, ?, ?, ?> function, String result) {
        return register(name, functions.udf(function, result));
    }

    public UserDefinedFunction register(String name, UDF5<?, ?, ?, ?, ?, ?> function, String result) {
        return register(name, functions.udf(function, result));
    }

    public UserDefinedFunction register(String name, UDF0<?> function, DataType result) {
        return register(name, functions.udf(function, result));
    }

    public UserDefinedFunction register(String name, UDF1<?, ?> function, DataType result) {
        return register(name, functions.udf(function, result));
    }

    public UserDefinedFunction register(String name, UDF2<?, ?, ?> function, DataType result) {
        return register(name, functions.udf(function, result));
    }

    public UserDefinedFunction register(String name, UDF3<?, ?, ?, ?> function, DataType result) {
        return register(name, functions.udf(function, result));
    }

    public UserDefinedFunction register(String name, UDF4<?, ?, ?, ?, ?> function, DataType result) {
        return register(name, functions.udf(function, result));
    }

    public UserDefinedFunction register(String name, UDF5<?, ?, ?, ?, ?, ?> function, DataType result) {
        return register(name, functions.udf(function, result));
    }
}

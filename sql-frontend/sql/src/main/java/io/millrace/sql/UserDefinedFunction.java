package io.millrace.sql;

import io.millrace.columnar.DataType;
import io.millrace.sql.frame.Expression;
import io.millrace.sql.function.UDF;
import io.millrace.sql.typed.ValueFunction;
import java.util.Arrays;
import java.util.Locale;

/**
 * A function of the program's own over columns: made by {@link functions#udf}, called by {@link #apply}, or from SQL under the
 * name by which {@link UDFRegistration} has made it known. Immutable.
 */
public final class UserDefinedFunction {
    private final ValueFunction function;

    private UserDefinedFunction(ValueFunction function) {
        this.function = function;
    }

    static UserDefinedFunction of(UDF function, DataType result) {
        return new UserDefinedFunction(ValueFunction.of(function, result));
    }

    static UserDefinedFunction of(UDF function, Class<?> result) {
        return new UserDefinedFunction(ValueFunction.of(function, result));
    }

    ValueFunction function() {
        return function;
    }

    /** The same under a name: that of the columns it makes, and in EXPLAIN and errors. */
    public UserDefinedFunction withName(String name) {
        return new UserDefinedFunction(function.named(FunctionNames.given(name).toLowerCase(Locale.ROOT)));
    }

    /**
     * The same, said to give another value each time. A query calls it once for each place where it is written, never over
     * rows that change, and a micro-batch that runs twice may give other values.
     */
    public UserDefinedFunction asNondeterministic() {
        return new UserDefinedFunction(function.nondeterministic());
    }

    /** A call. Errors: TYPE_MISMATCH, when it is given to a frame, for arguments that the function does not take. */
    public Column apply(Column... args) {
        return new Column(Expression.call(
                function, Arrays.stream(args).map(Column::expression).toList()));
    }
}

package io.millrace.sql.typed;

import io.millrace.sql.function.UDF;
import io.millrace.sql.function.UDF0;
import io.millrace.sql.function.UDF1;
import io.millrace.sql.function.UDF2;
import io.millrace.sql.function.UDF3;
import io.millrace.sql.function.UDF4;
import io.millrace.sql.function.UDF5;

/**
 * How a function is called, whatever the number of its arguments.
 *
 * @param form the interface that has its method
 */
record FunctionCall(Class<? extends UDF> form, int arguments, Body body) {
    private interface Body {
        Object of(Object[] values) throws Exception;
    }

    Object of(Object[] values) throws Exception {
        return body.of(values);
    }

    /** The types are those that the function asks for, as {@link FunctionArgument} makes them, or it finds out itself. */
    @SuppressWarnings("unchecked")
    static FunctionCall of(UDF function) {
        if (function instanceof UDF0<?> f) {
            return new FunctionCall(UDF0.class, 0, v -> f.call());
        } else if (function instanceof UDF1<?, ?>) {
            UDF1<Object, ?> f = (UDF1<Object, ?>) function;
            return new FunctionCall(UDF1.class, 1, v -> f.call(v[0]));
        } else if (function instanceof UDF2<?, ?, ?>) {
            UDF2<Object, Object, ?> f = (UDF2<Object, Object, ?>) function;
            return new FunctionCall(UDF2.class, 2, v -> f.call(v[0], v[1]));
        } else if (function instanceof UDF3<?, ?, ?, ?>) {
            UDF3<Object, Object, Object, ?> f = (UDF3<Object, Object, Object, ?>) function;
            return new FunctionCall(UDF3.class, 3, v -> f.call(v[0], v[1], v[2]));
        } else if (function instanceof UDF4<?, ?, ?, ?, ?>) {
            UDF4<Object, Object, Object, Object, ?> f = (UDF4<Object, Object, Object, Object, ?>) function;
            return new FunctionCall(UDF4.class, 4, v -> f.call(v[0], v[1], v[2], v[3]));
        }
        UDF5<Object, Object, Object, Object, Object, ?> f = (UDF5<Object, Object, Object, Object, Object, ?>) function;
        return new FunctionCall(UDF5.class, 5, v -> f.call(v[0], v[1], v[2], v[3], v[4]));
    }
}

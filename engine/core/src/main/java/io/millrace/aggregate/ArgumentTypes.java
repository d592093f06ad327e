package io.millrace.aggregate;

import io.millrace.columnar.DataType;
import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;

/** Checks of argument types that functions share. Errors: TYPE_MISMATCH, saying what the function takes. */
final class ArgumentTypes {
    private ArgumentTypes() {}

    /** Intervals count: they are summed like integers. */
    static DataType number(String function, DataType type) {
        boolean interval =
                type.kind() == DataType.Kind.INTERVAL_DAY_TIME || type.kind() == DataType.Kind.INTERVAL_YEAR_MONTH;
        if (!type.isNumeric() && !interval && type.kind() != DataType.Kind.NULL) {
            throw mismatch(function, "numbers", type);
        }
        return type;
    }

    static DataType plainNumber(String function, DataType type) {
        if (!type.isNumeric() && type.kind() != DataType.Kind.NULL) {
            throw mismatch(function, "numbers", type);
        }
        return type;
    }

    static DataType integer(String function, DataType type) {
        if (!type.isInteger() && type.kind() != DataType.Kind.NULL) {
            throw mismatch(function, "integers", type);
        }
        return type;
    }

    static DataType bool(String function, DataType type) {
        if (type.kind() != DataType.Kind.BOOLEAN && type.kind() != DataType.Kind.NULL) {
            throw mismatch(function, "BOOLEAN", type);
        }
        return type;
    }

    static DataType text(String function, DataType type) {
        if (!type.isString() && type.kind() != DataType.Kind.NULL) {
            throw mismatch(function, "texts", type);
        }
        return type;
    }

    static MillraceException mismatch(String function, String wanted, DataType found) {
        return new MillraceException(ErrorCode.TYPE_MISMATCH, function + " takes " + wanted + ", not " + found);
    }
}

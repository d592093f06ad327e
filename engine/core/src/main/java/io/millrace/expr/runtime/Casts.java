package io.millrace.expr.runtime;

import io.millrace.columnar.DataType;
import io.millrace.columnar.DataType.Kind;
import io.millrace.columnar.NumberText;
import io.millrace.columnar.Utf8;
import io.millrace.columnar.ValueText;
import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import java.math.BigDecimal;
import java.time.ZoneId;

/** Casts from and to text. Errors: INVALID_CAST. */
public final class Casts {
    private Casts() {}

    /** That a value which must be there is NULL. */
    public static MillraceException missing(Object what) {
        return new MillraceException(
                ErrorCode.NOT_NULL_VIOLATION, what + " is NOT NULL, but a row has NULL for it; filter such rows out");
    }

    public static long toLong(byte[] data, int from, int to, DataType type, ZoneId zone) {
        try {
            return ValueText.parseLong(data, from, to, type, zone);
        } catch (IllegalArgumentException e) {
            throw failed(data, from, to, type, e);
        }
    }

    public static double toDouble(byte[] data, int from, int to, DataType type) {
        try {
            return type.kind() == Kind.REAL
                    ? NumberText.parseFloat(data, from, to)
                    : NumberText.parseDouble(data, from, to);
        } catch (IllegalArgumentException e) {
            throw failed(data, from, to, type, e);
        }
    }

    public static BigDecimal toDecimal(byte[] data, int from, int to, DataType type) {
        try {
            return NumberText.parseDecimal(data, from, to, type);
        } catch (IllegalArgumentException e) {
            throw failed(data, from, to, type, e);
        }
    }

    /** The text of a value that is not text itself; one that is too long for the type is refused, not cut. */
    public static byte[] toText(Object value, DataType from, DataType type, ZoneId zone) {
        String text = ValueText.format(value, from, zone);
        byte[] bytes = Texts.utf8(text);
        if (type.precision() >= 0 && Utf8.length(bytes, 0, bytes.length) > type.precision()) {
            throw Failures.badCast(text, type.toString(), "it is too long");
        }
        return type.kind() == Kind.CHAR ? Texts.pad(bytes, 0, bytes.length, Math.max(1, type.precision())) : bytes;
    }

    private static MillraceException failed(
            byte[] data, int from, int to, DataType type, IllegalArgumentException reason) {
        return Failures.badCast(Texts.string(data, from, to), type.toString(), reason.getMessage());
    }
}

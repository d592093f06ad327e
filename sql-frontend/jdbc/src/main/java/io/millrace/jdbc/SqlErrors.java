package io.millrace.jdbc;

import io.millrace.config.Spelling;
import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import java.sql.SQLDataException;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLIntegrityConstraintViolationException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLSyntaxErrorException;
import java.sql.SQLTimeoutException;
import java.sql.SQLTransientConnectionException;
import java.util.List;

/**
 * Makes the exceptions of JDBC.
 *
 * <p>A failure of the engine keeps its SQLSTATE, which is that of its {@link ErrorCode}; the class of the exception follows
 * from the first two characters. What only JDBC knows has the states below.
 *
 * <table>
 * <caption>States of the driver's own</caption>
 * <tr><td>0A000<td>a feature of JDBC that there is not
 * <tr><td>08003<td>the connection is closed
 * <tr><td>08001<td>the URL or a property is wrong, or the database cannot be opened
 * <tr><td>07001<td>a parameter has no value
 * <tr><td>07009<td>there is no such column or parameter
 * <tr><td>07006<td>a value cannot be read as that type
 * <tr><td>22003<td>a number is out of the range of that type
 * <tr><td>24000<td>the result set is closed, or not on a row
 * <tr><td>57014<td>cancelled, interrupted, or closed while it waited
 * <tr><td>HY010<td>the statement is closed, or is not one for this call
 * <tr><td>HY024<td>an argument is out of its range
 * <tr><td>HYT00<td>the time is over
 * </table>
 */
final class SqlErrors {
    static final String CANCELLED = "57014";
    static final String NO_CONNECTION = "08001";
    static final String CONNECTION_CLOSED = "08003";
    static final String SEQUENCE = "HY010";
    static final String BAD_ARGUMENT = "HY024";
    static final String CURSOR = "24000";
    static final String NO_VALUE = "07001";
    static final String NO_SUCH_COLUMN = "07009";
    static final String WRONG_TYPE = "07006";
    static final String OUT_OF_RANGE = "22003";
    static final String TIMEOUT = "HYT00";

    private SqlErrors() {}

    /** The failure as JDBC says it, with its place in the SQL text. */
    static SQLException of(MillraceException failure) {
        String message = failure.position()
                .map(place -> place + ": " + failure.getMessage())
                .orElse(failure.getMessage());
        String state = failure.code().sqlState();
        int vendorCode = failure.code().ordinal() + 1;
        if (failure.code() == ErrorCode.UNSUPPORTED || failure.code() == ErrorCode.MODE_NOT_SUPPORTED) {
            return new SQLFeatureNotSupportedException(message, state, vendorCode, failure);
        }
        if (failure.code().category() == ErrorCode.Category.EXTERNAL_RETRYABLE) {
            return new SQLTransientConnectionException(message, state, vendorCode, failure);
        }
        return switch (state.substring(0, 2)) {
            case "42" -> new SQLSyntaxErrorException(message, state, vendorCode, failure);
            case "22" -> new SQLDataException(message, state, vendorCode, failure);
            case "23" -> new SQLIntegrityConstraintViolationException(message, state, vendorCode, failure);
            default -> new SQLException(message, state, vendorCode, failure);
        };
    }

    /** Why there is no connection. */
    static SQLException notOpened(MillraceException failure) {
        return new SQLNonTransientConnectionException(
                failure.getMessage(), NO_CONNECTION, failure.code().ordinal() + 1, failure);
    }

    static SQLFeatureNotSupportedException unsupported(String message) {
        return new SQLFeatureNotSupportedException(message, ErrorCode.UNSUPPORTED.sqlState());
    }

    static SQLException closed(String what) {
        String state = switch (what) {
            case "connection" -> CONNECTION_CLOSED;
            case "statement" -> SEQUENCE;
            default -> CURSOR;
        };
        return "connection".equals(what)
                ? new SQLNonTransientConnectionException("the connection is closed", state)
                : new SQLException("the " + what + " is closed", state);
    }

    static SQLException cancelled(String message, Throwable cause) {
        return new SQLException(message, CANCELLED, cause);
    }

    static SQLTimeoutException timeout(int seconds) {
        return new SQLTimeoutException(
                "nothing came within the query timeout of " + seconds + (seconds == 1 ? " second" : " seconds")
                        + "; the query has been ended",
                TIMEOUT);
    }

    static SQLException noSuchColumn(String label, List<String> labels) {
        return new SQLException(
                "there is no column \"" + label + "\"" + Spelling.hint(String.valueOf(label), labels) + "; columns: "
                        + String.join(", ", labels),
                NO_SUCH_COLUMN);
    }

    static SQLException badArgument(String message) {
        return new SQLException(message, BAD_ARGUMENT);
    }
}

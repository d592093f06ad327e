package io.millrace.error;

/** What kind of failure a {@link MillraceException} reports: whose fault it is, and its SQLSTATE. */
public enum ErrorCode {
    SYNTAX(Category.USER, "42601"),
    UNKNOWN_TABLE(Category.USER, "42P01"),
    UNKNOWN_COLUMN(Category.USER, "42703"),
    UNKNOWN_FUNCTION(Category.USER, "42883"),
    TYPE_MISMATCH(Category.USER, "42804"),
    INVALID_QUERY(Category.USER, "42000"),
    DUPLICATE_NAME(Category.USER, "42710"),
    UNKNOWN_NAME(Category.USER, "42704"),
    UNKNOWN_OPTION(Category.USER, "42P02"),
    INVALID_OPTION(Category.USER, "22023"),
    UNSUPPORTED(Category.USER, "0A000"),
    /** An output mode, sink or operator that cannot honour what the query asks of it. */
    MODE_NOT_SUPPORTED(Category.USER, "0A001"),
    DIVISION_BY_ZERO(Category.USER, "22012"),
    NUMERIC_OVERFLOW(Category.USER, "22003"),
    DATETIME_OVERFLOW(Category.USER, "22008"),
    INVALID_CAST(Category.USER, "22018"),
    /** An argument outside the domain of a function. */
    INVALID_VALUE(Category.USER, "22000"),
    NOT_NULL_VIOLATION(Category.USER, "23502"),
    /** A row of an input that does not parse. */
    BAD_ROW(Category.USER, "22P02"),
    QUERY_EXISTS(Category.USER, "55006"),
    STATE_INCOMPATIBLE(Category.USER, "55000"),
    CANCELLED(Category.USER, "57014"),
    /** A file, host or service that did not answer; trying again may help. */
    SOURCE_UNAVAILABLE(Category.EXTERNAL_RETRYABLE, "08001"),
    IO_ERROR(Category.EXTERNAL, "58030"),
    FILE_NOT_FOUND(Category.EXTERNAL, "58P01"),
    /** The source no longer holds what the checkpoint says was read, or shows something else in its place. */
    DATA_LOST(Category.EXTERNAL, "58P02"),
    SINK_FAILED(Category.EXTERNAL, "58P03"),
    CHECKPOINT_LOCKED(Category.EXTERNAL, "55P03"),
    CHECKPOINT_CORRUPT(Category.EXTERNAL, "XX001"),
    DISK_FULL(Category.RESOURCE, "53100"),
    MEMORY_LIMIT(Category.RESOURCE, "53200"),
    TOO_COMPLEX(Category.RESOURCE, "54001"),
    INTERNAL(Category.INTERNAL, "XX000");

    /** Whose fault a failure is, and whether trying again may help. */
    public enum Category {
        USER,
        EXTERNAL,
        EXTERNAL_RETRYABLE,
        RESOURCE,
        INTERNAL
    }

    private final Category category;
    private final String sqlState;

    ErrorCode(Category category, String sqlState) {
        this.category = category;
        this.sqlState = sqlState;
    }

    public Category category() {
        return category;
    }

    /** The five-character SQLSTATE. */
    public String sqlState() {
        return sqlState;
    }
}

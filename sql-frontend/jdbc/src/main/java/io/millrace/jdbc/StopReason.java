package io.millrace.jdbc;

/** Why a statement that was going was ended. */
enum StopReason {
    CANCELLED("the statement was cancelled"),
    TIMEOUT("the query timeout is over"),
    INTERRUPTED("the thread was interrupted while it waited"),
    CLOSED("the statement was closed while it waited");

    private final String message;

    StopReason(String message) {
        this.message = message;
    }

    String message() {
        return message;
    }
}

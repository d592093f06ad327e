package io.millrace.sql;

import io.millrace.connector.builtin.MemoryStore;
import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;

/** The transaction that a session has open, if any. Thread-safe. */
final class OpenTransaction {
    private MemoryStore.Transaction open;

    synchronized void begin(MemoryStore store) {
        if (open != null) {
            throw new MillraceException(
                    ErrorCode.INVALID_QUERY, "a transaction is already open; end it with COMMIT or ROLLBACK first");
        }
        open = store.begin();
    }

    /** Null when none is open. */
    synchronized MemoryStore.Transaction current() {
        return open;
    }

    /** Ends it. */
    synchronized MemoryStore.Transaction close(String statement) {
        if (open == null) {
            throw new MillraceException(
                    ErrorCode.INVALID_QUERY, statement + " without a transaction; begin one with BEGIN");
        }
        MemoryStore.Transaction closed = open;
        open = null;
        return closed;
    }
}

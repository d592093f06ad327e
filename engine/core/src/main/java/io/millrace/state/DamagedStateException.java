package io.millrace.state;

import java.io.IOException;

/** Stored state whose bytes are not what was written; its message says what was found. */
public final class DamagedStateException extends IOException {
    private static final long serialVersionUID = 1L;

    private final long offset;

    public DamagedStateException(long offset, String found) {
        super(found);
        this.offset = offset;
    }

    /** Where in the data the damaged block begins. */
    public long offset() {
        return offset;
    }
}

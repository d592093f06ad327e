package io.millrace.storage;

import java.io.IOException;

/** The device, or the quota on it, has no room for what was to be written; trying again later may help. */
public final class StorageFullException extends IOException {
    private static final long serialVersionUID = 1L;

    public StorageFullException(String message) {
        super(message);
    }

    public StorageFullException(String message, IOException cause) {
        super(message, cause);
    }
}

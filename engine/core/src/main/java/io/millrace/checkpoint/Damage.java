package io.millrace.checkpoint;

import java.io.Serial;

/** Which file of a checkpoint is not as it was written, and how: the cause of a CHECKPOINT_CORRUPT, for who looks on. */
final class Damage extends Exception {
    @Serial
    private static final long serialVersionUID = 1L;

    private final String file;

    Damage(String file, String found) {
        super(found, null, false, false);
        this.file = file;
    }

    String file() {
        return file;
    }

    String found() {
        return getMessage();
    }
}

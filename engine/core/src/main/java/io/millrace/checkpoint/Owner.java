package io.millrace.checkpoint;

import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import io.millrace.storage.FileStore;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** The one process, and the one query in it, that owns a checkpoint. */
final class Owner {
    private static final Path HOST_NAME = Path.of("/proc/sys/kernel/hostname");

    private Owner() {}

    /** Takes the lock, or fails with CHECKPOINT_LOCKED, which names who has it. */
    static FileStore.Lock lock(GuardedStore store, String queryName) {
        return store.tryLock(Names.LOCK, describe(queryName))
                .orElseThrow(() -> new MillraceException(
                        ErrorCode.CHECKPOINT_LOCKED,
                        "checkpoint \"" + store.describe() + "\" is in use by "
                                + store.lockHolder(Names.LOCK).orElse("an unknown process")
                                + "; stop that query, or give this one another \"query.name\" or "
                                + "\"checkpoint.dir\""));
    }

    private static String describe(String queryName) {
        return "pid " + ProcessHandle.current().pid() + " on host \"" + host() + "\" (query \"" + queryName
                + "\", since " + Instant.now().truncatedTo(ChronoUnit.SECONDS) + ")";
    }

    /** The name without asking the network, which may take seconds; where the system keeps it elsewhere, ask. */
    private static String host() {
        try {
            return Files.isReadable(HOST_NAME)
                    ? Files.readString(HOST_NAME).strip()
                    : InetAddress.getLocalHost().getHostName();
        } catch (IOException e) {
            return "unknown";
        }
    }
}

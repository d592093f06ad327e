package io.millrace.checkpoint;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import io.millrace.storage.FileStore;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/**
 * The one process, and the one query in it, that owns a checkpoint.
 *
 * <p>Two things keep others out. The lock, which the system gives to one process of the machine. And the mark
 * {@code epoch-N}, for where that is not enough: storage that several machines share, or a lock file that somebody
 * replaced. An owner puts the mark of a new epoch in place, which only one can, and takes the older ones away, and those
 * that never came to their place, before it reads the log; an owner whose mark is gone writes nothing more.
 */
final class Owner {
    private static final Path HOST_NAME = Path.of("/proc/sys/kernel/hostname");

    private final GuardedStore store;
    private final String queryName;
    private final String holder;
    private final FileStore.Lock lock;
    private long epoch;

    /** What the mark says. */
    record Mark(String queryId, String queryName, long epoch, String holder) {
        static Mark read(GuardedStore store, String name) {
            try {
                return Json.read(SealedText.read(store, name), Mark.class);
            } catch (JsonProcessingException e) {
                throw store.corrupt(name, "it cannot be read: " + e.getOriginalMessage());
            }
        }
    }

    private Owner(GuardedStore store, String queryName, String holder, FileStore.Lock lock) {
        this.store = store;
        this.queryName = queryName;
        this.holder = holder;
        this.lock = lock;
    }

    /** Takes the lock of a checkpoint, or fails with CHECKPOINT_LOCKED, which names who has it. */
    static Owner lock(GuardedStore store, String queryName) {
        String holder = holder("query \"" + queryName + "\"");
        return new Owner(store, queryName, holder, takeLock(store, holder));
    }

    /**
     * Takes the lock of any folder, without a mark.
     *
     * @param holder of {@link #holder}
     */
    static FileStore.Lock takeLock(GuardedStore store, String holder) {
        return store.tryLock(Names.LOCK, holder)
                .orElseThrow(() -> new MillraceException(
                        ErrorCode.CHECKPOINT_LOCKED,
                        store.where("") + " is in use by "
                                + store.lockHolder(Names.LOCK).orElse("an unknown process") + "; "
                                + store.kept().whenLocked()));
    }

    /** This process, for others to read, and what of it has a folder. */
    static String holder(String what) {
        return "pid " + ProcessHandle.current().pid() + " on host \"" + host() + "\" (" + what + ", since "
                + Instant.now().truncatedTo(ChronoUnit.SECONDS) + ")";
    }

    /** Begins an epoch beyond {@code used} and all that were begun here; who owned the checkpoint does so no more. */
    void begin(String queryId, long used) {
        long next = Math.max(used, newest().orElse(0)) + 1;
        Mark mark = new Mark(queryId, queryName, next, holder);
        String name = Names.epoch(next);
        String fresh = name + "-" + UUID.randomUUID().toString().substring(0, 8) + Names.NEW;
        Outputs.writeWhole(store, fresh, SealedText.encode(name, Json.write(mark)));
        if (!put(fresh, name)) {
            store.delete(fresh);
            throw overtaken();
        }
        // each of two that begin puts its mark in place first and looks second: one of them sees the other
        if (newest().orElseThrow() > next) {
            store.delete(name);
            throw overtaken();
        }
        store.forceDirectory("");
        for (String other : store.list("")) {
            if (Names.epoch(other).orElse(next) < next || Names.newEpoch(other).orElse(next + 1) <= next) {
                store.delete(other);
            }
        }
        epoch = next;
    }

    /** False when another is in that place, who may have taken away what was to come there. */
    private boolean put(String fresh, String name) {
        try {
            return store.renameIfAbsent(fresh, name);
        } catch (MillraceException e) {
            if (store.exists(name) && !store.exists(fresh)) {
                return false;
            }
            throw e;
        }
    }

    private MillraceException overtaken() {
        return new MillraceException(
                ErrorCode.CHECKPOINT_LOCKED,
                "checkpoint \"" + store.describe() + "\" is being opened by " + newestHolder()
                        + " at the same moment; stop that query, or give this one another \"query.name\"");
    }

    /** Of the epoch that was begun; 0 before. */
    long epoch() {
        return epoch;
    }

    /** Fails with CHECKPOINT_LOCKED when another has begun an epoch since. */
    void require() {
        if (!store.exists(Names.epoch(epoch))) {
            throw new MillraceException(
                    ErrorCode.CHECKPOINT_LOCKED,
                    "query \"" + queryName + "\" has lost checkpoint \"" + store.describe() + "\": its mark \""
                            + Names.epoch(epoch) + "\" is gone, "
                            + (newest().isPresent()
                                    ? newestHolder() + " has opened it since"
                                    : "somebody has deleted it")
                            + "; nothing more is written here; start the query again where it is to run");
        }
    }

    void close() throws IOException {
        lock.close();
    }

    private OptionalLong newest() {
        return store.list("").stream()
                .map(Names::epoch)
                .filter(OptionalLong::isPresent)
                .mapToLong(OptionalLong::getAsLong)
                .max();
    }

    private String newestHolder() {
        Optional<String> name = newest().stream().mapToObj(Names::epoch).findFirst();
        try {
            return name.isPresent() ? Mark.read(store, name.get()).holder() : "an unknown process";
        } catch (MillraceException e) {
            return "an unknown process";
        }
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

package io.millrace.checkpoint;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import io.millrace.storage.FileStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The statements that make a database, in a folder that one process owns.
 *
 * <p>They are one sealed file, a line of JSON for each, written anew with every change under the next number: {@code
 * catalog-00000000000000000007}. A new file is durable before the one before it goes, so at any moment there is at least
 * one, and the one with the highest number holds. Below the folder {@value #CHECKPOINTS} the queries have their checkpoints.
 *
 * <p>Ownership: the folder is locked until {@link #close}. Threads: thread-safe. Errors: CHECKPOINT_LOCKED when another
 * process has it, CHECKPOINT_CORRUPT with the name of the file, IO_ERROR and DISK_FULL; after an error of writing, what was
 * there before holds.
 */
public final class StatementStore implements AutoCloseable {
    /** The folder of the checkpoints. */
    public static final String CHECKPOINTS = "checkpoints";

    private static final String CATALOG = "catalog-";

    private final GuardedStore store;
    private final FileStore.Lock lock;
    private long number;
    private List<StoredStatement> statements;
    private boolean closed;

    private StatementStore(GuardedStore store, FileStore.Lock lock) {
        this.store = store;
        this.lock = lock;
    }

    /** Opens a database; an empty or missing folder becomes one without statements. */
    public static StatementStore open(FileStore files) {
        GuardedStore store = new GuardedStore(files, Kept.DATABASE);
        List<String> names = store.list("");
        if (!names.contains(Names.LOCK)) {
            // a folder that has other things in it is left as it is, without so much as a lock
            requireDatabase(store, names);
        }
        StatementStore opened = new StatementStore(store, Owner.takeLock(store, Owner.holder("open")));
        try {
            opened.load();
            return opened;
        } catch (RuntimeException | Error e) {
            opened.close();
            throw e;
        }
    }

    private static void requireDatabase(GuardedStore store, List<String> names) {
        if (newest(names).isPresent()) {
            return;
        }
        if (names.contains(CHECKPOINTS)) {
            throw store.corrupt(CATALOG + "*", "the file is missing, but \"" + CHECKPOINTS + "\" is there");
        }
        names.stream()
                .filter(name -> !Names.beforeMetadata(name) && !name.startsWith(CATALOG))
                .findFirst()
                .ifPresent(other -> {
                    throw new MillraceException(
                            ErrorCode.CHECKPOINT_CORRUPT,
                            "folder \"" + store.describe() + "\" holds \"" + other
                                    + "\" and is no database; expected a database, or an empty or new folder");
                });
    }

    private static Optional<String> newest(List<String> names) {
        return names.stream().filter(name -> name.matches(CATALOG + "\\d{20}")).max(String::compareTo);
    }

    private synchronized void load() {
        List<String> names = store.list("");
        requireDatabase(store, names);
        Optional<String> newest = newest(names);
        if (newest.isEmpty()) {
            write(List.of());
            return;
        }
        String name = newest.get();
        String text = SealedText.read(store, name);
        number = Long.parseLong(name.substring(CATALOG.length()));
        List<StoredStatement> read = new ArrayList<>();
        for (String line : text.lines().toList()) {
            try {
                read.add(Json.read(line, StoredStatement.class));
            } catch (JsonProcessingException e) {
                throw store.corrupt(name, "a line cannot be read: " + e.getOriginalMessage());
            }
        }
        statements = List.copyOf(read);
        deleteOlder();
    }

    /** All of them, oldest first. */
    public synchronized List<StoredStatement> statements() {
        return statements;
    }

    /** Keeps these in place of what is kept; durable when it returns. Of the same ones nothing is written. */
    public synchronized void replace(List<StoredStatement> with) {
        if (closed) {
            throw new MillraceException(ErrorCode.CANCELLED, store.where("") + " is closed");
        }
        if (!with.equals(statements)) {
            write(with);
        }
    }

    private void write(List<StoredStatement> with) {
        String text = String.join("\n", with.stream().map(Json::write).toList());
        SealedText.write(store, name(number + 1), text);
        number++;
        statements = List.copyOf(with);
        deleteOlder();
    }

    private static String name(long number) {
        return String.format(Locale.ROOT, "%s%020d", CATALOG, number);
    }

    private void deleteOlder() {
        String current = name(number);
        for (String name : store.list("")) {
            if (name.startsWith(CATALOG) && !name.equals(current)) {
                store.delete(name);
            }
        }
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            lock.close();
        } catch (IOException e) {
            throw store.failure("unlock", Names.LOCK, e);
        }
    }
}

package io.millrace.checkpoint;

import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** The folder of a checkpoint as a whole: what may be in it, how it comes to be, and what is to be deleted. */
final class Folder {
    private Folder() {}

    /**
     * Whether there is a checkpoint of a format we know; changes nothing. A folder that has other things in it, or
     * parts of a checkpoint without its metadata, is refused.
     */
    static boolean inspect(GuardedStore store) {
        List<String> names = store.list("");
        if (names.contains(Names.METADATA)) {
            SealedText.read(store, Names.METADATA);
            return true;
        }
        boolean creating = names.contains(Names.CREATING);
        for (String name : names) {
            if (name.equals(Names.LOG) || name.equals(Names.STATE) || name.equals(Names.CLOSED)) {
                if (!creating) {
                    throw store.corrupt(Names.METADATA, "the file is missing, but \"" + name + "\" is there");
                }
            } else if (!Names.beforeMetadata(name)) {
                throw new MillraceException(
                        ErrorCode.CHECKPOINT_CORRUPT,
                        "folder \"" + store.describe() + "\" holds \"" + name + "\" and is not a checkpoint; expected "
                                + "a checkpoint or an empty folder: choose another \"checkpoint.dir\" or "
                                + "\"query.name\"");
            }
        }
        return false;
    }

    /**
     * Marks that a checkpoint is being made. While the mark stands and there is no metadata, what else is there is the
     * rest of an attempt that nobody was told of; without the mark it is a checkpoint that has lost its metadata.
     */
    static void beginCreation(GuardedStore store) {
        if (!store.exists(Names.CREATING)) {
            Outputs.writeWhole(store, Names.CREATING);
        }
        store.forceDirectory("");
        for (String folder : List.of(Names.LOG, Names.STATE)) {
            for (String name : store.list(folder)) {
                store.delete(folder + "/" + name);
            }
            store.forceDirectoryIfPresent(folder);
        }
    }

    static void endCreation(GuardedStore store) {
        store.delete(Names.CREATING);
        store.forceDirectory("");
    }

    /** Makes the names durable that an owner may have given just before it was killed: from here on they are relied on. */
    static void forceNames(GuardedStore store) {
        for (String folder : List.of(Names.LOG, Names.STATE)) {
            store.forceDirectoryIfPresent(folder);
        }
    }

    /** After recovery: deletes what earlier owners left half done, and what nothing refers to. */
    static void tidy(GuardedStore store, LogState state) {
        boolean changed = false;
        for (String name :
                List.of(Names.CREATING, Names.CLOSED, Names.METADATA + Names.NEW, Names.CLOSED + Names.NEW)) {
            if (store.exists(name)) {
                store.delete(name);
                changed = true;
            }
        }
        if (changed) {
            store.forceDirectory("");
        }
        purge(store, state);
        deleteUnneeded(store, state, name -> true);
        for (String name : store.list(Names.LOG)) {
            if (name.endsWith(Names.NEW) && Names.batch(name).isPresent()) {
                store.delete(Names.LOG + "/" + name);
            }
        }
    }

    /** Deletes the log and the state from before the oldest segment that is still needed. */
    static void purge(GuardedStore store, LogState state) {
        long oldest = state.start().oldest();
        state.forgetBefore(oldest);
        deleteBefore(store, Names.LOG, ".log", oldest);
        deleteBefore(store, Names.STATE, ".delta", oldest);
        deleteBefore(store, Names.STATE, ".snapshot", oldest - 1);
        deleteUnneeded(store, state, Names::isDatabase);
    }

    /** Deletes those of our state files that nothing in the log names. */
    private static void deleteUnneeded(GuardedStore store, LogState state, Predicate<String> which) {
        Set<String> needed = new HashSet<>(state.fileNames());
        for (String name : store.list(Names.STATE)) {
            String full = Names.STATE + "/" + name;
            if (Names.batch(name).isPresent() && which.test(name) && !needed.contains(full)) {
                store.delete(full);
            }
        }
    }

    private static void deleteBefore(GuardedStore store, String folder, String suffix, long batch) {
        for (String name : store.list(folder)) {
            if (name.endsWith(suffix) && Names.batch(name).orElse(batch) < batch) {
                store.delete(folder + "/" + name);
            }
        }
    }
}

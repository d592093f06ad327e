package io.millrace.testing;

import io.millrace.testing.RecordingFileStore.Operation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * What may be left of a {@link RecordingFileStore} when the machine stops after any number of its changes.
 *
 * <p>The rules are POSIX's: what was written to a file is sure to be there once the file is synced, a name once its
 * folder is. Of what is not synced anything may be there: nothing, all, each change with or without the others, a write
 * up to any byte, a write whose sectors are there in part and else read as zeros.
 */
public final class CrashStates {
    private static final int SECTOR_BYTES = 512;
    private static final int CUTS_MAX = 24;
    private static final int RANDOM_CHOICES = 6;

    private final Map<String, byte[]> initial;
    private final List<Operation> operations;

    /**
     * One outcome.
     *
     * @param description which, to find it again
     * @param files all files with their content
     */
    public record CrashState(String description, Map<String, byte[]> files) {
        public RecordingFileStore store() {
            return new RecordingFileStore(files);
        }
    }

    CrashStates(Map<String, byte[]> initial, List<Operation> operations) {
        this.initial = initial;
        this.operations = operations;
    }

    /** Gives the different outcomes of a crash after the first {@code count} changes; the seed picks among the many. */
    public void after(int count, long seed, Consumer<CrashState> to) {
        Random random = new Random(seed * 31 + count);
        List<Integer> unsynced = unsynced(count);
        Set<Map<String, Integer>> seen = new HashSet<>();
        for (Choice choice : choices(unsynced, random)) {
            Map<String, byte[]> files = apply(count, unsynced, choice);
            Map<String, Integer> summary = new TreeMap<>();
            files.forEach((name, bytes) -> summary.put(name, 31 * Arrays.hashCode(bytes) + bytes.length));
            if (seen.add(summary)) {
                to.accept(new CrashState("after " + count + " changes, " + choice.description(), files));
            }
        }
    }

    /** One outcome of a crash after all changes, any of those that {@link #after} gives. */
    public CrashState any(Random random) {
        int count = operations.size();
        List<Integer> unsynced = unsynced(count);
        List<Choice> choices = choices(unsynced, random);
        Choice choice = choices.get(random.nextInt(choices.size()));
        return new CrashState("after " + count + " changes, " + choice.description(), apply(count, unsynced, choice));
    }

    /**
     * Which of the unsynced changes are there.
     *
     * @param kept positions among the unsynced
     * @param part of them the one of which only a part is there, or -1
     * @param cut bytes of it that are there
     * @param sector of it that is not there, or -1
     */
    private record Choice(String description, BitSet kept, int part, int cut, int sector) {}

    private List<Integer> unsynced(int count) {
        List<Integer> unsynced = new ArrayList<>();
        Set<Object> forced = new HashSet<>();
        for (int i = count - 1; i >= 0; i--) {
            Operation operation = operations.get(i);
            if (operation instanceof Operation.Force force) {
                forced.add(force.file());
            } else if (operation instanceof Operation.ForceFolder force) {
                forced.add(force.folder());
            } else if (operation instanceof Operation.Lost lost) {
                forced.remove(lost.file());
            } else if (!forced.contains(syncedBy(operation))) {
                unsynced.add(0, i);
            }
        }
        return unsynced;
    }

    /** The file, or the folder, whose sync makes the change durable. */
    private static Object syncedBy(Operation operation) {
        if (operation instanceof Operation.Write write) {
            return write.file();
        }
        if (operation instanceof Operation.Cut cut) {
            return cut.file();
        }
        if (operation instanceof Operation.Link link) {
            return folder(link.name());
        }
        return folder(((Operation.Unlink) operation).name());
    }

    private static String folder(String name) {
        int slash = name.lastIndexOf('/');
        return slash < 0 ? "" : name.substring(0, slash);
    }

    private List<Choice> choices(List<Integer> unsynced, Random random) {
        int size = unsynced.size();
        BitSet all = new BitSet();
        all.set(0, size);
        List<Choice> choices = new ArrayList<>();
        choices.add(new Choice("all there", all, -1, 0, -1));
        choices.add(new Choice("nothing unsynced there", new BitSet(), -1, 0, -1));
        choices.add(new Choice("names without content", ofKind(unsynced, false), -1, 0, -1));
        choices.add(new Choice("content without names", ofKind(unsynced, true), -1, 0, -1));
        for (int i = 0; i < size; i++) {
            BitSet without = (BitSet) all.clone();
            without.clear(i);
            choices.add(new Choice("all but change " + unsynced.get(i), without, -1, 0, -1));
            BitSet alone = new BitSet();
            alone.set(i);
            choices.add(new Choice("only change " + unsynced.get(i), alone, -1, 0, -1));
            if (operations.get(unsynced.get(i)) instanceof Operation.Write write) {
                addParts(i, unsynced.get(i), write, all, choices, random);
            }
        }
        for (int i = 0; i < RANDOM_CHOICES && size > 2; i++) {
            BitSet some = new BitSet();
            for (int j = 0; j < size; j++) {
                some.set(j, random.nextBoolean());
            }
            choices.add(new Choice("changes " + some + " of " + unsynced, some, -1, 0, -1));
        }
        return choices;
    }

    private BitSet ofKind(List<Integer> unsynced, boolean content) {
        BitSet kept = new BitSet();
        for (int i = 0; i < unsynced.size(); i++) {
            Operation operation = operations.get(unsynced.get(i));
            kept.set(i, content == (operation instanceof Operation.Write || operation instanceof Operation.Cut));
        }
        return kept;
    }

    /** The write there up to some byte, and without one of its sectors. */
    private static void addParts(
            int position, int number, Operation.Write write, BitSet all, List<Choice> choices, Random random) {
        int length = write.bytes().length;
        BitSet upTo = new BitSet();
        upTo.set(0, position + 1);
        for (int i = 0; i < Math.min(CUTS_MAX, length); i++) {
            int cut = length <= CUTS_MAX ? i : random.nextInt(length);
            choices.add(new Choice("change " + number + " cut at byte " + cut, upTo, position, cut, -1));
        }
        int first = write.at() / SECTOR_BYTES;
        int sectors = (write.at() + length - 1) / SECTOR_BYTES - first + 1;
        for (int i = 0; i < Math.min(CUTS_MAX, sectors) && length > 0; i++) {
            int sector = first + (sectors <= CUTS_MAX ? i : random.nextInt(sectors));
            choices.add(new Choice("change " + number + " without sector " + sector, all, position, length, sector));
        }
    }

    private Map<String, byte[]> apply(int count, List<Integer> unsynced, Choice choice) {
        Map<Integer, byte[]> contents = new HashMap<>();
        Map<String, Integer> names = new TreeMap<>();
        new TreeMap<>(initial).forEach((name, bytes) -> {
            contents.put(names.size(), bytes);
            names.put(name, names.size());
        });
        for (int i = 0; i < count; i++) {
            int position = unsynced.indexOf(i);
            if (position < 0 || choice.kept().get(position)) {
                apply(operations.get(i), position >= 0 && position == choice.part() ? choice : null, contents, names);
            }
        }
        Map<String, byte[]> files = new TreeMap<>();
        names.forEach((name, file) -> files.put(name, contents.getOrDefault(file, new byte[0])));
        return files;
    }

    private static void apply(
            Operation operation, Choice part, Map<Integer, byte[]> contents, Map<String, Integer> names) {
        if (operation instanceof Operation.Link link) {
            names.put(link.name(), link.file());
        } else if (operation instanceof Operation.Unlink unlink) {
            names.remove(unlink.name());
        } else if (operation instanceof Operation.Cut cut) {
            byte[] bytes = contents.getOrDefault(cut.file(), new byte[0]);
            contents.put(cut.file(), Arrays.copyOf(bytes, Math.min(bytes.length, cut.length())));
        } else if (operation instanceof Operation.Write write) {
            contents.put(write.file(), written(contents.getOrDefault(write.file(), new byte[0]), write, part));
        }
    }

    private static byte[] written(byte[] before, Operation.Write write, Choice part) {
        int length = part == null ? write.bytes().length : part.cut();
        byte[] after = Arrays.copyOf(before, Math.max(before.length, write.at() + length));
        System.arraycopy(write.bytes(), 0, after, write.at(), length);
        if (part != null && part.sector() >= 0) {
            int from = Math.max(write.at(), part.sector() * SECTOR_BYTES);
            int to = Math.min(write.at() + length, (part.sector() + 1) * SECTOR_BYTES);
            for (int i = from; i < to; i++) {
                after[i] = i < before.length ? before[i] : 0;
            }
        }
        return after;
    }
}

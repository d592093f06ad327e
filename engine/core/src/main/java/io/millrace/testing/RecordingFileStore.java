package io.millrace.testing;

import io.millrace.storage.FileStore;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A file store in memory that notes every change made to it, so that {@link CrashStates} can tell what a crash at any
 * moment may leave.
 *
 * <p>Threads: one at a time.
 */
public final class RecordingFileStore implements FileStore {

    /** A change, as the system would be asked for it; {@code file} counts files, whatever their names. */
    sealed interface Operation {
        /** A name is given to a file. */
        record Link(String name, int file) implements Operation {}

        record Unlink(String name) implements Operation {}

        record Write(int file, int at, byte[] bytes) implements Operation {}

        record Cut(int file, int length) implements Operation {}

        record Force(int file) implements Operation {}

        /** A sync failed: what was not durable never will be, whatever the next sync says. */
        record Lost(int file) implements Operation {}

        record ForceFolder(String folder) implements Operation {}
    }

    private final Map<String, Content> files = new TreeMap<>();
    private final List<Operation> operations = new ArrayList<>();
    private final Map<String, byte[]> initial;
    private final Map<String, String> locks = new TreeMap<>();
    private int created;

    /** An empty store. */
    public RecordingFileStore() {
        this(Map.of());
    }

    /** A store that holds these files, all of them durable. */
    public RecordingFileStore(Map<String, byte[]> initial) {
        this.initial = Map.copyOf(initial);
        new TreeMap<>(initial).forEach((name, bytes) -> files.put(name, new Content(created++, bytes.clone())));
    }

    /** How many changes were made so far. */
    public int operationCount() {
        return operations.size();
    }

    /** The changes so far, readable. */
    public List<String> log() {
        return operations.stream().map(RecordingFileStore::text).toList();
    }

    /** What a crash may leave. */
    public CrashStates crashStates() {
        return new CrashStates(initial, List.copyOf(operations));
    }

    /** A sync of the file fails. As in many systems, the next one succeeds without making durable what this one did not. */
    public void loseUnsynced(String name) throws IOException {
        operations.add(new Operation.Lost(require(name).id));
    }

    /** All files with their content. */
    public Map<String, byte[]> files() {
        Map<String, byte[]> copy = new TreeMap<>();
        files.forEach((name, content) -> copy.put(name, content.bytes.clone()));
        return copy;
    }

    @Override
    public Output create(String name) throws IOException {
        requireName(name);
        if (files.containsKey(name)) {
            throw new FileAlreadyExistsException(name);
        }
        Content content = new Content(created++, new byte[0]);
        files.put(name, content);
        operations.add(new Operation.Link(name, content.id));
        return new Recorded(content, 0);
    }

    @Override
    public Output append(String name, long length) throws IOException {
        Content content = require(name);
        if (length > content.bytes.length) {
            throw new IOException(name + " has " + content.bytes.length + " bytes, expected at least " + length);
        }
        if (length < content.bytes.length) {
            content.bytes = Arrays.copyOf(content.bytes, (int) length);
            operations.add(new Operation.Cut(content.id, (int) length));
        }
        return new Recorded(content, content.bytes.length);
    }

    @Override
    public Output rewrite(String name, long from) throws IOException {
        return new Recorded(require(name), (int) from);
    }

    @Override
    public byte[] read(String name) throws IOException {
        return require(name).bytes.clone();
    }

    @Override
    public InputStream open(String name) throws IOException {
        return new ByteArrayInputStream(read(name));
    }

    @Override
    public long size(String name) throws IOException {
        return require(name).bytes.length;
    }

    @Override
    public boolean renameIfAbsent(String from, String to) throws IOException {
        boolean done = linkIfAbsent(from, to);
        if (done) {
            files.remove(from);
            operations.add(new Operation.Unlink(from));
        }
        return done;
    }

    @Override
    public boolean linkIfAbsent(String from, String to) throws IOException {
        Content content = require(from);
        requireName(to);
        if (files.containsKey(to)) {
            return false;
        }
        files.put(to, content);
        operations.add(new Operation.Link(to, content.id));
        return true;
    }

    @Override
    public boolean exists(String name) {
        return files.containsKey(name) || files.keySet().stream().anyMatch(file -> file.startsWith(name + "/"));
    }

    @Override
    public void delete(String name) {
        if (files.remove(name) != null) {
            operations.add(new Operation.Unlink(name));
        }
    }

    @Override
    public List<String> list(String folder) {
        String prefix = folder.isEmpty() ? "" : folder + "/";
        Set<String> names = new TreeSet<>();
        for (String file : files.keySet()) {
            if (file.startsWith(prefix)) {
                String rest = file.substring(prefix.length());
                int slash = rest.indexOf('/');
                names.add(slash < 0 ? rest : rest.substring(0, slash));
            }
        }
        return List.copyOf(names);
    }

    @Override
    public void forceDirectory(String folder) {
        operations.add(new Operation.ForceFolder(folder));
    }

    @Override
    public Optional<Lock> tryLock(String name, String holder) {
        if (locks.putIfAbsent(name, holder) != null) {
            return Optional.empty();
        }
        return Optional.of(() -> locks.remove(name));
    }

    @Override
    public Optional<String> lockHolder(String name) {
        return Optional.ofNullable(locks.get(name));
    }

    @Override
    public String describe() {
        return "memory";
    }

    private Content require(String name) throws NoSuchFileException {
        Content content = files.get(name);
        if (content == null) {
            throw new NoSuchFileException(name);
        }
        return content;
    }

    private static void requireName(String name) throws IOException {
        Set<String> parts = new HashSet<>(Arrays.asList(name.split("/", -1)));
        if (parts.contains("") || parts.contains(".") || parts.contains("..")) {
            throw new IOException("\"" + name + "\" is not the name of a file");
        }
    }

    private static String text(Operation operation) {
        if (operation instanceof Operation.Write write) {
            return "Write[file=" + write.file() + ", at=" + write.at() + ", bytes=" + write.bytes().length + "]";
        }
        return operation.toString();
    }

    private static final class Content {
        private final int id;
        private byte[] bytes;

        Content(int id, byte[] bytes) {
            this.id = id;
            this.bytes = bytes;
        }
    }

    private final class Recorded implements Output {
        private final Content content;
        private int at;

        Recorded(Content content, int at) {
            this.content = content;
            this.at = at;
        }

        @Override
        public void write(byte[] bytes, int from, int length) {
            byte[] written = Arrays.copyOfRange(bytes, from, from + length);
            content.bytes = Arrays.copyOf(content.bytes, Math.max(content.bytes.length, at + length));
            System.arraycopy(written, 0, content.bytes, at, length);
            operations.add(new Operation.Write(content.id, at, written));
            at += length;
        }

        @Override
        public void force() {
            operations.add(new Operation.Force(content.id));
        }

        @Override
        public long position() {
            return at;
        }

        @Override
        public void close() {}
    }
}
